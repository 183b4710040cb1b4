import ScheduleLang

/// What one kind of analysis finds in a schedule.
protocol Findings {
  /// Looks at one scene; it is called with each scene of the space, in order, before the findings are asked for.
  mutating func note(_ scene: Scene, in space: DecisionSpace)

  /// What there is to say of a schedule.
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic]
}

extension Findings {
  /// Looks at no scene: the findings follow from what is written alone.
  func note(_ scene: Scene, in space: DecisionSpace) {}
}
