// Every message of the lexer.
extension Diagnostic {
  static func invalidEncoding(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidEncoding, "this byte is not valid UTF-8; the file must be plain text in UTF-8", at: range)
  }

  static func invalidCharacter(_ character: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidCharacter, "`\(DiagnosticText.escaped(character))` has no meaning in a schedule", at: range)
  }

  static func unterminatedString(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unterminatedString, "this text has no closing `\"` on its line", at: range,
      fixes: [.insert("\"", at: range.end, file: range.file, title: "close the text here")])
  }

  static func numberTooLarge(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .numberTooLarge, "this number is too long", at: range,
      notes: ["At most twelve digits may stand before the point and four after it."])
  }

  static func spaceBeforePercent(number: SourceRange, gap: SourceRange) -> Diagnostic {
    Diagnostic(
      .spaceBeforeUnit, "the unit belongs directly behind the number, without a space", at: gap,
      fixes: [.replace(gap, by: "", title: "remove the space")])
  }

  static func unknownUnit(_ unit: String, number: String, at range: SourceRange) -> Diagnostic {
    var notes: [String] = []
    var fixes: [Fix] = []
    let names = Quantity.units.map(\.text)
    switch unit.lowercased() {
    case "am", "pm":
      if let hour = Int(number), (1...12).contains(hour) {
        let minute = (hour % 12 + (unit.lowercased() == "pm" ? 12 : 0)) * 60
        notes.append("Times of day are written on the 24-hour clock: `\(TimeOfDay.text(minute))`.")
        fixes.append(.replace(range, by: TimeOfDay.text(minute), title: "write \(TimeOfDay.text(minute))"))
      } else {
        notes.append("Times of day are written on the 24-hour clock, as `17:00`.")
      }
    default:
      let habits = [
        "hours": "h", "hour": "h", "hrs": "h", "hr": "h", "mins": "min", "minutes": "min", "minute": "min",
        "m": "min", "sec": "s", "secs": "s", "seconds": "s", "amp": "A", "amps": "A", "percent": "%",
        "pct": "%",
        "pence": "p", "cent": "c", "cents": "c", "ct": "c", "watt": "W", "watts": "W", "volts": "V",
      ]
      let meant =
        habits[unit.lowercased()] ?? names.first { $0.lowercased() == unit.lowercased() }
        ?? Suggestion.nearest(to: unit, among: names)
      if let meant { fixes.append(.replace(range, by: number + meant, title: "write \(number)\(meant)")) }
      notes.append("The units are \(names.joined(separator: " ")).")
    }
    return Diagnostic(.unknownUnit, "`\(unit)` is not a unit", at: range, notes: notes, fixes: fixes)
  }

  static func invalidDate(_ text: String, at range: SourceRange, wellFormed: Bool) -> Diagnostic {
    Diagnostic(
      .invalidDate, wellFormed ? "the calendar has no day \(text)" : "`\(text)` is not a date", at: range,
      notes: wellFormed
        ? [] : ["Dates are written `2026-12-25`; a time follows after a space: `2026-12-25 18:00`."])
  }

  static func invalidTime(_ text: String, at range: SourceRange, suggestion: String?) -> Diagnostic {
    Diagnostic(
      .invalidTime, suggestion == nil ? "`\(text)` is not a time of day" : "the hour needs two digits",
      at: range,
      notes: suggestion == nil ? ["Times run from 00:00 to 24:00 on the 24-hour clock."] : [],
      fixes: suggestion.map { [.replace(range, by: $0, title: "write \($0)")] } ?? [])
  }

  static func foreignOperator(_ text: String, at range: SourceRange) -> Diagnostic {
    let answers: [String: (message: String, replacement: String?)] = [
      "==": (
        "there is no `==`: a reading can jump over any single value; use `<=` or `>=`, or `soc in 30%..50%`",
        nil
      ),
      "!=": ("there is no `!=`; write `not` before a comparison", nil),
      "≠": ("there is no `≠`; write `not` before a comparison", nil),
      "&&": ("conditions are joined by the word `and`", "and"),
      "||": ("conditions are joined by the word `or`", "or"),
      "!": ("a condition is negated by the word `not`", "not "),
      "=>": ("this comparison is written `>=`; a rule's action follows after `:`", ">="),
      "=<": ("this comparison is written `<=`", "<="),
      "≤": ("this comparison is written `<=`", "<="),
      "≥": ("this comparison is written `>=`", ">="),
      "–": ("this is not the plain hyphen `-`", "-"), "—": ("this is not the plain hyphen `-`", "-"),
      "−": ("this is not the plain hyphen `-`", "-"), "…": ("a range is written with two dots: `..`", ".."),
      "“": ("texts stand between plain quotes `\"`", "\""),
      "”": ("texts stand between plain quotes `\"`", "\""),
    ]
    let answer = answers[text] ?? ("`\(text)` has no meaning in a schedule", nil)
    return Diagnostic(
      .foreignOperator, answer.message, at: range,
      fixes: answer.replacement.map { [.replace(range, by: $0, title: "write `\($0)`")] } ?? [])
  }
}
