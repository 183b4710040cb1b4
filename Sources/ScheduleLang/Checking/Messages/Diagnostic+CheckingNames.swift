// The checker's messages about names.
extension Diagnostic {
  static func unknownName(
    _ name: Word, among names: [String], words: [String] = [], tariffsWithPeriod tariffs: [String] = [],
    siteTariff: String? = nil
  ) -> Diagnostic {
    var notes: [String] = []
    if let hint = NameHabits.hint(for: name.key) { notes.append(hint) }
    if words.contains("S2V") {
      notes.append("The actions are `idle`, `charge`, `S2V`, `V2H`, `S2V + V2H`, `V2G` and `optimise`.")
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
}
