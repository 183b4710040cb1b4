import ScheduleLang

extension Decision {
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
