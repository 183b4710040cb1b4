import Foundation
import PeerSupport
import Testing

@Suite("The targets of --simulate")
struct SimulatedTargetTests {
  /// A sale above a deadline gives up in the evening what was charged at night.
  private static let schedule = """
    site "home" {
        timezone "UTC"
        battery 52kWh
        charger simulated { current 3A..16A   soc 5%..97% }
        meter simulated
        tariff T
    }
    tariff T {
        timezone "UTC"
        night 00:00-12:00 import 5p export 5p
        day   12:00-24:00 import 30p export 30p
    }
    schedule "sold" {
        during 18:00-20:00, when soc > 40%: V2G
        charge to 60% by 20:00
        otherwise: idle
    }
    """

  private func run(_ options: [String], schedule: String = schedule, hours: Int = 24) throws -> ProgramRun {
    let folder = TemporaryFolder()
    try folder.write(schedule)
    let start = try Date("2026-06-01T00:00:00Z", strategy: .iso8601)
    let lines = (0..<hours).map {
      "\(start.addingTimeInterval(Double($0) * 3600).formatted(.iso8601)),1000"
    }
    try folder.write("time,home_w\n" + lines.joined(separator: "\n") + "\n", as: "data.csv")
    let run = try ProgramRun(
      ["--simulate", "test.evs", "--data", "data.csv", "--soc", "50%"] + options, in: folder.url)
    try #require(run.exitCode == 0, "\(run.errors)")
    return run
  }

  @Test("count by the SoC at the deadline, and what was reached and given up again is said")
  func givenUp() throws {
    let text = try run([]).output
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    func number(_ name: String) -> String? {
      let words = name.split(separator: " ").map(String.init)
      return rows.first { $0.starts(with: words) }?.dropFirst(words.count).first
    }
    #expect(number("targets met") == "0" && number("targets missed") == "1")
    #expect(number("of these given up again") == "1")
    #expect(
      text.contains("The target 60% by Mon 2026-06-01 20:00 of test.evs:15 is reached and given up again: "),
      "\(text)")
    let entry = try #require((try run(["--json"]).json["schedules"] as? [[String: Any]])?.first)
    #expect(entry["targetsMet"] as? Int == 0 && entry["targetsMissed"] as? Int == 1)
    let missed = try #require((entry["missedTargets"] as? [[String: Any]])?.first)
    #expect(missed["wasReached"] as? Bool == true && missed["deadline"] as? String == "2026-06-01T20:00:00Z")
    #expect(try #require(missed["soc"] as? Double) < 50)
  }

  @Test("are told one by one up to five, and all of them in JSON")
  func many() throws {
    let text = try run([], hours: 7 * 24).output
    #expect(text.split(separator: "\n").count { $0.hasPrefix("The target 60% by ") } == 5)
    #expect(text.contains("\n2 more of sold are missed; --json lists all.\n"))
    let entry = try #require(
      (try run(["--json"], hours: 7 * 24).json["schedules"] as? [[String: Any]])?.first)
    #expect((entry["missedTargets"] as? [[String: Any]])?.count == 7)
  }
}
