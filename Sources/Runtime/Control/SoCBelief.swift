import ScheduleLang

/// The car's SoC as far as it can be believed, between the moments at which the charger tells it.
///
/// Many chargers report the SoC only while power flows. The last value stays known while the car stays
/// plugged in; it becomes unknown on unplugging, since another car may come, after five minutes of power
/// without a valid reading, since it must have moved by then, and after five minutes in which the charger is silent,
/// since nobody knows what has come and gone.
public struct SoCBelief: Hashable, Sendable {
  /// The believed SoC in whole percent; nil is unknown.
  public private(set) var soc: Int?

  /// How long power may flow without a valid reading, and the charger may be silent.
  public static let longestBlindPower: Duration = .seconds(300)

  /// Below this (in watts, either way) the charger's electronics are all that draws.
  private static let leastPower = 100.0

  private var powering = false
  private var blindPower: Duration = .zero
  private var silence: Duration = .zero
  private var last: Duration?

  /// Creates the belief at the program's start: the SoC is unknown.
  public init() {}

  /// Takes in what the charger says of itself at `uptime`, or nil where it says nothing.
  ///
  /// Power that flowed when the charger was last heard is taken to flow on while it is silent.
  public mutating func update(_ status: ChargerStatus?, at uptime: Duration) {
    if let last {
      silence += uptime - last
      if powering { blindPower += uptime - last }
    }
    last = uptime
    if silence >= Self.longestBlindPower { soc = nil }
    if let status {
      silence = .zero
      take(status)
    }
    if blindPower >= Self.longestBlindPower { soc = nil }
  }

  private mutating func take(_ status: ChargerStatus) {
    guard status.pluggedIn != false else {
      self = SoCBelief()
      return
    }
    if let reported = status.soc, (0...100).contains(reported) {
      soc = reported
      blindPower = .zero
    }
    powering = status.movesPower(atLeast: Self.leastPower)
  }
}
