import ScheduleLang

/// When no rule applies.
struct CoverageFindings {
  /// Per stretch: the SoCs at which none applies whatever the facts.
  private(set) var always: [Int: SoCSet] = [:]
  /// The first scene in which only the facts leave something open.
  private var sometimes: (scene: Scene, socs: SoCSet)?

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    let open = scene.regions.last.flatMap { $0.rule == nil ? $0.must : nil } ?? .empty
    always[scene.stretch] = (always[scene.stretch] ?? .all) & open
    if sometimes == nil, !open.isEmpty { sometimes = (scene, open) }
  }

  func diagnostics(in space: DecisionSpace) -> [Diagnostic] {
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
