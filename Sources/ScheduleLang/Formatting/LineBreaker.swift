/// Decides where the lines of a formatted file begin and end.
///
/// Line breaks stay where they are, with two exceptions: a block is either on one line or has its braces at line
/// ends and starts, and a statement never follows another block's `}` on its line.
struct LineBreaker {
  private let source: SourceFile
  /// All but the line breaks and the end.
  private let tokens: [Token]
  private let comments: [SourceRange]
  /// Offsets of the tokens that a statement's end stands before.
  private let startsStatement: Set<Int>

  init(_ source: SourceFile, _ tokens: [Token], comments: [SourceRange]) {
    self.source = source
    self.comments = comments
    self.tokens = tokens.filter { $0.kind != .newline && $0.kind != .end }
    var starts: Set<Int> = []
    for (before, token) in zip(tokens, tokens.dropFirst()) {
      switch before.kind {
      case .newline, .leftBrace, .rightBrace: starts.insert(token.range.start)
      default: continue
      }
    }
    if let first = tokens.first { starts.insert(first.range.start) }
    startsStatement = starts
  }

  /// The lines, their tokens without gaps and as they are spelt in the source.
  func lines() -> [FormattedLine] {
    var state = State(oneLiners: oneLineBlocks())
    var pendingComments = comments[...]
    for token in tokens {
      while let comment = pendingComments.first, comment.start < token.range.start {
        pendingComments.removeFirst()
        add(comment, before: token, to: &state)
      }
      add(token, to: &state)
    }
    for comment in pendingComments { add(comment, before: nil, to: &state) }
    return state.lines
  }

  /// What has been laid out so far.
  private struct State {
    /// Offsets of the opening braces whose blocks stay on one line.
    var oneLiners: Set<Int>
    var lines: [FormattedLine] = []
    /// The blocks that are open: what they hold and whether they are on one line.
    var open: [(kind: BlockKind, isOneLine: Bool)] = []
    /// Where the last token or comment ends.
    var end = 0
    /// The last token, unless a comment followed.
    var last: Token.Kind?
    /// Whether the last line opens a block.
    var opensBlock = false
    /// Whether the block that was closed last is on one line.
    var closedOneLine = false
    /// The word that starts the current declaration.
    var declaration: Token.Kind?

    var block: BlockKind { open.last?.kind ?? .file }
  }

  private func add(_ token: Token, to state: inout State) {
    let closing = token.kind == .rightBrace ? state.open.popLast() : nil
    let breaks = lineBreaks(from: state.end, to: token.range.start)
    if state.open.isEmpty, closing == nil, startsStatement.contains(token.range.start) {
      state.declaration = token.kind
    }
    let needsLine: Bool
    switch state.last {
    case nil: needsLine = true
    case .leftBrace where closing == nil: needsLine = state.open.last?.isOneLine == false
    case _ where closing?.isOneLine == false: needsLine = true
    case .rightBrace where closing == nil: needsLine = !(state.block == .settings && state.closedOneLine)
    default: needsLine = false
    }
    if needsLine || breaks > 0 {
      var line = FormattedLine(depth: state.open.count)
      line.continues = closing == nil && !startsStatement.contains(token.range.start)
      line.blankBefore =
        breaks > 1 && !state.lines.isEmpty && !line.continues && closing == nil && !state.opensBlock
      state.lines.append(line)
    }
    let piece = FormattedLine.Piece(token: token, block: state.block, text: source.text(token.range))
    state.lines[state.lines.count - 1].pieces.append(piece)
    if token.kind == .leftBrace {
      state.open.append((kindOfBlock(in: state), state.oneLiners.contains(token.range.start)))
    }
    if let closing { state.closedOneLine = closing.isOneLine }
    state.last = token.kind
    state.opensBlock = token.kind == .leftBrace
    state.end = token.range.end
  }

  private func add(_ comment: SourceRange, before next: Token?, to state: inout State) {
    let breaks = lineBreaks(from: state.end, to: comment.start)
    if breaks > 0 || state.lines.isEmpty {
      var line = FormattedLine(depth: state.open.count)
      line.continues =
        next.map { $0.kind != .rightBrace && !startsStatement.contains($0.range.start) } ?? false
      line.blankBefore = breaks > 1 && !state.lines.isEmpty && !line.continues && !state.opensBlock
      state.lines.append(line)
      state.opensBlock = false
    }
    var text = source.text(comment)
    while let last = text.unicodeScalars.last, last == " " || last == "\t" || last == "\r" {
      text.unicodeScalars.removeLast()
    }
    state.lines[state.lines.count - 1].comment = text
    state.last = nil
    state.end = comment.end
  }

  private func kindOfBlock(in state: State) -> BlockKind {
    if state.block != .file { return state.block }
    switch state.declaration {
    case .keyword(.site): return .settings
    case .keyword(.tariff): return .tariff
    default: return .statements
    }
  }

  /// The opening braces of the blocks that stay on one line: those that are, and where one statement takes one
  /// line, hold no further block.
  private func oneLineBlocks() -> Set<Int> {
    var result: Set<Int> = []
    var open: [(offset: Int, holdsBlock: Bool)] = []
    var inSite = false
    for token in tokens {
      switch token.kind {
      case .keyword where open.isEmpty && startsStatement.contains(token.range.start):
        inSite = token.kind == .keyword(.site)
      case .leftBrace:
        if !open.isEmpty { open[open.count - 1].holdsBlock = true }
        open.append((token.range.start, false))
      case .rightBrace:
        guard let block = open.popLast() else { continue }
        if lineBreaks(from: block.offset, to: token.range.start) == 0, inSite || !block.holdsBlock {
          result.insert(block.offset)
        }
      default: continue
      }
    }
    return result
  }

  private func lineBreaks(from start: Int, to end: Int) -> Int {
    guard start < end else { return 0 }
    return source.position(at: end).line - source.position(at: start).line
  }
}
