import ScheduleLang

/// When no rule applies.
struct CoverageFindings: Findings {
  /// Per stretch: the SoCs at which none applies whatever the facts.
  private(set) var always: [Int: SoCSet] = [:]
  /// The first scene in which only the facts leave something open.
  private var sometimes: (scene: Scene, socs: SoCSet)?

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    let open = scene.regions.last.flatMap { $0.rule == nil ? $0.must : nil } ?? .empty
    always[scene.stretch] = (always[scene.stretch] ?? .all) & open
    if sometimes == nil, !open.isEmpty { sometimes = (scene, open) }
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    let timetable = space.timetable
    var byStretch: [(occurrences: [Stretch.Occurrence], socs: SoCSet)] = []
    for (stretch, socs) in always.sorted(by: { $0.key < $1.key }) where !socs.isEmpty {
      byStretch.append((timetable.stretches[stretch].occurrences, socs))
    }
    let range = space.schedule.range
    if !byStretch.isEmpty { return [.uncoveredTime(TimeText(timetable.classes).lines(byStretch), at: range)] }
    guard let sometimes else { return [] }
    let example = space.text(of: sometimes.scene, soc: sometimes.socs.first ?? nil)
    return [.sometimesUncovered(example, at: range)]
  }
}

extension Diagnostic {
  static func uncoveredTime(_ lines: [String], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .uncoveredTime, "no rule applies \(lines.first ?? "at times"), so that the charger idles", at: range,
      notes: lines.dropFirst().prefix(4).map { "Nor does one \($0)." }
        + (lines.count > 5 ? ["Nor does one at \(lines.count - 5) further times."] : [])
        + ["End the schedule with `otherwise: idle` if that is meant."])
  }

  static func sometimesUncovered(_ example: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .uncoveredTime, "no rule applies at \(example), so that the charger idles", at: range,
      notes: ["End the schedule with `otherwise: idle` if that is meant."])
  }
}
