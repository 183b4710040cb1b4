import ScheduleLang

/// The powers that a schedule reads: means over the time since the last evaluation.
public struct ReadingAverages: Hashable, Sendable {
  /// The powers of one moment, without the charger; nil is unknown.
  public struct Sample: Hashable, Sendable {
    /// Power through the grid meter less the charger's own part, import positive.
    public var grid: Watts?
    /// What the sun gives.
    public var solar: Watts?
    /// What the house takes: whatever the grid and the sun give it, beside the charger.
    public var home: Watts?

    /// Creates the sample of a meter's reading of which the charger's part leaves `grid`.
    public init(_ reading: MeterReading, grid: Watts?) {
      self.grid = grid
      solar = reading.solar
      if let grid, let sun = reading.supplyFromSun { home = grid + sun }
    }
  }

  private var grid = RunningMean()
  private var solar = RunningMean()
  private var home = RunningMean()

  /// Creates averages without a sample.
  public init() {}

  /// Adds a sample that was taken at `uptime`.
  public mutating func add(_ sample: Sample, at uptime: Duration) {
    grid.add(sample.grid, at: uptime)
    solar.add(sample.solar, at: uptime)
    home.add(sample.home, at: uptime)
  }

  /// Writes the means into `readings`; one whose last sample is older than `staleAfter` is unknown.
  public func fill(_ readings: inout Readings, at uptime: Duration, staleAfter: Duration) {
    readings.grid = grid.value(at: uptime, staleAfter: staleAfter)
    readings.solar = solar.value(at: uptime, staleAfter: staleAfter)
    readings.home = home.value(at: uptime, staleAfter: staleAfter)
  }

  /// Forgets all samples: they are not believed any more.
  public mutating func forget() { self = ReadingAverages() }

  /// Starts the next mean, after an evaluation.
  public mutating func restart() {
    grid.restart()
    solar.restart()
    home.restart()
  }
}

/// The mean of the samples since it was last restarted, or the last one where none has come since.
private struct RunningMean: Hashable {
  private var sum = 0.0
  private var count = 0
  private var last: TimedPower?

  private struct TimedPower: Hashable {
    var power: Watts
    var uptime: Duration
  }

  mutating func add(_ power: Watts?, at uptime: Duration) {
    guard let power, power.value.isFinite else { return }
    sum += power.value
    count += 1
    last = TimedPower(power: power, uptime: uptime)
  }

  func value(at uptime: Duration, staleAfter: Duration) -> Watts? {
    guard let last, uptime - last.uptime <= staleAfter else { return nil }
    return count > 0 ? Watts(sum / Double(count)) : last.power
  }

  mutating func restart() {
    sum = 0
    count = 0
  }
}
