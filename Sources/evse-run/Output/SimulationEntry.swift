import Insights
import Runtime

/// What simulating one schedule came to.
struct SimulationEntry {
  var name: String
  var subject: HomeSchedule
  var simulation: Simulation
  /// What the counted time cost; nil where none is counted.
  var cost: Double?
  /// What the rise of the SoC in the counted time is worth, negative where it fell; nil where that is not known.
  var storedValue: Double?
  /// Nil where it was not asked for, or there is none.
  var optimum: Optimum?

  /// The cost less what is left in the car.
  var costInAll: Double? {
    guard let cost, let storedValue else { return nil }
    return cost - storedValue
  }

  /// Finds the cost, and what is left in the car, of the minutes in `time`.
  mutating func count(over series: HouseSeries, in time: CountedTime) {
    if time.minutes > 0 { cost = simulation.cost(in: time) }
    if let battery = subject.site.battery,
      let stored = StoredEnergyPrice(of: subject, over: series, in: time)
    {
      storedValue = simulation.rise(in: time) / 100 * battery.value / 1000 * stored.price.value
    }
  }
}
