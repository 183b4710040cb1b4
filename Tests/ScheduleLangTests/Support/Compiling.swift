import ScheduleLang

/// Compiles a text, with the files that it may use in memory.
func compile(_ text: String, using files: [String: String] = [:]) -> Compilation {
  ScheduleCompiler(
    read: { (path) throws(ReadError) in
      guard let text = files[path] else { throw ReadError("there is no such file") }
      return Array(text.utf8)
    },
    knowsTimezone: { ["UTC", "Europe/London", "Europe/Berlin"].contains($0) }
  ).compile(SourceFile(path: "test.evs", bytes: Array(text.utf8)))
}

/// Compiles the statements of a schedule.
func compileRules(_ statements: String) -> Compilation { compile("schedule \"test\" {\n\(statements)\n}") }

extension Compilation {
  /// Each diagnostic as its code and the text that it marks: `E0301 fux`.
  var marks: [String] {
    diagnostics.map { "\($0.code.rawValue) \(sources[$0.range.file].text($0.range))" }
  }

  /// The rules of the schedule.
  var rules: [Rule] { program?.schedule?.rules ?? [] }

  /// The decisions of the rules.
  var decisions: [Decision] { rules.map(\.action.decision) }

  /// The windows of the only `during` of each rule.
  var windows: [[Window]] {
    rules.map { rule in
      for case .during(let windows) in rule.guards.map(\.kind) { return windows }
      return []
    }
  }

  /// The days of the only `on` of each rule.
  var days: [DaySet] {
    rules.compactMap { rule in
      for case .on(let days) in rule.guards.map(\.kind) { return days }
      return nil
    }
  }
}

extension DaySet {
  /// The days of 2026 that are in it, as `12-25`.
  var in2026: [String] {
    guard let first = CivilDate(year: 2026, month: 1, day: 1) else { return [] }
    return (0..<365).map { first.adding(days: $0) }.filter(contains).map {
      String($0.description.dropFirst(5))
    }
  }
}
