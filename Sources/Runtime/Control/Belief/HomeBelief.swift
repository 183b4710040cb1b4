import ScheduleLang

/// What is known of the home from its devices, each fact only for as long as it can be believed.
public struct HomeBelief: Hashable, Sendable {
  /// The car's SoC.
  public private(set) var soc: SoCBelief
  /// Whether the car takes what it is offered.
  public private(set) var uptake = ChargeUptake()
  /// What the charger says that it draws and no current explains; nil is nothing.
  public private(set) var disbelievedPower: Watts?
  private var averages = ReadingAverages()
  private var trust = MeterTrust()
  private var explicable = ExplicablePower()
  private var meter: Timed<MeterReading>?
  private var charger: Timed<ChargerStatus>?
  /// Power through the grid meter less the charger's own part, both measured in the same second.
  private var gridWithoutCharger: Timed<Watts>?
  private var siteVoltage: Volts
  private var largestCurrent: Int
  private var staleAfter: Duration

  private struct Timed<Value: Hashable & Sendable>: Hashable, Sendable {
    var value: Value
    var uptime: Duration
  }

  /// Creates the belief at the start, when nothing is known.
  public init(site: Site) {
    siteVoltage = site.voltage
    largestCurrent = site.chargerCurrent.upperBound
    staleAfter = .seconds(site.staleAfter)
    soc = SoCBelief(percentPerSecond: SoCPace.percentPerSecond(of: site))
  }

  /// Goes on with another description of the home; what is known stays known.
  mutating func follow(_ site: Site) {
    siteVoltage = site.voltage
    largestCurrent = site.chargerCurrent.upperBound
    staleAfter = .seconds(site.staleAfter)
    soc.follow(percentPerSecond: SoCPace.percentPerSecond(of: site))
  }

  /// Takes another meter for one that has given no reason to doubt it.
  mutating func trustMeter() { trust = MeterTrust() }

  /// Takes in what the devices said at `uptime`; nil where they said nothing.
  ///
  /// - Parameters:
  ///   - setPoint: The current that the charger has by what it says, or was last commanded, for a charger that does not
  ///     measure.
  ///   - commanded: The current that it was last commanded, and took.
  ///   - offer: what it has been told to charge, or to discharge, and took.
  ///   - isObeyed: whether the charger hears what it is told; one that is only watched does not.
  public mutating func take(
    meter reading: MeterReading?, charger status: ChargerStatus?, setPoint: Amperes?,
    commanded: Amperes? = nil, offer: Amperes = .zero, isObeyed: Bool = true, at uptime: Duration
  ) {
    soc.update(status, at: uptime)
    uptake.update(status, offer: isObeyed ? offer : .zero, at: uptime)
    if let status { charger = Timed(value: status, uptime: uptime) }
    if isObeyed { explicable.note(setPoint, at: uptime) }
    let power = chargerPower(setPoint: setPoint, commanded: commanded, isObeyed: isObeyed, at: uptime)
    guard let reading else { return }
    meter = Timed(value: reading, uptime: uptime)
    let shown = reading.grid.flatMap { $0.value.isFinite ? $0 : nil }
    // What the one had some seconds ago says nothing of what the other shows now.
    if let shown, let power, status?.isPowerNew == true, reading.isGridNew {
      trust.update(grid: shown, charger: power, at: uptime)
    }
    if let doubt = trust.doubt(at: uptime), doubt != .unproven {
      gridWithoutCharger = nil
      averages.forget()
      if doubt != .frozen {
        averages.add(ReadingAverages.Sample(reading, grid: nil), at: uptime)
      }
      return
    }
    let grid = reading.isGridNew ? shown.flatMap { grid in power.map { grid - $0 } } : nil
    if let grid { gridWithoutCharger = Timed(value: grid, uptime: uptime) }
    averages.add(ReadingAverages.Sample(reading, grid: grid), at: uptime)
  }

  /// Why the meter's numbers are not believed at `uptime`; nil where they are.
  public func meterDoubt(at uptime: Duration) -> MeterTrust.Doubt? { trust.doubt(at: uptime) }

  /// What the meter measured last, unless that is stale.
  public func meter(at uptime: Duration) -> MeterReading? { fresh(meter, at: uptime) }

  /// What the charger said last, unless that is stale.
  public func charger(at uptime: Duration) -> ChargerStatus? { fresh(charger, at: uptime) }

  /// The power through the grid meter less the charger's own part, unless that is stale.
  public func gridWithoutCharger(at uptime: Duration) -> Watts? { fresh(gridWithoutCharger, at: uptime) }

  /// The mains voltage: measured where that is near the site's, which a broken measurement is not.
  public func voltage(at uptime: Duration) -> Volts {
    guard let measured = meter(at: uptime)?.voltage,
      abs(measured.value - siteVoltage.value) <= 0.2 * siteVoltage.value
    else { return siteVoltage }
    return measured
  }

  /// What a schedule may know at `uptime`, but for the prices.
  public func readings(at uptime: Duration) -> Readings {
    var readings = Readings()
    readings.soc = soc.soc
    readings.pluggedIn = charger(at: uptime)?.pluggedIn
    readings.takesNoCharge = uptake.isRefused
    averages.fill(&readings, at: uptime, staleAfter: staleAfter)
    return readings
  }

  /// Takes the car to want power again, until that proves wrong.
  mutating func offerAgain() { uptake.tryAgain() }

  /// Starts the next means of the powers, after an evaluation.
  public mutating func restartAverages() { averages.restart() }

  /// The charger's part of what the grid meter shows: measured, or what it was told; nil is not known.
  ///
  /// A measurement that no current explains is not believed, nor is another set-point that such a charger says it has.
  private mutating func chargerPower(
    setPoint: Amperes?, commanded: Amperes?, isObeyed: Bool, at uptime: Duration
  ) -> Watts? {
    let voltage = voltage(at: uptime)
    var setPoint = setPoint
    disbelievedPower = nil
    if let status = charger(at: uptime) {
      if let power = status.power, power.value.isFinite {
        if !isObeyed || explicable.explains(power, most: largestCurrent, voltage: voltage) { return power }
        disbelievedPower = power
        setPoint = commanded ?? setPoint
      }
      if status.state == .paused || status.state == .unplugged { return Watts(0) }
    }
    return setPoint.map { Amperes($0.value.clamped(-largestCurrent, largestCurrent)).power(at: voltage) }
  }

  private func fresh<Value>(_ timed: Timed<Value>?, at uptime: Duration) -> Value? {
    timed.flatMap { uptime - $0.uptime <= staleAfter ? $0.value : nil }
  }
}
