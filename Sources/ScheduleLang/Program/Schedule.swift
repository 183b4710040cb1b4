/// A schedule in the form that is evaluated: blocks flattened, names resolved, units converted.
public struct Schedule: Sendable {
  /// The name it is declared with.
  public var name: String
  /// The rules in the order in which they are tried.
  public var rules: [Rule]
  /// The `never` clauses.
  public var nevers: [NeverClause]
  /// The inputs that the program declares, in the order of the text.
  public var inputs: [DeclaredInput] = []
  /// Makes it anew with other values of them; nil where it has none but switches.
  public var maker: ScheduleMaker?
  /// What must hold of every decision.
  public var proofs: [Proof] = []
  /// No discharging at or below this SoC (percent), nor while the SoC is unknown.
  public var reserve: Double?
  /// Where the reserve is written.
  public var reserveRange: SourceRange?
  /// By how much (percent) the SoC must leave a threshold before a comparison that was true is false.
  public var hysteresis: Double
  /// The nodes of all conditions; operands come before the node that uses them.
  public var conditions: [ConditionNode]
  /// IANA names of the clocks that windows are read from; the first is the site's.
  public var clocks: [String]
  /// How many `for` durations need a memory.
  public var holdSlots: Int
  /// How many SoC comparisons need a memory; 0 without hysteresis.
  public var hysteresisSlots: Int
  /// What an import costs over time, if the site has a tariff.
  public var importTariff: Tariff?
  /// What an export earns over time, if the site has a tariff.
  public var exportTariff: Tariff?
  /// The unit of its prices as schedules write it, `p` or `c`; empty where none is said.
  public var moneyUnit = ""
  /// Where the schedule is written, its head only.
  public var range: SourceRange

  /// Creates a schedule without rules.
  public init(name: String, clocks: [String], range: SourceRange) {
    self.name = name
    self.rules = []
    self.nevers = []
    self.reserve = nil
    self.hysteresis = 0
    self.conditions = []
    self.clocks = clocks
    self.holdSlots = 0
    self.hysteresisSlots = 0
    self.range = range
  }
}

/// Prices over the day, on a clock of their own.
public struct Tariff: Hashable, Sendable {
  /// A named stretch of the day with its prices.
  public struct Period: Hashable, Sendable {
    /// Its name as declared.
    public var name: String
    /// When it is in force; clocks are indices into `Schedule.clocks`.
    public var windows: [Window]
    /// What a kWh costs.
    public var importPrice: Price?
    /// What a kWh earns.
    public var exportPrice: Price?

    /// Creates a period.
    public init(name: String, windows: [Window], importPrice: Price?, exportPrice: Price?) {
      self.name = name
      self.windows = windows
      self.importPrice = importPrice
      self.exportPrice = exportPrice
    }
  }

  /// Its name as declared.
  public var name: String
  /// The IANA name of its clock.
  public var timezone: String
  /// Its periods, which never overlap.
  public var periods: [Period]
  /// Where prices come from that are not fixed.
  public var source: PriceSource?
  /// What becomes of prices from there, one after the other.
  public var adjustments: [PriceAdjustment] = []

  /// Creates a tariff.
  public init(name: String, timezone: String, periods: [Period], source: PriceSource? = nil) {
    self.name = name
    self.timezone = timezone
    self.periods = periods
    self.source = source
  }

  /// Whether it ever has a value for `reading`, which is a price.
  public func gives(_ reading: Reading) -> Bool {
    source != nil
      || periods.contains { (reading == .importPrice ? $0.importPrice : $0.exportPrice) != nil }
  }
}

/// What a contract makes of published prices.
public enum PriceAdjustment: Hashable, Sendable {
  /// One price for each so many seconds of the tariff's clock: the mean of those that were published for them.
  case average(seconds: Int)
  /// So much more for each kWh.
  case plus(Price)
  /// So many times as much.
  case times(Double)
}

/// Where a tariff's changing prices come from.
public enum PriceSource: Hashable, Sendable {
  /// Octopus Energy's public price list.
  case octopus(product: String, region: String)
  /// A CSV file, as a path relative to the file that names it, already resolved.
  case csv(path: String)
}
