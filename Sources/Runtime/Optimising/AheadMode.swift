import ScheduleLang

/// Who decides at a time to come, at one SoC.
enum AheadMode: Hashable {
  /// A rule that leaves no choice, with what clauses leave of its decision.
  case forced(Decision)
  /// One that chooses among these, which clauses have clipped.
  case choice([Decision])
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
