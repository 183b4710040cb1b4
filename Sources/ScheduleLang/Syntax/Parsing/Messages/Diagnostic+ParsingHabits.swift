// Messages about what people write from habit.
extension Diagnostic {
  static func answer(_ text: String, at range: SourceRange, notes: [String] = []) -> Diagnostic {
    Diagnostic(.foreignKeyword, text, at: range, notes: notes)
  }

  /// A word that another one says here.
  ///
  /// - Parameter example: how the whole is written, where the word alone does not show it.
  static func foreignWord(
    _ text: String, meant: String, as what: String, example: String? = nil, at range: SourceRange,
    isCertain: Bool = true
  ) -> Diagnostic {
    Diagnostic(
      .foreignKeyword,
      "\(what) is written `\(example ?? meant)`, not with `\(DiagnosticText.escaped(text))`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`", isCertain: isCertain)])
  }

  static func needlessWord(_ text: String, before next: SourceRange?, at range: SourceRange) -> Diagnostic {
    let gap = SourceRange(file: range.file, start: range.start, end: next?.start ?? range.end)
    return Diagnostic(
      .foreignKeyword, "`\(DiagnosticText.escaped(text))` is not needed", at: range,
      fixes: [.replace(gap, by: "", title: "remove `\(DiagnosticText.escaped(text))`")])
  }

  static func assignment(_ sign: String, to key: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "the value follows `\(DiagnosticText.escaped(key))` without `\(sign)`", at: range,
      fixes: [.replace(range, by: "", title: "remove the `\(sign)`")])
  }

  static func limitBehindTarget(_ limit: String, range: SourceRange, gap: SourceRange, kindEnd: Int)
    -> Diagnostic
  {
    Diagnostic(
      .unexpectedToken, "the limit stands before the target, as in `charge at 10A to 80%`", at: range,
      fixes: [
        Fix(
          title: "move the limit",
          edits: [
            .init(SourceRange(file: range.file, start: kindEnd, end: kindEnd), " " + limit),
            .init(gap, ""),
          ])
      ])
  }

  static func foreignSum(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken,
      "`+` joins `S2V` and `V2H`; of other actions one rule takes one, and another rule the next",
      at: range)
  }

  static func pluggedWithoutIn(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "this is written `plugged in`", at: range,
      fixes: [.replace(range, by: "plugged in", title: "write `plugged in`")])
  }

  static func missingReading(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "each comparison names its reading: `\(name)`", at: range,
      notes: name == "soc" ? ["A range of the SoC is written `soc in 20%..80%`."] : [],
      fixes: [.insert(name + " ", at: range.start, file: range.file, title: "insert `\(name)`")])
  }

  static func missingOn(before range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "days stand behind `on`", at: range,
      fixes: [.insert("on ", at: range.start, file: range.file, title: "insert `on`")])
  }

  static func foreignDayJoint(_ text: String, meant: String, at range: SourceRange, gap: SourceRange)
    -> Diagnostic
  {
    let joined = meant == "-" ? "a row of days is joined by `-`" : "days of a list are parted by commas"
    return Diagnostic(
      .foreignKeyword, "\(joined), not by `\(DiagnosticText.escaped(text))`", at: range,
      fixes: [.replace(gap, by: meant, title: "write `\(meant)`")])
  }

  static func writtenDate(_ meant: CivilDate?, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .invalidDate, "a date is written `\(meant.map { "\($0)" } ?? "2026-12-25")`, with its year", at: range,
      fixes: meant.map { [.replace(range, by: "\($0)", title: "write `\($0)`")] } ?? [])
  }

  static func sameDayWindow(_ meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "both ends of a window with dates have theirs: `\(meant)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }
}
