/// A home: its clock, its limits and its devices.
public struct Site: Hashable, Sendable {
  /// Its name, if it was given one.
  public var name: String?
  /// The IANA name of its clock.
  public var timezone: String
  /// The voltage at which powers are converted to currents.
  public var voltage: Volts = Volts(230)
  /// What the car's battery holds, where known.
  public var battery: WattHours?
  /// What a kWh that comes out of the battery costs in wear.
  public var wear: Price = Price(0)
  /// How much longer than computed the way to a target with a deadline may take.
  public var margin: Percent = Percent(5)
  /// The most that may be imported.
  public var importLimit: Watts?
  /// The most that may be exported.
  public var exportLimit: Watts?
  /// The charger.
  public var charger: DeviceConfiguration
  /// The charger's smallest and largest current in amperes, either way.
  public var chargerCurrent: ClosedRange<Int> = 3...16
  /// No charging at or above the upper SoC, no discharging at or below the lower one, in percent.
  public var chargerSoC: ClosedRange<Int> = 0...100
  /// Whether the charger can discharge.
  public var chargerDischarges: Bool {
    charger.settings["direction"] != .word("charge only") && charger.description?.charger?.discharges != false
  }
  /// The grid meter, if any.
  public var meter: DeviceConfiguration?
  /// The meter around the inverter's feed, where that is another one.
  public var solarMeter: DeviceConfiguration?
  /// What tells the car's SoC where the charger does not, if anything.
  public var car: DeviceConfiguration?
  /// All devices, the charger first.
  public var devices: [DeviceConfiguration] {
    [charger] + [meter, solarMeter, car].compactMap(\.self) + records
  }
  /// Whether a meter tells what the sun gives.
  public var metersSun: Bool {
    guard let meter else { return false }
    if solarMeter != nil { return true }
    return meter.readsSun
  }
  /// Where measurements are recorded.
  public var records: [DeviceConfiguration] = []
  /// Whom to tell what the owner must hear: drivers `command` and `web`, each with its `address`.
  public var tellers: [DeviceConfiguration] = []
  /// How old a reading may be before it is unknown, in seconds.
  public var staleAfter: Int = 30
  /// For how many seconds there must be enough, or not enough, to follow before an action that follows the meter starts or
  /// stops; nil starts again after two minutes and stops at once.
  public var settle: Int?
  /// What happens when the meter is stale: true keeps the schedule's fixed actions, false idles.
  public var keepsFixedActionsOnStaleMeter = false
  /// The folder for daily log files, if one is asked for; absolute or relative to the declaring file.
  public var logFolder: String?
  /// The tariff that prices imports, by its lower-case name.
  public var importTariff: String?
  /// The tariff that prices exports, by its lower-case name.
  public var exportTariff: String?
  /// The address at which Prometheus metrics are served.
  public var metricsAddress: String?
  /// Where the page is served; nil is nowhere.
  public var dashboard: SiteDashboard?
  /// Whether the program stands in for a missing declaration: no `site` at all.
  public var isBuiltIn = false

  /// Creates a site with the defaults of the language.
  public init(timezone: String, charger: DeviceConfiguration) {
    self.timezone = timezone
    self.charger = charger
  }
}

/// A device as a site names it.
public struct DeviceConfiguration: Hashable, Sendable {
  /// A secret, never the text itself unless the owner wrote it into the file.
  public enum Secret: Hashable, Sendable {
    case environment(String)
    case file(String)
    case literal(String)
  }

  /// The value of one setting.
  public enum Value: Hashable, Sendable {
    case text(String)
    /// A number without a unit, or whole watts.
    case number(Int)
    /// A duration in seconds.
    case seconds(Int)
    case secret(Secret)
    case word(String)
  }

  /// The driver: `simulated`, `influxdb`, `csv`, or the name of a described device.
  public var driver: String
  /// The address after `at`, or the folder after `to`.
  public var address: String?
  /// Settings by key; a nested block's are joined by a dot, words of a key by a space: `restart.serial`,
  /// `grid channel`.
  public var settings: [String: Value]
  /// What it is, where a text describes it; nil for the program's own drivers.
  public var description: DeviceDescription? {
    get { if case .text(let description) = kept { description } else { nil } }
    set { kept = newValue.map { .text($0) } ?? .none }
  }
  /// Whether it is a meter that tells what the sun gives.
  public var readsSun: Bool {
    guard let description else { return driver == "simulated" }
    return description.settled { settings[$0] != nil }.measures(.solar)
  }
  /// How it is reached over Modbus, where it is.
  public var modbus: ModbusAccess {
    if case .modbus(let access)? = description?.transport { access } else { .usual }
  }
  /// The port that it is reached at where its address names none.
  public var usualPort: UInt16 { description?.transport.port ?? ModbusAccess.usual.port }
  /// Where it is declared.
  public var range: SourceRange
  private var kept = KeptDescription.none

  /// A description in a place of its own: it is large, and a site is copied often.
  private indirect enum KeptDescription: Hashable, Sendable {
    case none
    case text(DeviceDescription)
  }

  /// Creates a device without settings.
  public init(driver: String, address: String? = nil, settings: [String: Value] = [:], range: SourceRange) {
    self.driver = driver
    self.address = address
    self.settings = settings
    self.range = range
  }
}

/// Where the page is served.
public struct SiteDashboard: Hashable, Sendable {
  /// The address, a host with or without a port.
  public var address: String
  /// The name of a proxy in front of it, by which browsers ask for it; nil where there is none.
  public var host: String?

  /// Creates it.
  public init(address: String, host: String? = nil) {
    self.address = address
    self.host = host
  }
}
