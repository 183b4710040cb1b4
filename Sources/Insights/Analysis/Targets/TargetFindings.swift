import Runtime
import ScheduleLang

/// Targets that are not reached.
struct TargetFindings: Findings {
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (index, rule) in analysed.schedule.rules.enumerated() {
      found += analysed.outsideCharger(rule.action)
      let finding = analysed.deadlineFinding(index)
      if let finding, finding.severity == .error {
        found.append(finding)
      } else if let ending = analysed.endsBeforeTarget(index) {
        found.append(ending)
      } else if let finding = finding ?? analysed.opposedDeadline(index) {
        found.append(finding)
      }
    }
    return found
  }
}

extension AnalysedSchedule {
  /// A target that the charger's own SoC range or the reserve keeps out of reach.
  fileprivate func outsideCharger(_ action: Action) -> [Diagnostic] {
    var found = action.then.flatMap { outsideCharger($0) }
    for target in action.optimisation?.targets ?? []
    where target.soc > Double(subject.site.chargerSoC.upperBound) {
      found.append(
        .targetOutsideCharger(
          target.soc, end: subject.site.chargerSoC.upperBound, rises: true, isLast: true, at: action.range,
          charger: chargerRange))
    }
    guard let target = action.target else { return found }
    let range = subject.site.chargerSoC
    let end = action.rises ? range.upperBound : range.lowerBound
    if action.rises ? target > Double(end) : target < Double(end) {
      found.append(
        .targetOutsideCharger(
          target, end: end, rises: action.rises, isLast: action.then.isEmpty, at: action.range,
          charger: chargerRange))
    } else if !action.rises, let reserve = schedule.reserve, target < reserve.rounded(.down) {
      found.append(
        .targetBelowReserve(target, reserve: reserve, at: action.range, clause: schedule.reserveRange))
    }
    return found
  }

  /// Where the charger is declared in one of the sources.
  private var chargerRange: SourceRange? {
    let range = subject.site.charger.range
    return range.end > range.start && subject.sources.indices.contains(range.file) ? range : nil
  }

  /// A rule whose own condition ends it before its target.
  fileprivate func endsBeforeTarget(_ index: Int) -> Diagnostic? {
    let rule = space.rules[index]
    guard rule.guards.isExact, let target = schedule.rules[index].action.target,
      let first = rule.branches.first
    else { return nil }
    let applies = rule.guards.may & first.socs & .known
    guard !applies.isEmpty else { return nil }
    let rises = schedule.rules[index].action.rises
    let (reached, last) = rises ? (applies.highest, first.socs.highest) : (applies.lowest, first.socs.lowest)
    guard let reached, let last, reached != last else { return nil }
    // Past its own range another rule may carry on to the target, but then that rule says so itself.
    return .unreachedTarget(target, lastSoC: reached, rises: rises, at: schedule.rules[index].range)
  }
}
