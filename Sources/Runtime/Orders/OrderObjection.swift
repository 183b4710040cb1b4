import ScheduleLang

/// Why an order makes no sense now.
public enum OrderObjection: Hashable, Sendable {
  /// It is about a car, and none is connected.
  case unplugged
  /// The SoC, in percent, is there already.
  case reached(soc: Int)
  /// The site's SoC range ends before the target, at so many percent.
  case beyondRange(limit: Int)
  /// The charger cannot discharge.
  case chargesOnly
  /// The schedule's reserve, in percent, is above the target.
  case belowReserve(Double)
}

extension Order {
  /// Why the order cannot do anything at `site`, where `readings` are known and a schedule has a `reserve`, in percent;
  /// nil where it can.
  public func objection(at site: Site, reserve: Double?, readings: Readings) -> OrderObjection? {
    let range = site.chargerSoC
    switch kind {
    case .stop, .pause: return nil
    case .pauseUntilUnplugged: return readings.pluggedIn == false ? .unplugged : nil
    case .charge(let target):
      if readings.pluggedIn == false { return .unplugged }
      if target > range.upperBound { return .beyondRange(limit: range.upperBound) }
      return readings.soc.flatMap { $0 >= target ? .reached(soc: $0) : nil }
    case .discharge where !site.chargerDischarges: return .chargesOnly
    case .discharge(let target):
      if readings.pluggedIn == false { return .unplugged }
      if target < range.lowerBound { return .beyondRange(limit: range.lowerBound) }
      if let reserve, Double(target) < reserve { return .belowReserve(reserve) }
      return readings.soc.flatMap { $0 <= target ? .reached(soc: $0) : nil }
    }
  }
}
