// The parser's messages about blocks, names and settings; the others stand beside it by their subject.
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
    // Of what would be legal, the words of the language stand between backquotes.
    let words = expected.filter { $0.first == "`" && $0.dropFirst().first?.isLetter == true }
      .map { String($0.dropFirst().dropLast()) }
    guard token.kind == .name, let match = Suggestion.match(for: text, among: words) else {
      return Diagnostic(.unexpectedToken, message, at: token.range)
    }
    return Diagnostic(
      .unexpectedToken, message + "; did you mean `\(match.text)`?", at: token.range,
      fixes: [
        .replace(
          token.range, by: match.text, title: "write `\(match.text)`", isCertain: match.isCertain)
      ])
  }

  static func unclosedBlock(at range: SourceRange, next: Token) -> Diagnostic {
    Diagnostic(
      .unclosedBlock, "this `{` is never closed", at: range,
      labels: next.kind == .end ? [] : [Label(next.range, "a block must be closed before this")])
  }

  static func braceOnNextLine(at range: SourceRange, gap: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a `{` stands on the line of what it belongs to: a line break ends a statement",
      at: range,
      fixes: [.replace(gap, by: " ", title: "move the brace up")])
  }

  static func missingQuotes(_ what: String, around text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\(what) stands between quotes: `\"\(DiagnosticText.escaped(text))\"`", at: range,
      fixes: [
        Fix(
          title: "write the quotes",
          edits: [
            Fix.Edit(SourceRange(file: range.file, start: range.start, end: range.start), "\""),
            Fix.Edit(SourceRange(file: range.file, start: range.end, end: range.end), "\""),
          ])
      ])
  }

  static func missingBlockName(_ what: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unexpectedToken, "\(what) is missing before the `{`", at: range)
  }

  static func colonInLet(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a name and its value are joined by `=`", at: range,
      fixes: [.replace(range, by: " =", title: "write `=`")])
  }

  static func strayBrace(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "this `}` closes nothing", at: range,
      fixes: [.replace(range, by: "", title: "remove the brace", isCertain: false)])
  }

  static func nestingTooDeep(at range: SourceRange) -> Diagnostic {
    Diagnostic(.nestingTooDeep, "this is nested more than \(Parser.maximumDepth) levels deep", at: range)
  }

  static func missingColon(after range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingColon, "a `:` belongs before the action",
      at: SourceRange(file: range.file, start: range.end, end: range.end),
      fixes: [.insert(":", at: range.end, file: range.file, title: "insert `:`")])
  }

  static func colonBeforeBlock(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a block follows its guards without a `:`", at: range,
      fixes: [.replace(range, by: "", title: "remove the `:`")])
  }

  static func foreignColon(_ text: String, at range: SourceRange, gap: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "the action follows after `:`, not after `\(DiagnosticText.escaped(text))`", at: range,
      fixes: [.replace(gap, by: ":", title: "write `:`")])
  }

  static func missingActionAfterGuards(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingColon, "after the guards a `:` and an action are missing, or a block",
      at: SourceRange(file: range.file, start: range.end, end: range.end))
  }

  static func missingComma(after range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "guards are separated by commas",
      at: SourceRange(file: range.file, start: range.end, end: range.end),
      fixes: [.insert(",", at: range.end, file: range.file, title: "insert `,`")])
  }

  static func missingWhen(before range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a condition starts with `when`", at: range,
      fixes: [.insert("when ", at: range.start, file: range.file, title: "insert `when`")])
  }

  static func commaBeforeAction(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingColon, "a `:` belongs before the action, not a comma", at: range,
      fixes: [.replace(range, by: ":", title: "write `:`")])
  }

  static func neverWithoutGuard(_ clause: String, kind: NeverSyntax.Kind, at range: SourceRange)
    -> Diagnostic
  {
    var example = "when soc <= 20%"
    if case .charge = kind { example = "when soc >= 80%" }
    return Diagnostic(
      .unexpectedToken, "guards follow `\(clause)` behind a comma: `\(clause), \(example)`", at: range,
      notes: ["Times are guards too: `\(clause), during 16:00-19:00`."])
  }

  static func actionBeforeGuards(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "the guards come first: `during 02:00-05:00, when soc <= 80%: charge`", at: range)
  }

  static func ruleOutsideSchedule(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "rules and clauses stand inside a schedule: `schedule \"name\" { … }`", at: range,
      notes: ["A rule is written `when soc <= 30%: charge` or `during 02:00-05:00: charge`."])
  }

  static func ruleWithoutEnd(at range: SourceRange, file: Int) -> Diagnostic {
    Diagnostic(
      .ruleWithoutEnd, "an action alone must say until when it applies, as `charge to 53%` does", at: range,
      fixes: [
        .insert(
          "otherwise: ", at: range.start, file: file, title: "make it the last rule: `otherwise:`",
          isCertain: false)
      ])
  }

  static func reservedName(_ keyword: Keyword, what: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .reservedName, "`\(keyword.spelling)` is a word of the language and cannot name a \(what)", at: range)
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
    let meant = SettingMeant(text, among: names)
    return Diagnostic(
      .unknownSetting, "\(owner) has no setting `\(DiagnosticText.escaped(text))`", at: range,
      notes: ["The settings are \(names.joined(separator: ", "))."],
      fixes: meant.map { [.replace(range, by: $0.name, title: $0.question, isCertain: $0.isCertain)] } ?? [])
  }

  static func addressWithoutKeyword(_ keyword: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "this stands behind `\(keyword)`", at: range,
      fixes: [.insert("\(keyword) ", at: range.start, file: range.file, title: "insert `\(keyword)`")])
  }

  static func unknownDriver(_ text: String, role: String, among names: [String], at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      .unknownDriver, "there is no \(role) driver `\(DiagnosticText.escaped(text))`", at: range,
      notes: ["The drivers are \(names.joined(separator: ", "))."],
      fixes: suggestion(text, among: names, at: range))
  }

  static func suggestion(_ text: String, among names: [String], at range: SourceRange) -> [Fix] {
    guard let match = Suggestion.match(for: text, among: names) else { return [] }
    return [
      .replace(range, by: match.text, title: "did you mean `\(match.text)`?", isCertain: match.isCertain)
    ]
  }
}
