import ScheduleLang

extension Decision {
  /// The decision without charging.
  public var withoutCharging: Decision { limited(to: Int.min...0) }

  /// The decision without discharging.
  public var withoutDischarging: Decision { limited(to: 0...Int.max) }

  /// The decision without exporting: V2G becomes V2H with the same limit.
  public var withoutExporting: Decision {
    guard action == .discharge else { return self }
    return Decision(.followHouse, minimumCurrent, 0)
  }

  /// The decision with its currents kept inside `range` (amperes, charging positive), its action named after
  /// what is left: `idle` where no current is, one direction of `S2V + V2H` where the other is gone.
  public func limited(to range: ClosedRange<Int>) -> Decision {
    // Nobody here commands a charger that is handed over, and nothing can be taken from that.
    if action == .handOver { return self }
    let low = min(max(minimumCurrent, range.lowerBound), range.upperBound)
    let high = min(max(maximumCurrent, range.lowerBound), range.upperBound)
    switch (action, low, high) {
    case (_, 0, 0): return .idle
    case (.followBoth, 0, _): return Decision(.followSun, low, high)
    case (.followBoth, _, 0): return Decision(.followHouse, low, high)
    default: return Decision(action, low, high)
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
}
