import Platform
import Glibc

/// What the command does, and how it tells of it; gives the exit code.
enum Session {
  /// Lives through the days that were asked for.
  static func live(_ options: Options) async throws -> Int32 {
    let started = MonotonicClock.now
    let campaign = Campaign(options: options, schedules: { ScheduleMaker(read: ShippedSchedules.read) })
    let total = try await campaign.run { total, report in
      if let violation = report.violation {
        print("seed \(report.seed): \(violation.instant): \(violation.text)")
        print("  \(options.command(repeating: report.seed))")
      } else if total.trials.isMultiple(of: 50) {
        print("\(total.trials) trials, no promise broken")
      }
      fflush(nil)
    }
    let seconds = (MonotonicClock.now - started) / .seconds(1)
    let faults = total.faultCounts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print("\(total.faultCounts.values.reduce(0, +)) faults: \(faults.joined(separator: ", "))")
    let days = (Double(total.seconds) / 864).rounded() / 100
    let verdict =
      total.failures.isEmpty ? "no promise broken" : "\(total.failures.count) trials broke a promise"
    print(
      "\(days) device-days in \(total.trials) trials, \(total.tickCount) ticks in \(Int(seconds)) s "
        + "(\(Int(Double(total.tickCount) / seconds)) a second): \(verdict)")
    return total.failures.isEmpty ? 0 : 1
  }

  /// Plants each bug in turn and lives until it is found, for at most the days that were asked for.
  static func findPlantedBugs(_ options: Options) async throws -> Int32 {
    var missed = 0
    for bug in PlantedBug.allCases {
      var options = options
      options.bug = bug
      let campaign = Campaign(options: options, schedules: { ScheduleMaker(read: ShippedSchedules.read) })
      let total = try await campaign.run { _, _ in }
      if let violation = total.failures.first?.violation {
        print("\(bug.rawValue): found: \(violation.text)")
      } else {
        missed += 1
        print("\(bug.rawValue): NOT FOUND in \(total.trials) trials")
      }
      fflush(nil)
    }
    print("\(PlantedBug.allCases.count - missed) of \(PlantedBug.allCases.count) planted bugs found")
    return missed == 0 ? 0 : 1
  }
}
