import ScheduleLang

/// What stands before the cursor, as far as it says what can follow.
struct CompletionPlace {
  /// What the cursor is in.
  enum Block: Equatable {
    case file, site, tariff, schedule, test
    /// The settings of a device: what it is for and its driver.
    case device(role: String, driver: String)
  }

  /// What the cursor is in.
  private(set) var block = Block.file
  /// The tokens of the statement before the cursor, without the word that is being typed.
  private(set) var statement: [Token] = []

  /// Looks at `tokens` up to `offset`.
  init(_ tokens: [Token], in source: SourceFile, at offset: Int) {
    var open: [Block] = []
    for token in tokens where token.kind != .end {
      // The word that the cursor is in or behind is still being typed.
      let isBefore = token.isWord ? token.range.end < offset : token.range.end <= offset
      guard isBefore, token.range.start < offset else { break }
      switch token.kind {
      case .newline: statement = []
      case .leftBrace:
        open.append(CompletionPlace.block(openedBy: statement, in: open.last ?? .file, source))
        statement = []
      case .rightBrace:
        _ = open.popLast()
        statement = []
      default: statement.append(token)
      }
    }
    block = open.last ?? .file
  }

  private static func block(openedBy statement: [Token], in outer: Block, _ source: SourceFile) -> Block {
    switch (outer, statement.first?.kind) {
    case (.file, .keyword(.site)): return .site
    case (.file, .keyword(.tariff)): return .tariff
    case (.file, .keyword(.schedule)): return .schedule
    case (.file, .keyword(.test)): return .test
    case (.site, _):
      // Settings before the device may share its line.
      let roles = DeviceSchema.roles
      let words = statement.map { source.text($0.range).lowercased() }
      guard let role = words.lastIndex(where: roles.contains) else { return .site }
      let driver = statement[(role + 1)...].prefix {
        ($0.isWord || $0.kind == .minus) && $0.kind != .keyword(.at) && $0.kind != .keyword(.to)
      }
      return .device(
        role: words[role], driver: driver.map { source.text($0.range).lowercased() }.joined())
    default: return outer
    }
  }
}
