import Runtime
import ScheduleLang

/// The least that recorded readings could have cost, known in hindsight: a bound that no schedule beats, and a plan that
/// shows how near to it one comes.
///
/// A schedule can ask for any whole amperes each minute, follow the house included. For the bound these currents may take
/// turns as if a minute could be divided, and the battery takes whatever the charger gives up to the end of its range:
/// so it is never above what a schedule costs. The plan goes the other way: whole amperes, minute by minute,
/// through the same model as any simulation.
public struct Optimum: Sendable {
  /// What must hold at an instant.
  public struct Demand: Hashable, Sendable {
    /// When.
    public var instant: Instant
    /// The least SoC then, in percent.
    public var least: Double
    /// The greatest SoC then, in percent.
    public var greatest: Double

    /// Creates a demand.
    public init(instant: Instant, least: Double = 0, greatest: Double = 100) {
      self.instant = instant
      self.least = least
      self.greatest = greatest
    }
  }

  /// No schedule costs less than this, in minor money units; nil where no plan fulfils the demands, or nothing is known of
  /// what it would cost.
  public let bound: Double?
  /// What a plan costs that could have been followed; nil where none was found that fulfils the demands.
  public let plan: Double?

  /// Finds both for the home of `subject` over `series` in the counted `time`.
  ///
  /// In time that is not counted, and while the car is away, the battery does what it did in `simulation`.
  ///
  /// - Parameter demands: what must hold on the way.
  public init(
    of subject: HomeSchedule, over series: HouseSeries, _ simulation: Simulation, in time: CountedTime,
    demands: [Demand]
  ) {
    let battery = SimulationSettings(site: subject.site).battery
    guard subject.site.battery != nil, series.count > 0, time.minutes > 0 else {
      (bound, plan) = (nil, nil)
      return
    }
    let search = OptimumSearch(
      subject: subject, battery: battery, series: series, simulation: simulation, time: time, demands: demands
    )
    bound = search.isPossible ? search.bound : nil
    plan = bound == nil ? nil : search.plan
  }

  /// The same where all that is known counts, from `soc` percent on.
  public init(of subject: HomeSchedule, over series: HouseSeries, soc: Double, demands: [Demand]) {
    let nothing = Simulation(of: Baseline.nothing.subject(like: subject), over: series, soc: soc)
    self.init(of: subject, over: series, nothing, in: CountedTime(of: [nothing]), demands: demands)
  }
}
