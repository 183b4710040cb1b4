import Runtime
import ScheduleLang

/// Targets that are not reached.
struct TargetFindings: Findings {
  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (index, rule) in analysed.schedule.rules.enumerated() {
      found += analysed.outsideCharger(rule.action)
      for pursuit in analysed.space.pursuits(ofRule: index) {
        let finding = analysed.deadlineFinding(pursuit)
        if let finding, finding.severity == .error {
          found.append(finding)
        } else if let ending = analysed.endsBeforeTarget(pursuit) {
          found.append(ending)
        } else if let finding = finding ?? analysed.opposedDeadline(pursuit) {
          found.append(finding)
        }
      }
    }
    return found
  }
}

extension AnalysedSchedule {
  /// A target that the charger's own SoC range or the reserve keeps out of reach.
  fileprivate func outsideCharger(_ action: Action) -> [Diagnostic] {
    var found = action.then.flatMap { outsideCharger($0) }
    if let optimisation = action.optimisation { found += outsideCharger(optimisation, at: action.range) }
    guard let target = action.target else { return found }
    let range = subject.site.chargerSoC
    let end = action.rises ? range.upperBound : range.lowerBound
    if action.rises ? target > Double(end) : target < Double(end) {
      found.append(
        .targetOutsideCharger(
          target, end: end, rises: action.rises,
          consequence: action.then.isEmpty
            ? "The rule goes on to decide, with nothing left to do." : "What is to follow then never comes.",
          at: action.range, charger: chargerRange))
    } else if !action.rises, let reserve = schedule.reserve, target < reserve.rounded(.down) {
      found.append(
        .targetBelowReserve(target, reserve: reserve, at: action.range, clause: schedule.reserveRange))
    }
    return found
  }

  /// What `optimise` is asked for and the charger's own SoC range or the reserve keeps out of its reach.
  private func outsideCharger(_ optimisation: Optimisation, at place: SourceRange) -> [Diagnostic] {
    let charger = subject.site.chargerSoC
    func outside(_ soc: Double, end: Int, rises: Bool) -> Diagnostic {
      .targetOutsideCharger(soc, end: end, rises: rises, consequence: nil, at: place, charger: chargerRange)
    }
    var found: [Diagnostic] = optimisation.targets.filter { $0.soc > Double(charger.upperBound) }.map {
      outside($0.soc, end: charger.upperBound, rises: true)
    }
    guard let range = optimisation.range else { return found }
    if range.upperBound > Double(charger.upperBound) {
      found.append(outside(range.upperBound, end: charger.upperBound, rises: true))
    }
    guard optimisation.discharges else { return found }
    if range.lowerBound < Double(charger.lowerBound) {
      found.append(outside(range.lowerBound, end: charger.lowerBound, rises: false))
    } else if let reserve = schedule.reserve, range.lowerBound < reserve.rounded(.down) {
      found.append(
        .targetBelowReserve(range.lowerBound, reserve: reserve, at: place, clause: schedule.reserveRange))
    }
    return found
  }

  /// Where the charger is declared in one of the sources.
  private var chargerRange: SourceRange? {
    let range = subject.site.charger.range
    return range.end > range.start && subject.sources.indices.contains(range.file) ? range : nil
  }

  /// A rule whose own condition ends it before its target.
  fileprivate func endsBeforeTarget(_ pursuit: Pursuit) -> Diagnostic? {
    let guards = space.rules[pursuit.rule].guards
    let applies = guards.may & pursuit.socs & .known
    guard guards.isExact, !applies.isEmpty else { return nil }
    let rises = pursuit.rises
    let (reached, last) =
      rises ? (applies.highest, pursuit.socs.highest) : (applies.lowest, pursuit.socs.lowest)
    guard let reached, let last, reached != last else { return nil }
    // Past its own range another rule may carry on to the target, but then that rule says so itself.
    return .unreachedTarget(
      pursuit.target, lastSoC: reached, rises: rises, at: schedule.rules[pursuit.rule].range)
  }
}
