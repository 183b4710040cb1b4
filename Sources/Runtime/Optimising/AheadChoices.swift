import ScheduleLang

/// What may be decided at a time to come, at each class of SoCs.
struct AheadChoices {
  /// All of them, each once.
  let decisions: [Decision]
  /// Which of them may be made at each class.
  let byClass: [[Int]]

  init(_ choices: [[Decision]]) {
    var decisions: [Decision] = []
    byClass = choices.map { choices in
      choices.map { decision in
        if let index = decisions.firstIndex(of: decision) { return index }
        decisions.append(decision)
        return decisions.count - 1
      }
    }
    self.decisions = decisions
  }
}

extension Optimisation {
  /// For how long before its deadline, in seconds, a target may lift the SoC above the range.
  private static let lead = 12 * 3600

  /// Whether a target above the range is so near that the range does not hold.
  func isTargetNear(at instant: Instant, on zone: ZoneRules) -> Bool {
    guard let range else { return false }
    return targets.contains { target in
      target.soc > range.upperBound
        && target.deadline.next(after: instant, on: zone).map { $0 <= instant.adding(seconds: Self.lead) }
          ?? false
    }
  }

  /// What it may choose at a SoC in whole percent: above the range it charges only while a target is near.
  func choices(at soc: Int, isTargetNear: Bool) -> [Decision] {
    let all = decisions(at: soc)
    guard let range, Double(soc) >= range.upperBound, !isTargetNear else { return all }
    return all.filter { $0.maximumCurrent <= 0 }
  }
}
