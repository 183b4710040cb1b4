// Every message of the lexer.
extension Diagnostic {
  static func invalidEncoding(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidEncoding, "this byte is not valid UTF-8; the file must be plain text in UTF-8", at: range)
  }

  static func invalidCharacters(_ characters: String, at range: SourceRange) -> Diagnostic {
    let scalars = characters.unicodeScalars
    let shown = DiagnosticText.escaped(String(String.UnicodeScalarView(scalars.prefix(16))))
    return Diagnostic(
      .invalidCharacter, "`\(shown)\(scalars.count > 16 ? "…" : "")` has no meaning in a schedule", at: range)
  }

  static func semicolon(at range: SourceRange, endsLine: Bool) -> Diagnostic {
    Diagnostic(
      .invalidCharacter, "a statement ends with its line, without `;`", at: range,
      fixes: [
        .replace(
          range, by: endsLine ? "" : "\n",
          title: endsLine ? "remove the `;`" : "begin a new line")
      ])
  }

  static func slashBetweenActions(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignOperator, "both together are written `S2V + V2H`", at: range,
      fixes: [.replace(range, by: " + ", title: "write `+`")])
  }

  static func atSign(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignOperator, "a limit is written `at 10A`, not with `@`", at: range,
      fixes: [.replace(range, by: "at ", title: "write `at`")])
  }

  static func foreignComment(_ sign: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidCharacter, "a comment begins with `#`, not with `\(sign)`", at: range,
      fixes: sign == "//" ? [.replace(range, by: "#", title: "write `#`")] : [])
  }

  static func unterminatedString(at range: SourceRange, isOneWord: Bool) -> Diagnostic {
    Diagnostic(
      .unterminatedString, "this text has no closing `\"` on its line", at: range,
      fixes: [
        // Where it was to end is for its author to say, unless it is one word.
        .insert(
          "\"", at: range.end, file: range.file, title: "close the text here", isCertain: isOneWord)
      ])
  }

  static func numberTooLarge(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .numberTooLarge, "this number is too long", at: range,
      notes: ["At most twelve digits may stand before the point and four after it."])
  }

  static func spaceBeforeUnit(_ meant: String, gap: SourceRange, unit: String, written: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      .spaceBeforeUnit, "the unit belongs directly behind the number: `\(meant)`", at: gap,
      fixes: [.replace(written, by: unit, title: "write `\(meant)`")])
  }

  static func decimalComma(_ meant: String, at range: SourceRange, isCertain: Bool) -> Diagnostic {
    Diagnostic(
      .foreignOperator, "the decimal mark is a point: `\(meant)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`", isCertain: isCertain)])
  }

  static func ambiguousComma(_ thousands: String, or decimal: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignOperator,
      "a number has no comma: it is written `\(thousands)`, or `\(decimal)` with a decimal mark", at: range)
  }

  static func unknownUnit(
    _ unit: String, number: String, meant: String?, isCertain: Bool, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unknownUnit,
      "`\(unit)` is not a unit" + (meant.map { "; did you mean `\(number)\($0)`?" } ?? ""), at: range,
      notes: ["The units are \(Quantity.units.map(\.text).joined(separator: " "))."],
      fixes: meant.map {
        [.replace(range, by: number + $0, title: "write `\(number)\($0)`", isCertain: isCertain)]
      } ?? [])
  }

  /// A price as shops write it, `£0.15` or `0.15 EUR`.
  static func foreignMoney(_ text: String, meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unknownUnit, "prices are counted in pence or cents: `\(text)` is `\(meant)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func pricePerUnit(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unknownUnit, "a price is that of a kWh, without `\(text)`", at: range,
      fixes: [.replace(range, by: "", title: "remove `\(text)`")])
  }

  /// A time or window that is written otherwise elsewhere.
  static func foreignTime(_ text: String, meant: String, isCertain: Bool = true, at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      .invalidTime, "`\(text)` is written `\(meant)`", at: range,
      notes: isCertain ? [] : ["Times run from 00:00 to 24:00: one after noon is written as such."],
      fixes: [.replace(range, by: meant, title: "write `\(meant)`", isCertain: isCertain)])
  }

  static func invalidDate(_ text: String, at range: SourceRange, wellFormed: Bool) -> Diagnostic {
    Diagnostic(
      .invalidDate, wellFormed ? "the calendar has no day \(text)" : "`\(text)` is not a date", at: range,
      notes: wellFormed
        ? [] : ["Dates are written `2026-12-25`; a time follows after a space: `2026-12-25 18:00`."])
  }

  static func foreignDate(_ text: String, meant: CivilDate?, at range: SourceRange) -> Diagnostic {
    let example = meant ?? CivilDate(dayNumber: 20_812)
    return Diagnostic(
      .invalidDate, "dates are written year first: \(meant == nil ? "as in " : "")`\(example)`", at: range,
      fixes: meant.map { [.replace(range, by: "\($0)", title: "write `\($0)`")] } ?? [])
  }

  static func joinedTime(_ meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidDate, "a blank parts the date from the time: `\(meant)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func invalidTime(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidTime, "`\(text)` is not a time of day", at: range,
      notes: ["Times run from 00:00 to 24:00 in hours and minutes, two digits each."])
  }

  static func shortHour(meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidTime, "the hour has two digits: `\(meant)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func foreignQuotes(around inner: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignOperator, "texts stand between plain quotes: `\"\(DiagnosticText.escaped(inner))\"`", at: range,
      fixes: [.replace(range, by: "\"\(inner)\"", title: "write plain quotes")])
  }

  static func foreignOperator(_ text: String, at range: SourceRange) -> Diagnostic {
    let equality =
      "there is no `\(text)`: a reading can jump over any single value; write `<=`, `>=` or `soc in 30%..50%`"
    let answers: [String: (message: String, replacement: String?)] = [
      "==": (equality, nil), "=": (equality, nil),
      "!=": ("there is no `!=`; write `not` before a comparison", nil),
      "≠": ("there is no `≠`; write `not` before a comparison", nil),
      "&&": ("conditions are joined by the word `and`", "and"),
      "||": ("conditions are joined by the word `or`", "or"),
      "!": ("a condition is negated by the word `not`", "not "),
      "=>": ("this comparison is written `>=`; a rule's action follows after `:`", ">="),
      "=<": ("this comparison is written `<=`", "<="),
      "≤": ("this comparison is written `<=`", "<="),
      "≥": ("this comparison is written `>=`", ">="),
      "->": ("the action follows after `:`", ":"), "→": ("the action follows after `:`", ":"),
      "&": ("conditions are joined by the word `and`", "and"),
      "|": ("conditions are joined by the word `or`", "or"),
      "–": ("this is not the plain hyphen `-`", "-"), "—": ("this is not the plain hyphen `-`", "-"),
      "−": ("this is not the plain hyphen `-`", "-"), "…": ("a range is written with two dots: `..`", ".."),
    ]
    let answer = answers[text] ?? ("`\(text)` has no meaning in a schedule", nil)
    return Diagnostic(
      .foreignOperator, answer.message, at: range,
      fixes: answer.replacement.map { [.replace(range, by: $0, title: "write `\($0)`")] } ?? [])
  }
}
