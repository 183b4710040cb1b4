import Insights
import Runtime

/// Schedules that are simulated over the same readings, and set against each other.
struct SimulatedSchedules {
  let series: HouseSeries
  let entries: [SimulationEntry]
  /// The minutes that the costs are those of.
  let time: CountedTime

  /// Simulates `subjects` from `soc` percent on.
  ///
  /// - Parameters:
  ///   - optimum: of which of them the best possible is found as well.
  ///   - each: is told every minute of the first.
  init(
    _ subjects: [(name: String, subject: HomeSchedule)], over series: HouseSeries, soc: Double,
    absence: Absence = Absence(), optimum: Range<Int> = 0..<0, each: ((Simulation.Minute) -> Void)? = nil
  ) {
    var entries = subjects.enumerated().map { index, entry in
      SimulationEntry(
        name: entry.name, subject: entry.subject,
        simulation: Simulation(
          of: entry.subject, over: series, soc: soc, absence: absence, each: index == 0 ? each : nil))
    }
    let time = CountedTime(of: entries.map(\.simulation))
    // Those without an optimum first: what they know of each minute is not needed while the others are searched.
    for index in entries.indices.sorted(by: { !optimum.contains($0) && optimum.contains($1) }) {
      entries[index].conclude(in: time, over: series, searchesOptimum: optimum.contains(index))
    }
    (self.series, self.entries, self.time) = (series, entries, time)
  }

  /// A schedule, and what it is set against.
  static func subjects(
    _ subject: HomeSchedule, and baselines: [Baseline] = Baseline.allCases
  ) -> [(name: String, subject: HomeSchedule)] {
    [(subject.schedule.name, subject)] + baselines.map { ($0.name, $0.subject(like: subject)) }
  }
}

extension SimulationEntry {
  /// Adds up what the counted `time` cost, and finds the best possible where that is wanted; then lets go of the minutes.
  fileprivate mutating func conclude(in time: CountedTime, over series: HouseSeries, searchesOptimum: Bool) {
    count(over: series, in: time)
    if searchesOptimum { optimum = best(over: series, in: time) }
    simulation.forgetMinutes()
  }

  /// The least possible cost that ends as full as the schedule did and meets the targets that it met, as well as it did.
  private func best(over series: HouseSeries, in time: CountedTime) -> Optimum {
    var demands = simulation.targets.filter(\.isMet).map { due in
      due.rises
        ? Optimum.Demand(instant: due.deadline, least: min(due.target, due.soc))
        : Optimum.Demand(instant: due.deadline, greatest: max(due.target, due.soc) + 1)
    }
    demands.append(Optimum.Demand(instant: series.end, least: simulation.socEnd.value))
    return Optimum(of: subject, over: series, simulation, in: time, demands: demands)
  }
}
