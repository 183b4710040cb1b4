import ScheduleLang

/// How a car's SoC answers a charger's current; what simulations and predictions share.
///
/// The solution is in closed form: a step of an hour is the same as 3,600 of a second, up to rounding.
public struct BatteryModel: Hashable, Sendable {
  /// The SoC, in percent, above which the battery takes less and less.
  ///
  /// What it takes falls linearly from the charger's largest current here to its smallest at the upper end of
  /// its SoC range. An assumption about a typical car.
  public static let taperStart = 90.0

  /// What the battery holds at 100 %.
  public let capacity: WattHours
  /// The charger's smallest and largest current in amperes, either way.
  public let current: ClosedRange<Int>
  /// Where discharging ends and where charging ends, in percent.
  public let socRange: ClosedRange<Int>
  /// The mains voltage.
  public let voltage: Volts
  /// Where the car itself ends charging, in percent, though the charger would go on; nil is nowhere.
  public var carLimit: Int?

  /// What a step comes to.
  public struct Step: Hashable, Sendable {
    /// The SoC after it.
    public var soc: Percent
    /// The mean power at the charger's grid side, charging positive.
    public var power: Watts
  }

  /// Creates a model; a capacity below 1 Wh counts as 1 Wh.
  public init(
    capacity: WattHours, current: ClosedRange<Int> = 3...16, socRange: ClosedRange<Int> = 0...100,
    voltage: Volts = Volts(230)
  ) {
    self.capacity = max(capacity, WattHours(1))
    self.current = current
    self.socRange = socRange
    self.voltage = voltage
  }

  /// Creates the model of a site's car, or nil where the site does not give its battery.
  public init?(site: Site) {
    guard let battery = site.battery else { return nil }
    self.init(
      capacity: battery, current: site.chargerCurrent, socRange: site.chargerSoC, voltage: site.voltage)
  }

  /// The current in amperes that flows at an SoC when `setPoint` is asked for, charging positive.
  ///
  /// Less than the charger's smallest current gives 0, more than its largest the largest.
  public func flow(at soc: Percent, setPoint: Amperes) -> Double {
    let asked = Double(min(setPoint.value.magnitude, current.upperBound.magnitude))
    guard asked >= Double(current.lowerBound), asked > 0 else { return 0 }
    if setPoint.value < 0 { return soc.value > Double(socRange.lowerBound) ? -asked : 0 }
    return soc.value < top ? min(asked, largestCharge(at: soc.value)) : 0
  }

  /// What happens while `setPoint` is asked for during so many seconds.
  public func step(from soc: Percent, setPoint: Amperes, seconds: Double) -> Step {
    guard seconds > 0 else { return Step(soc: soc, power: power(of: flow(at: soc, setPoint: setPoint))) }
    var (soc, left, charge) = (soc, seconds, 0.0)
    while left > 0, let phase = phase(at: soc, setPoint: setPoint) {
      let part = phase.after(min(left, phase.seconds))
      (soc, charge) = (left < phase.seconds ? part.soc : phase.end, charge + part.charge)
      left -= phase.seconds
    }
    return Step(soc: soc, power: power(of: charge / seconds))
  }

  /// How many seconds it takes from one SoC to another, or nil where `setPoint` never leads there.
  public func seconds(from start: Percent, to target: Percent, setPoint: Amperes) -> Double? {
    guard setPoint != .zero else { return start == target ? 0 : nil }
    let rises = setPoint.value > 0
    func isThere(_ soc: Percent) -> Bool { rises ? soc >= target : soc <= target }
    var (soc, seconds) = (start, 0.0)
    while !isThere(soc) {
      guard let phase = phase(at: soc, setPoint: setPoint) else { return nil }
      if isThere(phase.end) { return seconds + phase.seconds(to: target) }
      (soc, seconds) = (phase.end, seconds + phase.seconds)
    }
    return seconds
  }

  private func power(of amperes: Double) -> Watts { Watts(amperes * voltage.value) }

  /// The SoC at which charging ends.
  private var top: Double { Double(min(socRange.upperBound, carLimit ?? .max)) }

  /// The most that the battery takes at an SoC, in amperes.
  private func largestCharge(at soc: Double) -> Double {
    max(Double(current.lowerBound), Double(current.upperBound) - max(0, soc - Self.taperStart) * taper)
  }

  /// By how many amperes the largest charge falls with each percent above `taperStart`.
  private var taper: Double {
    let width = Double(socRange.upperBound) - Self.taperStart
    return width > 0 ? Double(current.upperBound - current.lowerBound) / width : 0
  }

  /// The phase that begins at an SoC, or nil where no current flows.
  private func phase(at soc: Percent, setPoint: Amperes) -> BatteryPhase? {
    let flow = flow(at: soc, setPoint: setPoint)
    // Percent a second for each ampere on the battery's side.
    let gain = voltage.value / capacity.value / 36
    guard flow != 0, gain > 0 else { return nil }
    if flow < 0 {
      let rate = gain * flow / ChargerEfficiency.discharging.share(at: flow)
      return BatteryPhase(steadyFrom: soc, to: Double(socRange.lowerBound), flow: flow, rate: rate)
    }
    let taperedFrom = taper > 0 ? Self.taperStart + (Double(current.upperBound) - flow) / taper : top
    // Rounding may leave a sliver before the taper.
    guard taperedFrom - soc.value < 1e-9 else {
      let rate = gain * flow * ChargerEfficiency.charging.share(at: flow)
      return BatteryPhase(steadyFrom: soc, to: min(taperedFrom, top), flow: flow, rate: rate)
    }
    return BatteryPhase(
      taperingFrom: soc, to: top, flow: flow, floor: Double(current.lowerBound), taper: taper, gain: gain,
      line: ChargerEfficiency.charging.line(below: flow))
  }
}
