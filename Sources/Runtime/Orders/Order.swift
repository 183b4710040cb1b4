import ScheduleLang

/// What the owner has told the running program to do in place of the schedule's rules.
///
/// The schedule's clauses (`never`, `reserve`) and the site's limits clip an order just as they clip a rule.
public struct Order: Hashable, Sendable {
  /// What to do.
  public enum Kind: Hashable, Sendable {
    /// Neither charge nor discharge, until told otherwise.
    case stop
    /// Neither charge nor discharge, until the order expires.
    case pause
    /// Neither charge nor discharge, until the car is unplugged.
    case pauseUntilUnplugged
    /// Charge at the maximum, until the SoC has risen to so many percent or the car is unplugged.
    case charge(to: Int)
    /// Discharge at the maximum, until the SoC has fallen to so many percent or the car is unplugged.
    case discharge(to: Int)
  }

  /// What to do.
  public var kind: Kind
  /// When it ends at the latest; nil is never.
  public var expiry: Instant?

  /// Creates an order that ends at `expiry` at the latest.
  public init(_ kind: Kind, until expiry: Instant? = nil) {
    self.kind = kind
    self.expiry = expiry
  }

  /// Whether the schedule decides again at `now`.
  public func isOver(at now: Instant, readings: Readings) -> Bool { end(at: now, readings: readings) != nil }

  /// Why the schedule decides again at `now`; nil where it does not.
  ///
  /// What is not known ends no order but by its expiry.
  /// A car that takes no charge ends an order to charge it, and one to discharge it that waits for its SoC.
  public func end(at now: Instant, readings: Readings) -> OrderEnd? {
    if let expiry, now >= expiry { return .expired }
    switch kind {
    case .stop, .pause: return nil
    case .pauseUntilUnplugged: return readings.pluggedIn == false ? .unplugged : nil
    case .charge(let target):
      if readings.pluggedIn == false { return .unplugged }
      if let soc = readings.soc, soc >= target { return .reached }
      return readings.takesNoCharge ? .takesNothing : nil
    case .discharge(let target):
      if readings.pluggedIn == false { return .unplugged }
      guard let soc = readings.soc else { return readings.takesNoCharge ? .takesNothing : nil }
      return soc <= target ? .reached : nil
    }
  }

  /// What it asks of a charger that can do `current` amperes either way.
  ///
  /// With an unknown SoC both directions charge at the smallest current: many chargers report the SoC only while
  /// power flows, and discharging into the unknown is never safe.
  public func decision(soc: Int?, current: ClosedRange<Int>) -> Decision {
    switch kind {
    case .stop, .pause, .pauseUntilUnplugged: .idle
    case .charge where soc == nil, .discharge where soc == nil:
      Decision(.charge, current.lowerBound, current.lowerBound)
    case .charge: Decision(.charge, current.upperBound, current.upperBound)
    case .discharge: Decision(.discharge, -current.upperBound, -current.upperBound)
    }
  }
}

extension Order.Kind {
  /// Whether it asks for no power, whatever the readings are.
  public var wantsNoPower: Bool {
    switch self {
    case .stop, .pause, .pauseUntilUnplugged: true
    case .charge, .discharge: false
    }
  }
}
