import Testing

@testable import simulate_faults

/// A little of what the command `simulate-faults` does for days.
@Suite("Simulation")
struct SimulationTests {
  static func report(seed: UInt64, days: Double, bug: PlantedBug? = nil) throws -> Trial.Report {
    let schedules = ScheduleMaker(read: ShippedSchedules.read)
    return try Trial(seed: seed, days: days, bug: bug, schedules: schedules).run()
  }

  @Test("keeps every promise", arguments: UInt64(1)...3)
  func keepsEveryPromise(seed: UInt64) throws {
    let report = try Self.report(seed: seed, days: 0.1)
    #expect(report.violation == nil, "\(String(describing: report.violation)): seed \(seed)")
    #expect(report.tickCount > 1000)
  }

  @Test("is the same for the same seed")
  func isTheSameForTheSameSeed() throws {
    let first = try Self.report(seed: 1, days: 0.05)
    let again = try Self.report(seed: 1, days: 0.05)
    let other = try Self.report(seed: 2, days: 0.05)
    #expect(first.fingerprint == again.fingerprint)
    #expect(first.faultCounts == again.faultCounts)
    #expect(first.fingerprint != other.fingerprint)
  }

  /// The bugs that show within half an hour in one of a few homes; `simulate-faults --planted` takes the time for all of them.
  @Test(
    "finds planted bugs",
    arguments: [
      PlantedBug.failsafeNotArmed, .controlHandedBack, .stopLost, .guardTimeIgnored, .currentDoubled,
      .slowRecovery,
      .deadlineTooLate,
    ])
  func findsPlantedBugs(bug: PlantedBug) throws {
    let isFound = try (UInt64(1)...6).contains {
      try Self.report(seed: $0, days: 0.02, bug: bug).violation != nil
    }
    #expect(isFound)
  }
}
