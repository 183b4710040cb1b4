import Runtime
import ScheduleLang

/// When the car of a simulation is away, and what it takes of the battery each time.
public struct Absence: Sendable {
  /// What a trip takes.
  public var trip = Percent(0)
  /// A schedule that charges while the car is away, and the clocks that it reads; nil where it is never.
  private var times: (schedule: Schedule, clocks: ClockSet)?

  /// Never away, but where the readings say so.
  public init(trip: Percent = Percent(0)) { self.trip = trip }

  /// Away whenever `schedule` decides anything but `idle`.
  public init(schedule: Schedule, clocks: ClockSet, trip: Percent) {
    times = (schedule, clocks)
    self.trip = trip
  }

  /// Whether the car is away in each minute of `series`; empty where it never is.
  func minutes(of series: HouseSeries) -> [Bool] {
    var memory = Memory()
    let away = (0..<series.count).map { index in
      if let pluggedIn = series[index].pluggedIn { return !pluggedIn }
      guard let times else { return false }
      let moment = times.clocks.moment(at: series.start.adding(seconds: index * 60))
      return decide(times.schedule, at: moment, readings: Readings(), memory: &memory).decision != .idle
    }
    return away.contains(true) ? away : []
  }
}
