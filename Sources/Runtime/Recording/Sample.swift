import ScheduleLang

/// What was measured and decided at one tick, as records keep it; nil is unknown and left out of them.
///
/// Only what the devices answered at this very tick is in it, never a value that was carried over.
public struct Sample: Hashable, Sendable {
  /// When.
  public var instant: Instant
  /// Power through the grid meter, the charger's part included; import positive.
  public var grid: Watts?
  /// The grid's power factor, -1...1.
  public var gridPowerFactor: Double?
  /// Power at the charger's grid side, charging positive.
  public var evse: Watts?
  /// What the sun gives.
  public var solar: Watts?
  /// What the house takes without the charger.
  public var home: Watts?
  /// Mains voltage.
  public var voltage: Volts?
  /// The current that the charger had been commanded before this tick.
  public var setPoint: Amperes?
  /// The current that the loop would like to have.
  public var goal: Amperes?
  /// The car's SoC as it is believed, in whole percent.
  public var soc: Int?
  /// What is done, after every limit.
  public var action: ActionKind
  /// The rule that decided.
  public var rule: SourcePlace?

  /// Creates a sample of which only the action is known.
  public init(instant: Instant, action: ActionKind) {
    self.instant = instant
    self.action = action
  }

  /// Creates the sample of a tick; `rule` is where the rule that decided stands.
  public init(_ snapshot: LoopSnapshot, rule: SourcePlace?) {
    self.init(instant: snapshot.instant, action: snapshot.applied.action)
    let meter = snapshot.meterAnswer
    grid = meter?.grid
    solar = meter?.solar
    voltage = meter?.voltage
    gridPowerFactor = meter?.powerFactor
    evse = snapshot.chargerAnswer?.power
    if let grid, let sun = meter?.supplyFromSun, let evse { home = grid + sun - evse }
    setPoint = snapshot.setPointBefore
    goal = snapshot.goal
    soc = snapshot.readings.soc
    self.rule = rule
  }
}
