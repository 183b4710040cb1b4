// Every message of the checker.
extension Diagnostic {
  // MARK: Files

  static func useCycle(at range: SourceRange, first: SourceRange?, path: String) -> Diagnostic {
    Diagnostic(
      .useCycle, "using `\(DiagnosticText.escaped(path))` here closes a circle", at: range,
      labels: first.map { [Label($0, "the circle starts here")] } ?? [])
  }

  static func unusableFile(_ path: String, reason: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unusableFile, "`\(DiagnosticText.escaped(path))` cannot be used: \(reason)", at: range)
  }

  // MARK: Names

  static func unknownName(
    _ name: Word, among names: [String], words: [String] = [], tariffsWithPeriod tariffs: [String] = [],
    siteTariff: String? = nil
  ) -> Diagnostic {
    var notes: [String] = []
    if let hint = NameHabits.hint(for: name.key) { notes.append(hint) }
    if words.contains("S2V") {
      notes.append("The actions are `idle`, `charge`, `S2V`, `V2H`, `S2V + V2H` and `V2G`.")
    }
    if !names.isEmpty {
      notes.append("Names are declared with `let`: \(names.prefix(10).joined(separator: ", ")).")
    }
    var fixes = nearest(name, among: names + words)
    if !tariffs.isEmpty {
      let periods = tariffs.map { "`\($0) \(name.key)`" }.joined(separator: ", ")
      notes = ["A period is written with its tariff: \(periods)."]
      let ofSite = tariffs.first { $0.lowercased() == siteTariff }
      let meant = ofSite ?? (tariffs.count == 1 ? tariffs.first : nil)
      fixes =
        meant.map {
          let written = "\($0) \(name.text)"
          return [
            .replace(name.range, by: written, title: "write `\(written)`", isCertain: ofSite != nil)
          ]
        } ?? []
    }
    return Diagnostic(
      .unknownName, "nothing is called `\(DiagnosticText.escaped(name.text))`", at: name.range, notes: notes,
      fixes: fixes)
  }

  static func unknownTariff(_ name: Word, among names: [String]) -> Diagnostic {
    Diagnostic(
      .unknownName, "there is no tariff `\(DiagnosticText.escaped(name.text))`", at: name.range,
      notes: ["The tariffs are \(names.joined(separator: ", "))."],
      fixes: tariff(meantBy: name.text, among: names).map {
        [.replace(name.range, by: $0, title: "did you mean `\($0)`?")]
      } ?? nearest(name, among: names))
  }

  /// The tariff that several words name, such as those of `Octopus Go`.
  private static func tariff(meantBy text: String, among names: [String]) -> String? {
    func squeezed(_ text: String) -> String {
      text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0 != "octopus" }.joined()
    }
    return names.first { squeezed($0) == squeezed(text) }
  }

  static func unknownPeriod(_ name: Word, of tariff: String, among names: [String]) -> Diagnostic {
    Diagnostic(
      .unknownName, "the tariff `\(tariff)` has no period `\(DiagnosticText.escaped(name.text))`",
      at: name.range,
      notes: names.isEmpty
        ? ["Its prices change by the half hour."] : ["Its periods are \(names.joined(separator: ", "))."],
      fixes: nearest(name, among: names))
  }

  static func periodMissing(_ name: Word, periods: [String]) -> Diagnostic {
    Diagnostic(
      .wrongKind, "`\(name.text)` is a tariff; say which of its periods is meant", at: name.range,
      notes: periods.isEmpty ? [] : ["Its periods are \(periods.joined(separator: ", "))."])
  }

  static func unknownSchedule(_ name: Word, among names: [String]) -> Diagnostic {
    Diagnostic(
      .unknownName, "no used file has a schedule \"\(DiagnosticText.escaped(name.text))\"", at: name.range,
      notes: names.isEmpty ? [] : ["The schedules are \(names.map { "\"\($0)\"" }.joined(separator: ", "))."],
      fixes: Suggestion.match(for: name.text, among: names).map {
        [
          .replace(
            name.range, by: "\"\($0.text)\"", title: "did you mean \"\($0.text)\"?",
            isCertain: $0.isCertain)
        ]
      } ?? [])
  }

  static func duplicate(_ what: String, _ name: Word, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateDeclaration, "the \(what) `\(DiagnosticText.escaped(name.text))` is declared twice",
      at: name.range,
      labels: [Label(first, "first declared here")])
  }

  static func secondSite(_ name: Word, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateDeclaration, "a program has one named site", at: name.range,
      labels: [Label(first, "first declared here")],
      notes: ["A further `site { … }` without a name adds to it or replaces single settings."])
  }

  static func secondSchedule(_ name: Word, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateDeclaration, "a file has one schedule", at: name.range,
      labels: [Label(first, "first declared here")])
  }

  static func secondOtherwise(_ name: Word, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .overlappingPeriods, "only one period can be `otherwise`", at: name.range,
      labels: [Label(first, "the other one is here")])
  }

  static func repeatedSetting(_ key: String, at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateDeclaration, "`\(key)` is said twice", at: range, labels: [Label(first, "first said here")])
  }

  static func ambiguousSchedule(_ names: [Word]) -> Diagnostic {
    Diagnostic(
      .ambiguousSchedule, "it is not clear which schedule is meant", at: names[0].range,
      labels: names.dropFirst().map { Label($0.range, "or this one") })
  }

  static func circularName(_ name: Word) -> Diagnostic {
    Diagnostic(.circularName, "`\(name.text)` is declared by itself", at: name.range)
  }

  static func wrongKind(_ name: Word, is found: String, expected: String, declared: SourceRange?)
    -> Diagnostic
  {
    Diagnostic(
      .wrongKind,
      "`\(name.text)` stands for \(found), but \(expected) \(expected.hasSuffix("s") ? "are" : "is") needed here",
      at: name.range, labels: declared.map { [Label($0, "declared here")] } ?? [])
  }

  private static func nearest(_ name: Word, among names: [String]) -> [Fix] {
    guard let match = Suggestion.match(for: name.text, among: names) else { return [] }
    return [
      .replace(
        name.range, by: match.text, title: "did you mean `\(match.text)`?", isCertain: match.isCertain)
    ]
  }

  // MARK: Units and ranges

  static func missingUnit(
    _ purpose: String, example: String, choices: [UnitChoice], at range: SourceRange
  ) -> Diagnostic {
    let question = choices.count == 1 && !choices[0].isCertain ? "; did you mean `\(choices[0].text)`?" : ""
    return Diagnostic(
      .missingUnit, "\(purpose) needs a unit, as in `\(example)`" + question, at: range,
      notes: choices.count > 1
        ? ["It may be \(ParserText.list(choices.map(\.described))): which of them is yours to say."] : [],
      fixes: choices.map {
        .replace(range, by: $0.text, title: "write `\($0.text)`", isCertain: $0.isCertain)
      })
  }

  static func wrongUnit(_ purpose: String, found: Quantity.Unit, example: String, at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(.unlikeUnits, "\(purpose) is written as in `\(example)`, but this is \(found.noun)", at: range)
  }

  static func unlikeUnits(
    _ reading: Reading, _ unit: Quantity.Unit, _ found: Quantity.Unit, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unlikeUnits, "`\(reading.name)` is \(unit.noun) and cannot be compared with \(found.noun)", at: range)
  }

  static func mixedMoney(at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .mixedMoney, "a program counts in one money unit, pence or cents", at: range,
      labels: [Label(first, "the other unit is used here")])
  }

  static func outOfRange(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.outOfRange, message, at: range)
  }

  static func emptyRange(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.emptyRange, message, at: range)
  }

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

  // MARK: Devices

  static func missingSettings(_ keys: [String], of driver: String, at range: SourceRange) -> Diagnostic {
    let list = keys.map { "`\($0)`" }
    let last = list.count > 1 ? " and " + (list.last ?? "") : ""
    let names = (list.count > 1 ? list.dropLast().joined(separator: ", ") : list.joined()) + last
    return Diagnostic(.missingSetting, "`\(driver)` needs \(names)", at: range)
  }

  static func literalSecret(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .literalSecret, "this secret can be read by everybody who sees the file", at: range,
      notes: ["Write `env \"NAME\"` or `file \"path\"` instead."])
  }

  static func unsuppliedReading(_ reading: Reading, reason: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unsuppliedReading, "`\(reading.name)` is always unknown: \(reason)", at: range)
  }

  static func missingBattery(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingBattery, "a deadline needs to know the car's battery", at: range,
      notes: ["Add a line such as `battery 52kWh` to the site."])
  }

  // MARK: Actions

  static func limitOutsideCharger(
    _ whole: Double, _ unit: Quantity.Unit, range: ClosedRange<Int>, voltage: Volts, at place: SourceRange,
    charger: SourceRange?
  ) -> Diagnostic {
    let converted = unit == .watts && abs(whole) < 1e6 ? " (\(Int(whole))A at \(Int(voltage.value))V)" : ""
    return Diagnostic(
      .limitOutsideCharger,
      "this limit\(converted) is outside the charger's \(range.lowerBound)A..\(range.upperBound)A", at: place,
      labels: charger.map { [Label($0, "the charger")] } ?? [])
  }

  static func chargerOnlyCharges(_ kind: ActionKind, at range: SourceRange, charger: SourceRange?)
    -> Diagnostic
  {
    Diagnostic(
      .chargerOnlyCharges, "`\(kind.name)` discharges, which the site's charger cannot do", at: range,
      labels: charger.map { [Label($0, "the charger, with `direction charge only`")] } ?? [],
      fixes: kind == .followBoth
        ? [.replace(range, by: "S2V", title: "write `S2V`", isCertain: false)] : [])
  }

  static func exportForbidden(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .powerlessRule, "the site's export limit of 0W leaves of this what the house takes, as of `V2H`",
      at: range)
  }

  static func importForbidden(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .powerlessRule, "the site's import limit of 0W leaves of this what the sun gives, as of `S2V`",
      at: range)
  }

  static func fractionalCurrent(at range: SourceRange) -> Diagnostic {
    Diagnostic(.outOfRange, "currents are whole amperes", at: range)
  }

  static func limitNotAllowed(_ action: String, allowed: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.limitNotAllowed, "`\(action)` takes \(allowed)", at: range)
  }

  static func targetNotAllowed(_ action: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "`\(action)` has no target: it does not move the state of charge one way", at: range)
  }

  static func secondTarget(at range: SourceRange) -> Diagnostic {
    Diagnostic(.targetNotAllowed, "the named action already says this", at: range)
  }

  static func thenWithoutTarget(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "`then` needs a target before it, as in `charge to 60% then S2V`", at: range)
  }

  static func targetInTest(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "a test expects what is decided at one moment, without `to` or `then`", at: range)
  }

  static func targetInProof(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .targetNotAllowed, "a proof is about single decisions, without `to`, `by` or `then`", at: range)
  }

  static func floorImports(_ amperes: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(.floorOutranksPromise, "with less sun than \(amperes)A this imports the rest", at: range)
  }

  static func floorExports(_ amperes: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .floorOutranksPromise, "where the house takes less than \(amperes)A this exports the rest", at: range)
  }

  // MARK: Rules

  static func ruleAfterOtherwise(at range: SourceRange, otherwise: SourceRange) -> Diagnostic {
    Diagnostic(
      .ruleAfterOtherwise, "no rule can follow `otherwise` in its block", at: range,
      labels: [Label(otherwise, "this already takes everything that is left")])
  }

  static func clauseInBlock(_ clause: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "`\(clause)` stands at the top of a schedule, not inside a block", at: range,
      notes: clause == "never" ? ["Give it guards of its own: `never discharge, during 16:00-19:00`."] : [])
  }
}
