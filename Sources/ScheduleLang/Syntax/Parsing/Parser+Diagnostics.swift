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

  static func nameInBareList(_ text: String, at range: SourceRange, list: SourceRange?) -> Diagnostic {
    Diagnostic(
      .unexpectedToken,
      "after this comma another guard is expected, but found `\(DiagnosticText.escaped(text))`", at: range,
      notes: ["A list of days that holds names stands in parentheses: `on (Sat, holidays)`."],
      fixes: list.map {
        [
          Fix(
            title: "put the list in parentheses",
            edits: [
              .init(SourceRange(file: $0.file, start: $0.start, end: $0.start), "("),
              .init(SourceRange(file: $0.file, start: $0.end, end: $0.end), ")"),
            ])
        ]
      } ?? [])
  }

  static func foreignJointInWindow(_ text: String, at range: SourceRange, gap: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "times of day are joined by `-`, not by `\(DiagnosticText.escaped(text))`", at: range,
      fixes: [.replace(gap, by: "-", title: "write `-`")])
  }

  static func windowWithoutEnd(_ start: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unexpectedToken, "a window needs an end, as in `\(start)-23:59`", at: range)
  }

  static func daysBehindDuring(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "whole days stand behind `on`; `during` takes times", at: range,
      notes: [
        "Both together: `during 02:00-05:00 on Sat`, or with dates `during 2026-12-24 18:00..2026-12-26 08:00`."
      ])
  }

  static func timesBehindOn(at range: SourceRange) -> Diagnostic {
    Diagnostic(.unexpectedToken, "times of day stand behind `during`; `on` takes days", at: range)
  }

  static func dotsBetweenDays(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "days and months are joined by `-`; `..` joins dates", at: range,
      fixes: [.replace(range, by: "-", title: "write `-`")])
  }

  static func hyphenBetweenDates(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "dates are joined by `..`; `-` joins times, days and months", at: range,
      fixes: [.replace(range, by: "..", title: "write `..`")])
  }

  static func hyphenInRange(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a range of quantities is joined by `..`, as in `3A..16A`; `-` joins times and days",
      at: range, fixes: [.replace(range, by: "..", title: "write `..`")])
  }

  static func midnightAsStart(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidTime, "`24:00` can only be an end; a day starts at 00:00", at: range,
      fixes: [
        // With days behind it the window may be meant to start a day later.
        .replace(range, by: "00:00", title: "write 00:00", isCertain: false)
      ])
  }

  static func foreignDay(_ text: String, meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "`\(text)` is written `\(meant)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func forbiddenExport(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword,
      "`never \(text)` is written `never V2G`: the car may still feed the house", at: range,
      fixes: [.replace(range, by: "V2G", title: "write `V2G`")])
  }

  static func forbiddenImport(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword,
      "there is no `never \(text)`: `S2V` charges without importing, and `never charge` forbids charging",
      at: range)
  }

  static func quotedName(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "the name of a tariff stands without quotes: `\(name)`", at: range,
      fixes: [.replace(range, by: name, title: "remove the quotes")])
  }

  static func foreignAction(_ text: String, meant: [String], isCertain: Bool, at range: SourceRange)
    -> Diagnostic
  {
    let choices = ParserText.list(meant.map { "`\($0)`" })
    return Diagnostic(
      .foreignKeyword, "`\(text)` is no action; did you mean \(choices)?", at: range,
      fixes: meant.map { .replace(range, by: $0, title: "write `\($0)`", isCertain: isCertain) })
  }

  static func foreignTarget(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "a target is written `to 80%`, not `\(text) 80%`", at: range,
      fixes: [.replace(range, by: "to", title: "write `to`")])
  }

  static func ambiguousDischarge(_ text: String, to target: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword,
      "`\(text)` is no action: `V2H\(target)` covers the house, `V2G\(target)` discharges at the maximum",
      at: range,
      fixes: ["V2H", "V2G"].map {
        .replace(range, by: $0, title: "write `\($0)\(target)`", isCertain: false)
      })
  }

  /// A bare current behind an action; one that follows takes it as its least or its most.
  static func limitWithoutAt(follows: Bool, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a limit is written `at 10A`, `at least 6A`, `at most 10A` or `6A..10A`", at: range,
      fixes: (follows ? ["at most", "at least"] : ["at"]).map {
        .insert(
          "\($0) ", at: range.start, file: range.file, title: "insert `\($0)`", isCertain: !follows)
      })
  }

  static func targetWithoutTo(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a target is written `to 80%`", at: range,
      fixes: [.insert("to ", at: range.start, file: range.file, title: "insert `to`")])
  }

  static func rangeAfterAt(at range: SourceRange, range whole: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a range stands without `at`: `6A..10A`", at: range,
      fixes: [.replace(range, by: "", title: "remove `at`")])
  }

  static func foreignComparison(_ text: String, meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "this is written `\(meant)`, not `\(DiagnosticText.escaped(text))`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func copula(_ text: String, at range: SourceRange, gap: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "`\(text)` is not needed, as in `soc unknown` or `soc < 30%`", at: range,
      fixes: [.replace(gap, by: " ", title: "remove `\(text)`")])
  }

  static func foreignRange(_ bounds: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "a range of the SoC is written `soc in \(DiagnosticText.escaped(bounds))`", at: range,
      fixes: [.replace(range, by: "in \(bounds)", title: "write `in \(DiagnosticText.escaped(bounds))`")])
  }

  static func priceWithoutDirection(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unknownName, "`price` alone is not a reading; there are `import price` and `export price`", at: range,
      fixes: ["import", "export"].map {
        .insert(
          "\($0) ", at: range.start, file: range.file, title: "write `\($0) price`", isCertain: false)
      })
  }

  static func foreignReading(_ text: String, meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "this reading is called `\(meant)`, not `\(text)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func misspelt(_ text: String, as match: Suggestion.Match, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken,
      "`\(DiagnosticText.escaped(text))` is not known here; did you mean `\(match.text)`?", at: range,
      fixes: [
        .replace(range, by: match.text, title: "write `\(match.text)`", isCertain: match.isCertain)
      ])
  }

  static func foreignKeyword(
    answer: String, replacement: String?, isCertain: Bool, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, answer, at: range,
      fixes: replacement.map {
        [.replace(range, by: $0, title: "write `\($0)`", isCertain: isCertain)]
      } ?? [])
  }

  static func suggestion(_ text: String, among names: [String], at range: SourceRange) -> [Fix] {
    guard let match = Suggestion.match(for: text, among: names) else { return [] }
    return [
      .replace(range, by: match.text, title: "did you mean `\(match.text)`?", isCertain: match.isCertain)
    ]
  }
}
