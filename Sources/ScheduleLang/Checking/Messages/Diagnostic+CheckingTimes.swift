// The checker's messages about time and tariffs.
extension Diagnostic {
  // MARK: Time

  static func emptyWindow(_ minute: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .emptyWindow, "this window starts and ends at \(TimeOfDay.text(minute))", at: range,
      notes: ["The whole day is written `00:00-24:00`."],
      fixes: [
        .replace(range, by: "00:00-24:00", title: "write 00:00-24:00", isCertain: minute % 1440 == 0)
      ])
  }

  static func emptyDatedWindow(at range: SourceRange) -> Diagnostic {
    Diagnostic(.emptyWindow, "this window does not end after it starts", at: range)
  }

  static func daysOnDatedWindow(at range: SourceRange, window: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongKind, "a window with dates already says its days", at: range,
      labels: [Label(window, "the window")])
  }

  static func missingTimezone(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingTimezone, "the site does not say its time zone", at: range,
      notes: ["Add a line such as `timezone \"Europe/London\"`."])
  }

  static func unknownTimezone(_ name: Word, meant: String?) -> Diagnostic {
    Diagnostic(
      .unknownTimezone, "this system knows no time zone \"\(DiagnosticText.escaped(name.text))\"",
      at: name.range,
      notes: [
        "Names are those of the IANA database, such as \"Europe/London\"; Debian has them in the package tzdata."
      ],
      fixes: meant.map {
        // A city names its zone; `BST` is that of several countries.
        let isCity = $0.lowercased().hasSuffix(String(name.text.lowercased().map { $0 == " " ? "_" : $0 }))
        return [
          .replace(name.range, by: "\"\($0)\"", title: "did you mean \"\($0)\"?", isCertain: isCity)
        ]
      } ?? [])
  }

  // MARK: Tariffs

  static func overlappingPeriods(_ period: Word, _ other: Word, minuteOfWeek: Int) -> Diagnostic {
    let day = Weekday(rawValue: UInt8(minuteOfWeek / 1440)) ?? .monday
    return Diagnostic(
      .overlappingPeriods,
      "`\(period.text)` and `\(other.text)` overlap, for instance on \(day.name) at \(TimeOfDay.text(minuteOfWeek % 1440))",
      at: period.range, labels: [Label(other.range, "the other period")])
  }

  static func emptyTariff(_ name: Word) -> Diagnostic {
    Diagnostic(.missingSetting, "the tariff `\(name.text)` has neither periods nor prices", at: name.range)
  }

  static func missingTariff(_ reading: Reading, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingTariff, "nothing supplies `\(reading.name)`: the site names no tariff", at: range,
      notes: ["Add `site { tariff Flux }`, or the tariff that you have."])
  }

  static func unusedTariff(_ name: Word, isOfSite: Bool) -> Diagnostic {
    Diagnostic(
      .unusedTariff, "nothing in this schedule asks for the tariff `\(DiagnosticText.escaped(name.text))`",
      at: name.range,
      notes: [
        isOfSite
          ? "Its prices are used in reports, but no rule depends on its periods, prices or deadlines."
          : "No site names it, and no rule asks for its periods."
      ])
  }

  static func daysOnLastWindow(at range: SourceRange, window: SourceRange, list: SourceRange) -> Diagnostic {
    Diagnostic(
      .daysOnLastWindow, "these days belong to the last window only", at: range,
      labels: [Label(window, "this window"), Label(list, "not this one")],
      notes: ["If just that window is meant, put it first in the list."],
      fixes: [
        Fix(
          title: "put the list in parentheses, so that all of it has these days",
          edits: [
            .init(SourceRange(file: list.file, start: list.start, end: list.start), "("),
            .init(SourceRange(file: window.file, start: window.end, end: window.end), ")"),
          ], isCertain: false)
      ])
  }
}
