/// Turns tokens into a syntax tree; records every mistake and goes on behind it.
///
/// A parsing function throws `SyntaxError` after it has recorded a diagnostic; the nearest list of statements
/// catches it, skips to the end of the statement and continues.
public struct Parser {
  /// Thrown after a mistake has been recorded.
  struct SyntaxError: Error {}

  /// How deep blocks, parentheses and negations may be nested.
  static let maximumDepth = 64

  let source: SourceFile
  let file: Int
  private var tokens: [Token]
  private var index = 0
  private var depth = 0
  /// What would have been legal at the current token.
  private var expectations: [String] = []
  /// Where a block that nothing closes has been reported; the blocks around it end there as well.
  private var unclosedAt: Int?
  /// What is wrong.
  private(set) var diagnostics: [Diagnostic]
  /// What settings that do not exist most likely were to be.
  var settingsMeant: Set<String> = []
  /// Offsets at which settings of sites and devices start.
  var settingStarts: [Int] = []
  /// Whether a device is being described, in which `let` declares nothing for others.
  var isInDescription = false
  /// What `allow` before a block, a schedule's or a site's included, silences in all of it.
  var blockAllowances: [BlockAllowance] = []
  /// The names of the inputs that the file declares, in lower case.
  let declaredInputs: Set<String>
  /// The reading of the comparison before an `and` or `or`.
  var lastReading: Reading?

  private init(_ source: SourceFile, file: Int) {
    let lexed = Lexer.lex(source, file: file)
    self.source = source
    self.file = file
    tokens = lexed.tokens
    let names = zip(lexed.tokens, lexed.tokens.dropFirst()).filter {
      $0.kind == .keyword(.input) && $1.kind == .name
    }
    declaredInputs = Set(names.map { source.text($1.range).lowercased() })
    diagnostics = lexed.diagnostics
  }

  /// The syntax tree of `source` and everything that is wrong in it.
  public static func parse(_ source: SourceFile, file: Int) -> (tree: FileSyntax, diagnostics: [Diagnostic]) {
    var parser = Parser(source, file: file)
    var tree = parser.parseFile()
    tree.settingsMeant = parser.settingsMeant
    tree.settingStarts = parser.settingStarts
    tree.blockAllowances = parser.blockAllowances
    if parser.diagnostics.isEmpty { return (tree, []) }
    let secrets = LiteralSecrets(parser.tokens, of: source)
    return (tree, parser.diagnostics.map { secrets.unquoted($0, in: source) })
  }

  // MARK: Looking

  /// The current token.
  var current: Token { tokens[index] }

  /// A token further on; the last one is `.end`.
  func peek(_ ahead: Int = 1) -> Token { tokens[min(index + ahead, tokens.count - 1)] }

  /// The token before the current one.
  var previous: Token { tokens[max(0, index - 1)] }

  /// Whether the current token is `kind`; notes that it would be legal.
  mutating func at(_ kind: Token.Kind) -> Bool {
    if current.kind == kind { return true }
    expect(ParserText.describe(kind))
    return false
  }

  /// Whether the current token is this keyword; notes that it would be legal.
  mutating func at(_ keyword: Keyword) -> Bool { at(.keyword(keyword)) }

  /// Whether the current token is this word, which is no keyword of the language; notes that it would be legal.
  mutating func atWord(_ text: String) -> Bool {
    if current.isWord, word(of: current).key == text { return true }
    expect("`\(text)`")
    return false
  }

  /// Notes something that would be legal at the current token.
  mutating func expect(_ description: String) {
    if !expectations.contains(description) { expectations.append(description) }
  }

  /// The text of a token as a word.
  func word(of token: Token) -> Word {
    if token.kind == .string {
      let scalars = source.text(token.range).unicodeScalars
      let isClosed = scalars.first != "\"" || scalars.count > 1 && scalars.last == "\""
      let inner = scalars.dropFirst().dropLast(isClosed ? 1 : 0)
      return Word(text: String(String.UnicodeScalarView(inner)), range: token.range)
    }
    return Word(text: source.text(token.range), range: token.range)
  }

  // MARK: Moving

  /// Moves past the current token and returns it.
  @discardableResult
  mutating func advance() -> Token {
    let token = current
    if index < tokens.count - 1 { index += 1 }
    expectations.removeAll(keepingCapacity: true)
    return token
  }

  /// Moves past the current token if it is `kind`.
  mutating func take(_ kind: Token.Kind) -> Bool {
    guard at(kind) else { return false }
    advance()
    return true
  }

  /// Moves past the current token if it is this keyword.
  mutating func take(_ keyword: Keyword) -> Bool { take(.keyword(keyword)) }

  /// Moves past the current token if it is this word.
  mutating func takeWord(_ text: String) -> Bool {
    guard atWord(text) else { return false }
    advance()
    return true
  }

  /// Moves past a token that must be `kind`.
  @discardableResult
  mutating func require(_ kind: Token.Kind) throws(SyntaxError) -> Token {
    guard at(kind) else { throw unexpected() }
    return advance()
  }

  /// Moves past a keyword that must stand here.
  @discardableResult
  mutating func require(_ keyword: Keyword) throws(SyntaxError) -> Token { try require(.keyword(keyword)) }

  /// Moves past a text between quotes that must stand here; one without its quotes is reported and read.
  mutating func requireString(_ what: String) throws(SyntaxError) -> Word {
    if case .string = current.kind { return word(of: advance()) }
    guard current.isWord else {
      expect("\(what) between quotes")
      throw unexpected()
    }
    let start = advance()
    while current.range.start == previous.range.end, !current.endsBareText { advance() }
    let whole = range(from: start)
    // What its characters would mean on their own does not matter inside quotes.
    diagnostics.removeAll { whole.start <= $0.range.start && $0.range.end <= whole.end }
    report(.missingQuotes(what, around: source.text(whole), at: whole))
    return Word(text: source.text(whole), range: whole)
  }

  /// Moves past the `{` of a block; one at the start of the next line is reported and taken.
  mutating func requireOpeningBrace() throws(SyntaxError) -> Token {
    if current.kind == .newline, peek().kind == .leftBrace {
      let gap = SourceRange(file: file, start: previous.range.end, end: peek().range.start)
      report(.braceOnNextLine(at: peek().range, gap: gap))
      advance()
    }
    return try require(.leftBrace)
  }

  /// Reads the current token as if it were `kind`, which was most likely meant; the caller has reported it.
  mutating func readCurrent(as kind: Token.Kind) { tokens[index].kind = kind }

  /// The range from `start` to the end of the last token that was taken.
  func range(from start: Token) -> SourceRange {
    SourceRange(file: file, start: start.range.start, end: max(start.range.start, previous.range.end))
  }

  /// What is written from `start` to the end of the last token that was taken.
  func written(from start: Token) -> Word {
    let range = range(from: start)
    return Word(text: source.text(range), range: range)
  }

  /// Puts a token before the current one, which was meant to be there; the caller has reported it.
  mutating func insertCurrent(_ kind: Token.Kind) {
    let place = SourceRange(file: file, start: current.range.start, end: current.range.start)
    tokens.insert(Token(kind: kind, range: place), at: index)
  }

  /// Takes a token further on away, which says nothing here; the caller has reported it.
  mutating func drop(_ ahead: Int) {
    guard index + ahead < tokens.count - 1 else { return }
    tokens.remove(at: index + ahead)
  }

  /// Whether the statement ends before the current token.
  var isAtEndOfStatement: Bool {
    switch current.kind {
    case .newline, .end, .rightBrace, .keyword(.allow): true
    default: false
    }
  }

  /// Whether the current token is the first of its line, without a blank before it.
  var isAtMargin: Bool { source.position(at: current.range.start).column == 1 }

  /// Skips line breaks.
  mutating func skipNewlines() {
    while current.kind == .newline { advance() }
  }

  // MARK: Mistakes

  /// Records a diagnostic, unless there are too many already or its place has one: the second would follow from
  /// the first.
  mutating func report(_ diagnostic: Diagnostic) {
    guard diagnostics.count < 2 * Lexer.maximumDiagnostics,
      !diagnostics.contains(where: { $0.range.start == diagnostic.range.start })
    else { return }
    diagnostics.append(diagnostic)
  }

  /// Takes back what has been recorded at `range`, which turned out to mean something else.
  mutating func withdraw(at range: SourceRange) { diagnostics.removeAll { $0.range == range } }

  /// Adds a fix to what has been recorded at `range`.
  mutating func offer(_ fix: Diagnostic.Fix, at range: SourceRange) {
    guard let index = diagnostics.firstIndex(where: { $0.range == range }) else { return }
    diagnostics[index].fixes.append(fix)
  }

  /// Records a diagnostic and returns what is to be thrown.
  mutating func fail(_ diagnostic: Diagnostic) -> SyntaxError {
    report(diagnostic)
    return SyntaxError()
  }

  /// Records that the current token is not one of those that would be legal.
  mutating func unexpected() -> SyntaxError {
    // An invalid token has been reported by the lexer.
    if current.kind == .invalid { return SyntaxError() }
    return fail(.unexpectedToken(current, text: source.text(current.range), expected: expectations))
  }

  /// Runs `body` one level deeper, or reports that the nesting is too deep.
  mutating func nested<T>(_ body: (inout Parser) throws(SyntaxError) -> T) throws(SyntaxError) -> T {
    guard depth < Self.maximumDepth else { throw fail(.nestingTooDeep(at: current.range)) }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// Parses statements up to the closing brace, recovering after each mistake.
  ///
  /// - Parameter open: the token that opened the block, for the message where nothing closes it.
  mutating func block(
    openedBy open: Token, _ statement: (inout Parser) throws(SyntaxError) -> Void
  ) throws(SyntaxError) {
    while true {
      skipNewlines()
      if take(.rightBrace) { return }
      if current.kind == .end || startsDeclaration {
        if unclosedAt != index { report(.unclosedBlock(at: open.range, next: current)) }
        unclosedAt = index
        throw SyntaxError()
      }
      let before = index
      do {
        try statement(&self)
      } catch {
        skipStatement()
      }
      if index == before, unclosedAt != index { advance() }
    }
  }

  /// Whether only the top level can go on here: the blocks before it were not closed.
  private var startsDeclaration: Bool {
    switch current.kind {
    case .keyword(.use), .keyword(.site), .keyword(.schedule), .keyword(.test): peek().kind == .string
    case .keyword(.device): peek().isWord && isAtMargin
    case .keyword(.let): peek(2).kind == .equals && isAtMargin && !isInDescription
    default: false
    }
  }

  /// Skips to the line break that ends the statement, past blocks that it opens, or to the closing brace.
  mutating func skipStatement() {
    if unclosedAt == index { return }
    var braces = 0
    while current.kind != .end {
      switch current.kind {
      case .leftBrace: braces += 1
      case .rightBrace:
        if braces == 0 { return }
        braces -= 1
        if braces == 0 {
          advance()
          return
        }
      case .newline where braces == 0: return
      default: break
      }
      advance()
    }
  }

  /// Checks that a statement ends here: a line break, or a brace that closes or closed a block.
  mutating func endStatement() throws(SyntaxError) {
    if current.kind == .newline || current.kind == .end || current.kind == .rightBrace { return }
    if previous.kind == .rightBrace { return }
    expect("the end of the line")
    throw unexpected()
  }
}

extension Token {
  /// Whether a text whose quotes are missing cannot go on with this token.
  var endsBareText: Bool {
    switch kind {
    case .newline, .end, .leftBrace, .rightBrace, .string, .comma: true
    default: false
    }
  }

  /// Whether it is a name or a keyword.
  public var isWord: Bool {
    switch kind {
    case .name, .keyword: true
    default: false
    }
  }
}
