import ScheduleLang

extension Decision {
  /// What remains of the decision once charging is taken away.
  public var withoutCharging: Decision {
    switch action {
    case .idle, .charge, .followSun: .idle
    case .followBoth, .followHouse: Decision.discharging(.followHouse, minimumCurrent, min(0, maximumCurrent))
    case .discharge: self
    }
  }

  /// What remains of the decision once discharging is taken away.
  public var withoutDischarging: Decision {
    switch action {
    case .idle, .discharge, .followHouse: .idle
    case .followBoth, .followSun: Decision.charging(.followSun, max(0, minimumCurrent), maximumCurrent)
    case .charge: self
    }
  }

  /// What a site's SoC range leaves of the decision: no charging at or above its upper end, no discharging
  /// at or below its lower one.
  ///
  /// An unknown SoC takes nothing away: charging is what makes it known again, and whether to discharge
  /// meanwhile is the schedule's to say.
  public func applied(soc: Int?, range: ClosedRange<Int>) -> Decision {
    guard let soc else { return self }
    var applied = self
    if soc >= range.upperBound { applied = applied.withoutCharging }
    if soc <= range.lowerBound { applied = applied.withoutDischarging }
    return applied
  }

  private static func charging(_ action: ActionKind, _ minimum: Int, _ maximum: Int) -> Decision {
    maximum > 0 ? Decision(action, minimum, maximum) : .idle
  }

  private static func discharging(_ action: ActionKind, _ minimum: Int, _ maximum: Int) -> Decision {
    minimum < 0 ? Decision(action, minimum, maximum) : .idle
  }
}
