extension Action {
  /// Whether it makes the SoC rise.
  package var rises: Bool { decision.maximumCurrent > 0 }

  /// The most that it charges or, negative, discharges.
  package var current: Amperes { Amperes(rises ? decision.maximumCurrent : decision.minimumCurrent) }

  /// It, and all that may follow it.
  package var parts: [Action] { [self] + then.flatMap(\.parts) }

  /// This action or what follows it, whichever is not at its target yet; nil where all is reached.
  package func pending(at soc: Int) -> Action? {
    guard let target else { return self }
    let isReached = rises ? Double(soc) >= target : Double(soc) <= target
    return isReached ? then.first?.pending(at: soc) : self
  }

  /// Whether it, or what follows it, has a deadline.
  package var hasDeadline: Bool { deadline != nil || then.contains(where: \.hasDeadline) }

  /// The first part that has a deadline.
  package var pursuing: Action? { deadline != nil ? self : then.first?.pursuing }

  /// All targets in it.
  package var targets: [Double] { (target.map { [$0] } ?? []) + then.flatMap(\.targets) }
}
