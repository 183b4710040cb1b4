// Words from habit and misspelt ones: reported, then read as what they most likely mean.
extension Parser {
  /// What people type from habit where a word of the language belongs.
  private static let habits: [String: (answer: String, meant: String?)] = [
    "if": ("conditions start with `when`, not `if`, as in `when soc <= 30%: charge`", "when"),
    "while": ("conditions start with `when`, windows with `during`", "when"),
    "unless": ("conditions start with `when`; this one with `when not`", "when not"),
    "else": ("the last rule of a block starts with `otherwise`, not `else`", "otherwise"),
    "default": ("the last rule of a block starts with `otherwise`", "otherwise"),
    "elif": ("rules are tried in order; write another `when`", "when"),
    "elseif": ("rules are tried in order; write another `when`", "when"),
    "between": ("a window starts with `during`", "during"),
    "from": ("a window starts with `during`", "during"),
    "at": ("a rule holds in a window, as in `during 22:00-22:30`", nil),
    "after": ("a window has both its ends, as in `during 22:00-24:00`", nil),
    "before": ("a window has both its ends, as in `during 00:00-07:00`", nil),
    "keep": ("what shall stay in the car is written `reserve 20%`", nil),
    "min": ("what shall stay in the car is written `reserve 20%`", nil),
    "minimum": ("what shall stay in the car is written `reserve 20%`", nil),
    "import": ("another file is brought in with `use`", "use"),
    "include": ("another file is brought in with `use`", "use"),
    "var": ("a name is declared with `let`", "let"),
    "const": ("a name is declared with `let`", "let"),
    "set": ("a name is declared with `let`", "let"),
    "weekday": ("days stand behind `on`", "on weekdays"),
    "weekdays": ("days stand behind `on`", "on weekdays"),
    "weekend": ("days stand behind `on`", "on weekends"),
    "weekends": ("days stand behind `on`", "on weekends"),
    "daily": ("days stand behind `on`", "on daily"),
  ]

  /// Of those the ones that could mean something else as well, or need more than the word to be changed.
  private static let doubtful: Set<String> = ["while", "unless", "default", "import"]

  private static let comparisons: [String: Relation] = [
    "below": .less, "under": .less, "above": .greater, "over": .greater,
  ]

  private static let readings: [String: Keyword] = [
    "battery": .soc, "battery_level": .soc, "level": .soc, "charge_level": .soc, "state_of_charge": .soc,
    "house": .home, "load": .home, "consumption": .home, "sun": .solar,
    "pv": .solar,
  ]

  /// Whether the current word is one that people type from habit for a word of the language.
  var isForeignKeyword: Bool { current.isWord && Self.habits[word(of: current).key]?.meant != nil }

  /// The word of the language that a word from habit means.
  func keywordFromHabit(_ token: Token) -> Keyword? {
    guard token.isWord else { return nil }
    return Self.habits[word(of: token).key]?.meant.flatMap(Keyword.init(rawValue:))
  }

  /// Reads a word from habit, or a misspelt one, as the keyword that it most likely means.
  mutating func readAsMeant(among keywords: [Keyword]) {
    guard current.isWord else { return }
    let found = word(of: current)
    if case .keyword(let keyword) = current.kind, keywords.contains(keyword) { return }
    if let habit = Self.habits[found.key] {
      guard let meant = keywords.first(where: { $0.spelling == habit.meant }) else { return }
      report(
        .foreignKeyword(
          answer: habit.answer, replacement: habit.meant, isCertain: !Self.doubtful.contains(found.key),
          at: found.range))
      readCurrent(as: .keyword(meant))
    } else if current.kind == .name,
      let match = Suggestion.match(for: found.text, among: keywords.map(\.spelling)),
      let meant = keywords.first(where: { $0.spelling == match.text })
    {
      report(.misspelt(found.text, as: match, at: found.range))
      readCurrent(as: .keyword(meant))
    }
  }

  /// Records that none of `keywords` stands here, with an answer to a habit.
  mutating func unexpected(amongWords keywords: [Keyword]) -> SyntaxError {
    if current.isWord, let habit = Self.habits[word(of: current).key] {
      let isCertain = !Self.doubtful.contains(word(of: current).key)
      return fail(
        .foreignKeyword(
          answer: habit.answer, replacement: habit.meant, isCertain: isCertain, at: current.range))
    }
    for keyword in keywords { expect("`\(keyword.spelling)`") }
    return unexpected()
  }

  /// Reads what stands where a comparison belongs, such as `is`, `=` and `below`, as what it most likely means.
  mutating func readComparisonAsMeant(of reading: Reading) {
    if current.isWord, ["is", "was", "are"].contains(word(of: current).key) {
      let gap = SourceRange(file: file, start: previous.range.end, end: peek().range.start)
      report(.copula(source.text(current.range), at: current.range, gap: gap))
      advance()
    }
    if current.kind == .equals {
      report(.foreignOperator("=", at: current.range))
      readCurrent(as: .relation(.greaterOrEqual))
    } else if current.isWord, let meant = Self.comparisons[word(of: current).key] {
      let symbol = meant == .less ? "<" : ">"
      report(.foreignComparison(source.text(current.range), meant: symbol, at: current.range))
      readCurrent(as: .relation(meant))
    }
  }

  /// Reads the `until` of `charge until 80%`, or its `up to`, as the `to` that it means.
  mutating func readTargetAsMeant() {
    guard current.kind == .name else { return }
    switch word(of: current).key {
    case "until" where peek().isQuantity, "till" where peek().isQuantity:
      report(.foreignTarget(source.text(current.range), at: current.range))
    case "up" where peek().kind == .keyword(.to):
      let both = current.range.union(peek().range)
      report(.foreignTarget(source.text(both), at: both))
      advance()
    default: return
    }
    readCurrent(as: .keyword(.to))
  }

  /// Moves past the `..` of a range; a `-` in its place is reported and taken.
  mutating func takeDots() -> Bool {
    guard current.kind == .minus, peek().isQuantity || peek().kind == .name else { return take(.dots) }
    report(.hyphenInRange(at: advance().range))
    return true
  }

  /// Reads `between 20% and 30%` as the range that it means; nil where something else stands here.
  mutating func parseForeignRange() throws(SyntaxError) -> (low: QuantitySyntax, high: QuantitySyntax)? {
    guard current.isWord, word(of: current).key == "between" else { return nil }
    let start = advance()
    let low = try parseQuantity("a percentage")
    if !take(.and), !take(.minus) { try require(.dots) }
    let high = try parseQuantity("a percentage")
    let bounds = "\(source.text(low.range))..\(source.text(high.range))"
    report(.foreignRange(bounds, at: range(from: start)))
    return (low, high)
  }

  private static let readingWords: [Keyword] = [
    .soc, .home, .solar, .importing, .exporting, .grid, .plugged, .unplugged,
  ]

  /// Whether the name that stands here most likely means a reading, or what one does.
  var isLikeReading: Bool {
    let name = word(of: current)
    return ["plugged_in", "pluggedin", "each", "per"].contains(name.key) || Self.readings[name.key] != nil
      || Self.habits[name.key] != nil
      || Suggestion.match(for: name.text, among: Self.readingWords.map(\.spelling)) != nil
  }

  /// Reads another name of a reading, or a misspelt one, as the reading that it most likely means.
  mutating func readReadingAsMeant() {
    guard current.kind == .name, wordyReadingHere == nil else { return }
    if ["plugged_in", "pluggedin"].contains(word(of: current).key), peek().kind != .keyword(.in) {
      report(.pluggedWithoutIn(at: current.range))
      return readCurrent(as: .keyword(.plugged))
    }
    if let meant = Self.readings[word(of: current).key] {
      report(.foreignReading(source.text(current.range), meant: meant.spelling, at: current.range))
      return readCurrent(as: .keyword(meant))
    }
    readAsMeant(among: Self.readingWords)
  }
}
