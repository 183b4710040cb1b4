// Every message of the parser.
extension Diagnostic {
  static func unexpectedToken(_ token: Token, text: String, expected: [String]) -> Diagnostic {
    let found: String
    switch token.kind {
    case .newline: found = "the line ends"
    case .end: found = "the file ends"
    default: found = "found `\(DiagnosticText.escaped(text))`"
    }
    let message =
      expected.isEmpty ? "\(found) where nothing fits" : "expected \(ParserText.list(expected)), but \(found)"
    return Diagnostic(.unexpectedToken, message, at: token.range)
  }

  static func unclosedBlock(at range: SourceRange) -> Diagnostic {
    Diagnostic(.unclosedBlock, "this `{` is never closed", at: range)
  }

  static func strayBrace(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "this `}` closes nothing", at: range,
      fixes: [.replace(range, by: "", title: "remove the brace")])
  }

  static func nestingTooDeep(at range: SourceRange) -> Diagnostic {
    Diagnostic(.nestingTooDeep, "this is nested more than \(Parser.maximumDepth) levels deep", at: range)
  }

  static func missingColon(after range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingColon, "a `:` belongs between the guards and the action",
      at: SourceRange(file: range.file, start: range.end, end: range.end),
      fixes: [.insert(":", at: range.end, file: range.file, title: "insert `:`")])
  }

  static func colonBeforeBlock(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a block follows its guards without a `:`", at: range,
      fixes: [.replace(range, by: "", title: "remove the `:`")])
  }

  static func ruleOutsideSchedule(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "rules and clauses stand inside a schedule: `schedule \"name\" { … }`", at: range)
  }

  static func ruleWithoutEnd(at range: SourceRange, file: Int) -> Diagnostic {
    Diagnostic(
      .ruleWithoutEnd, "an action alone must say until when it applies, as `charge to 53%` does", at: range,
      fixes: [
        .insert("otherwise: ", at: range.start, file: file, title: "make it the last rule: `otherwise:`")
      ])
  }

  static func reservedName(_ keyword: Keyword, what: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .reservedName, "`\(keyword.spelling)` is a word of the language and cannot name a \(what)", at: range)
  }

  static func unknownStatement(_ text: String, at range: SourceRange, among words: [String]) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "`\(DiagnosticText.escaped(text))` starts no rule", at: range,
      fixes: suggestion(text, among: words, at: range))
  }

  static func unknownReading(_ text: String, at range: SourceRange, among names: [String]) -> Diagnostic {
    Diagnostic(
      .unknownName, "`\(DiagnosticText.escaped(text))` is not a reading", at: range,
      notes: ["The readings are \(names.joined(separator: ", "))."],
      fixes: suggestion(text, among: names, at: range))
  }

  static func unknownSetting(_ text: String, of owner: String, among names: [String], at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      .unknownSetting, "\(owner) has no setting `\(DiagnosticText.escaped(text))`", at: range,
      notes: ["The settings are \(names.joined(separator: ", "))."],
      fixes: suggestion(text, among: names, at: range))
  }

  static func unknownDriver(_ text: String, role: String, among names: [String], at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      .unknownDriver, "there is no \(role) driver `\(DiagnosticText.escaped(text))`", at: range,
      notes: ["The drivers are \(names.joined(separator: ", "))."],
      fixes: suggestion(text, among: names, at: range))
  }

  static func nameInBareList(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken,
      "after this comma another guard is expected, but found `\(DiagnosticText.escaped(text))`", at: range,
      notes: ["A list of days that holds names stands in parentheses: `on (Sat, holidays)`."])
  }

  static func dotsInWindow(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "times of day are joined by `-`; `..` joins dates", at: range,
      fixes: [.replace(range, by: "-", title: "write `-`")])
  }

  static func hyphenBetweenDates(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "dates are joined by `..`; `-` joins times, days and months", at: range,
      fixes: [.replace(range, by: "..", title: "write `..`")])
  }

  static func midnightAsStart(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidTime, "`24:00` can only be an end; a day starts at 00:00", at: range,
      fixes: [.replace(range, by: "00:00", title: "write 00:00")])
  }

  static func foreignDay(_ text: String, meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "`\(text)` is written `\(meant)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func foreignAction(_ text: String, meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.foreignKeyword, "`\(text)` is no action; write \(meant)", at: range)
  }

  static func limitWithoutAt(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a limit is written `at 10A`, `at least 6A`, `at most 10A` or `6A..10A`", at: range,
      fixes: [.insert("at ", at: range.start, file: range.file, title: "insert `at`")])
  }

  static func foreignKeyword(_ text: String, answer: String, replacement: String?, at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      .foreignKeyword, answer, at: range,
      fixes: replacement.map { [.replace(range, by: $0, title: "write `\($0)`")] } ?? [])
  }

  private static func suggestion(_ text: String, among names: [String], at range: SourceRange) -> [Fix] {
    guard let nearest = Suggestion.nearest(to: text, among: names) else { return [] }
    return [.replace(range, by: nearest, title: "did you mean `\(nearest)`?")]
  }
}

extension Parser {
  /// What people type from habit where a word of the language belongs.
  private static let habits: [String: (answer: String, replacement: String?)] = [
    "if": ("conditions start with `when`", "when"),
    "else": ("the last rule of a block starts with `otherwise`", "otherwise"),
    "elif": ("rules are tried in order; write another `when`", nil),
    "default": ("the last rule of a block starts with `otherwise`", "otherwise"),
    "unless": ("write `when not`", "when not"),
    "between": ("a window starts with `during`", "during"),
    "while": ("conditions start with `when`, windows with `during`", "when"),
    "import": ("another file is brought in with `use`", "use"),
    "include": ("another file is brought in with `use`", "use"),
    "var": ("a name is declared with `let`", "let"),
    "const": ("a name is declared with `let`", "let"),
    "weekdays": ("days stand behind `on`", "on weekdays"),
    "weekends": ("days stand behind `on`", "on weekends"),
  ]

  /// Whether the current word is one that people type from habit.
  var isForeignKeyword: Bool { current.isWord && Self.habits[word(of: current).key] != nil }

  /// Records that none of `words` stands here, with an answer to a habit or the nearest of them.
  mutating func unexpected(amongWords words: [String]) -> Recovery {
    if current.isWord {
      let found = word(of: current)
      if let habit = Self.habits[found.key], !words.contains(found.key) {
        return fail(
          .foreignKeyword(found.text, answer: habit.answer, replacement: habit.replacement, at: found.range))
      }
      if let nearest = Suggestion.nearest(to: found.text, among: words) {
        return fail(.unknownStatementWord(found.text, nearest: nearest, at: found.range))
      }
    }
    for word in words { expect("`\(word)`") }
    return unexpected()
  }

  /// Records what is wrong after guards, with answers to habits such as `then` and `->`.
  mutating func unexpected(inGuards: Bool) -> Recovery {
    if current.kind == .keyword(.then) {
      return fail(
        .foreignKeyword("then", answer: "the action follows after `:`", replacement: ":", at: current.range))
    }
    if current.kind == .newline { return fail(.missingActionAfterGuards(at: previous.range)) }
    return unexpected()
  }
}

extension Diagnostic {
  static func unknownStatementWord(_ text: String, nearest: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "`\(DiagnosticText.escaped(text))` is not known here; did you mean `\(nearest)`?",
      at: range,
      fixes: [.replace(range, by: nearest, title: "write `\(nearest)`")])
  }

  static func missingActionAfterGuards(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingColon, "after the guards a `:` and an action are missing, or a block",
      at: SourceRange(file: range.file, start: range.end, end: range.end))
  }
}
