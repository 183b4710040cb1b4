// The parser's messages about days and windows.
extension Diagnostic {
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
}
