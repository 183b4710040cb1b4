import ScheduleLang

/// Many trials, several at a time.
struct Campaign {
  let options: Options
  let schedules: @Sendable () -> ScheduleMaker

  /// What came of all of them.
  struct Total {
    var trials = 0
    var seconds = 0
    var tickCount = 0
    var faultCounts: [String: Int] = [:]
    var failures: [Trial.Report] = []

    mutating func add(_ report: Trial.Report) {
      trials += 1
      seconds += report.seconds
      tickCount += report.tickCount
      faultCounts.merge(report.faultCounts, uniquingKeysWith: +)
      if report.violation != nil { failures.append(report) }
    }
  }

  /// Runs the trials, telling each report as it comes; stops soon after a promise is broken, unless it is to go on.
  func run(_ tell: (Total, Trial.Report) -> Void) async throws -> Total {
    var total = Total()
    let count = max(1, Int((options.days / options.trialDays).rounded(.up)))
    try await withThrowingTaskGroup(of: Trial.Report.self) { group in
      var next = 0
      func start() {
        guard next < count, options.goesOn || total.failures.isEmpty else { return }
        let seed = options.seed &+ UInt64(next)
        next += 1
        group.addTask { [options, schedules] in
          let trial = try Trial(
            seed: seed, days: options.trialDays, bug: options.bug, schedules: schedules())
          return try trial.run(traces: options.traces)
        }
      }
      for _ in 0..<options.workers { start() }
      while let report = try await group.next() {
        total.add(report)
        tell(total, report)
        start()
      }
    }
    return total
  }
}
