import PeerSupport
import Foundation
import Testing

@Suite("--dry-run")
struct DryRunTests {
  private struct Step: Decodable {
    var start: Date
    var end: Date
    var socStart: Double?
    var socEnd: Double?
    var importedEnergy: Double
    var exportedEnergy: Double
    var cost: Double?
  }

  private struct Plan: Decodable {
    struct Total: Decodable {
      var importedEnergy: Double
      var exportedEnergy: Double
      var cost: Double?
    }

    var schemaVersion: Int
    var timezone: String
    var steps: [Step]
    var total: Total
  }

  private func plan(_ arguments: [String], in folder: URL = ProgramRun.package) throws -> Plan {
    let run = try ProgramRun(["--dry-run", "--json"] + arguments, in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(Plan.self, from: Data(run.output.utf8))
  }

  private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  @Test("a day is covered without gaps, and the steps sum up to the total")
  func day() throws {
    let plan = try plan(["--from", "2026-11-23T00:00:00Z", "--soc", "60", "schedules/flux.evs"])
    #expect(plan.schemaVersion == 1 && plan.timezone == "Europe/London")
    #expect(try plan.steps.first?.start == date("2026-11-23T00:00:00Z"))
    #expect(try plan.steps.last?.end == date("2026-11-24T00:00:00Z"))
    #expect(
      zip(plan.steps, plan.steps.dropFirst()).allSatisfy { $0.end == $1.start && $0.socEnd == $1.socStart })
    #expect(plan.steps[0].socStart == 60)
    #expect(plan.steps.allSatisfy { (0...100).contains($0.socEnd ?? -1) })
    let sum = plan.steps.reduce(into: (imported: 0.0, exported: 0.0, cost: 0.0)) {
      $0.imported += $1.importedEnergy
      $0.exported += $1.exportedEnergy
      $0.cost += $1.cost ?? .nan
    }
    #expect(abs(sum.imported - plan.total.importedEnergy) < 0.02)
    #expect(abs(sum.exported - plan.total.exportedEnergy) < 0.02)
    #expect(abs(sum.cost - (plan.total.cost ?? .nan)) < 0.02)
  }

  @Test("the peak sells, the night buys, at the tariff's prices")
  func prices() throws {
    let plan = try plan(["--from", "2026-11-23T00:00:00Z", "--soc", "60", "schedules/flux.evs"])
    let peak = try #require(try plan.steps.first { try $0.start == date("2026-11-23T16:00:00Z") })
    #expect(peak.importedEnergy == 0 && peak.exportedEnergy > 5)
    #expect(abs((peak.cost ?? 0) + peak.exportedEnergy * 26.42) < 0.1)
    let night = try #require(try plan.steps.first { try $0.start == date("2026-11-23T02:00:00Z") })
    #expect(try night.end == date("2026-11-23T05:00:00Z"))
    #expect(abs((night.cost ?? 0) - night.importedEnergy * 14.91) < 0.1)
    #expect((night.socEnd ?? 0) > (night.socStart ?? 100))
  }

  @Test("it starts now unless it is told when, and goes on for the days that are asked for")
  func span() throws {
    let before = Date()
    let now = try plan(["schedules/flux.evs"])
    let start = try #require(now.steps.first?.start)
    #expect(start.timeIntervalSince(before) > -2 && start.timeIntervalSinceNow < 1)
    #expect(now.steps.last?.end == start.addingTimeInterval(86_400))
    // Clocks go back in that night: three days are 72 hours all the same.
    let days = try plan(["--from", "2026-10-24T12:00", "--days", "3", "schedules/flux.evs"])
    #expect(try days.steps.first?.start == date("2026-10-24T11:00:00Z"))
    #expect(try days.steps.last?.end == date("2026-10-27T11:00:00Z"))
  }

  @Test("without a battery the SoC is null, without prices the cost is")
  func nulls() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      """
      site { timezone "Europe/London"   charger simulated }
      schedule "x" { otherwise: charge }
      """)
    let json = try ProgramRun(["--dry-run", "--json", name], in: folder.url).json
    let step = try #require((json["steps"] as? [[String: Any]])?.first)
    #expect(step["socStart"] is NSNull && step["socEnd"] is NSNull && step["cost"] is NSNull)
    #expect((json["total"] as? [String: Any])?["cost"] is NSNull)
    #expect(step["importedEnergy"] is Double)
  }

  @Test("the table has a line for each change of action and one for the sum")
  func table() throws {
    let run = try ProgramRun(["--dry-run", "--from", "2026-11-23T00:00", "--soc", "60", "schedules/flux.evs"])
    #expect(run.exitCode == 0)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("from"))
    #expect(
      lines.contains {
        $0.hasPrefix("Mon 2026-11-23 16:00  V2G ") && $0.contains("schedules/flux.evs:18")
      })
    #expect(lines.contains { $0.hasPrefix("Tue 2026-11-24 00:00  in all") })
  }

  @Test("the home is what the site's own records say is usual, else what its settings say, else invented")
  func sources() throws {
    let folder = TemporaryFolder()
    let site = """
      site { timezone "Europe/London"   battery 52kWh   charger simulated   record csv to "log"
          meter simulated SETTINGS }
      schedule "x" { otherwise: idle }
      """
    let arguments = ["--dry-run", "--json", "--from", "2026-11-23T00:00Z", "test.evs"]
    func imported(_ settings: String) throws -> (house: String, energy: Double) {
      try folder.write(site.replacing("SETTINGS", with: settings))
      let json = try ProgramRun(arguments, in: folder.url).json
      let total = try #require(json["total"] as? [String: Any])
      return (try #require(json["house"] as? String), try #require(total["importedEnergy"] as? Double))
    }
    #expect(try imported("").house == "an invented home")
    let small = try imported("{ usual load 200W   solar peak 0W }")
    let large = try imported("{ usual load 400W   solar peak 0W }")
    #expect(small.house == "an invented home of the meter's settings")
    #expect(abs(large.energy - 2 * small.energy) < 0.02)
    // A winter's weekday takes somewhat more than the mean of the year, or less.
    #expect((2.4...9.6).contains(small.energy))

    // A week of a house that takes 1 kW on Mondays and 300 W else.
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("log"), withIntermediateDirectories: true)
    for day in 2...8 {
      let lines = (0..<1440).map { minute in
        let time = String(format: "2026-11-%02dT%02d:%02d:00.000Z", day, minute / 60, minute % 60)
        return "\(time),\(day == 2 ? 1000 : 300),0,\(day == 2 ? 1000 : 300),0,0,,idle\n"
      }
      try folder.write(
        "time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision\n" + lines.joined(),
        as: String(format: "log/evse-2026-11-%02d.csv", day))
    }
    let recorded = try imported("{ usual load 200W }")
    #expect(recorded.house == "what is usual in the records in log")
    #expect(abs(recorded.energy - 24) < 0.01)
  }

  @Test("a target that cannot be met is said to be missed, by how much and from when on")
  func shortfall() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + "schedule \"late\" {\n    charge to 90% by 07:00\n    otherwise: idle\n}\n")
    let run = try ProgramRun(
      ["--dry-run", "--from", "2026-11-23T06:00", "--soc", "60", name], in: folder.url)
    #expect(run.output.contains("From Mon 2026-11-23 06:00 the target needs "))
    #expect(run.output.contains(" by 07:00 and has 1h: it will be 23."))
  }

  @Test("a row is of one decision by one rule")
  func rules() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText
        + "schedule \"x\" {\n    during 01:00-02:00: charge at 6A\n    during 02:00-03:00: charge at 6A\n    otherwise: idle\n}\n"
    )
    let json = try ProgramRun(
      ["--dry-run", "--json", "--from", "2026-11-23T00:00Z", "--soc", "30", name], in: folder.url
    )
    .json
    let steps = try #require(json["steps"] as? [[String: Any]])
    let lines = steps.map { ($0["rule"] as? [String: Any])?["line"] as? Int }
    #expect(steps.count == 4 && Set(lines).count == 3, "\(lines)")
  }

  @Test("rules that quarrel about the direction are held to four changes an hour, and the report says so")
  func heldDirection() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + "schedule \"quarrel\" {\n    when soc > 50%: V2G\n    otherwise: charge\n}\n")
    let arguments = ["--from", "2026-11-23T10:00", "--soc", "50", name]
    let json = try ProgramRun(["--dry-run", "--json"] + arguments, in: folder.url).json
    let steps = try #require(json["steps"] as? [[String: Any]])
    let held = steps.compactMap { $0["directionHeld"] as? [String: Any] }
    #expect(held.contains { $0["action"] as? String == "idle" } && steps[0]["directionHeld"] is NSNull)
    let start = try date("2026-11-23T11:00:00Z")
    let firstHour = try steps.filter { try date($0["start"] as? String ?? "") < start }
    #expect(firstHour.filter { $0["directionHeld"] is NSNull }.count <= 6, "five ways and a rest")
    let text = try ProgramRun(["--dry-run"] + arguments, in: folder.url).output
    #expect(text.contains(" [the direction has changed too often: idle]"), "\(text)")
  }

  @Test("every target that is missed is told, as text and as JSON, whichever rule decides meanwhile")
  func missedTargets() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + """
        schedule "late" {
            during 20:00-06:00: idle
            charge to 90% by 07:00
            during 12:00-14:00: V2G to 20% by 14:00
            otherwise: idle
        }

        """)
    let arguments = ["--from", "2026-11-23T20:00", "--soc", "60", name]
    let json = try ProgramRun(["--dry-run", "--json"] + arguments, in: folder.url).json
    let missed = try #require(json["missedTargets"] as? [[String: Any]])
    #expect(missed.map { $0["target"] as? Double } == [90, 20])
    #expect(missed[0]["deadline"] as? String == "2026-11-24T07:00:00Z")
    #expect(try #require(missed[0]["shortfall"] as? Double) > 10)
    #expect(missed[0]["planned"] as? Bool == false && missed[0]["wasReached"] as? Bool == false)
    let text = try ProgramRun(["--dry-run"] + arguments, in: folder.url).output
    #expect(text.contains("The target 90% by Tue 2026-11-24 07:00 of test.evs:"))
    #expect(text.contains("The target 20% by Tue 2026-11-24 14:00 of test.evs:"))
  }

  @Test("what is met is no miss, and what other rules undo is one")
  func undoneTargets() throws {
    let folder = TemporaryFolder()
    func missed(_ rules: String) throws -> [[String: Any]] {
      let name = try folder.write(homeText + "schedule \"x\" {\n\(rules)\n}\n")
      let json = try ProgramRun(
        ["--dry-run", "--json", "--from", "2026-11-23T20:00", "--soc", "60", name], in: folder.url
      ).json
      return try #require(json["missedTargets"] as? [[String: Any]])
    }
    #expect(try missed("charge to 80% by 07:00\notherwise: idle").isEmpty)
    let undone = try missed(
      "during 04:00-07:00, when soc >= 79%: V2G\nduring 20:00-04:00: charge to 80% by 07:00\nwhen soc > 40%: V2G\notherwise: idle"
    )
    #expect(undone.first?["target"] as? Double == 80)
  }

  @Test("with an unknown SoC the charger tells it once power has flowed")
  func unknownSoC() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + "schedule \"x\" {\n    when soc unknown: charge at 3A\n    otherwise: V2H\n}\n")
    let run = try ProgramRun(
      ["--dry-run", "--from", "2026-11-23T00:00", "--soc", "unknown", name], in: folder.url)
    #expect(run.output.contains("? ->") && run.output.contains("charge at 3A"))
    #expect(run.output.contains("unknown until power has flowed"))
    let json = try ProgramRun(
      ["--dry-run", "--json", "--from", "2026-11-23T00:00", "--soc", "unknown", name], in: folder.url
    ).json
    let steps = try #require(json["steps"] as? [[String: Any]])
    #expect(steps[0]["socStart"] is NSNull && steps[1]["socStart"] is Double)
    let idle = try folder.write(homeText + "schedule \"x\" {\n    otherwise: idle\n}\n", as: "idle.evs")
    #expect(
      try ProgramRun(["--dry-run", "--soc", "unknown", idle], in: folder.url).output.contains("? ->   ?"))
  }

  @Test("says how sure its prices are, and until when")
  func certainty() throws {
    let folder = TemporaryFolder()
    try folder.write("from,price\n2026-11-23T00:00:00Z,12\n2026-11-23T12:00:00Z,14\n", as: "prices.csv")
    let name = try folder.write(
      """
      tariff Mine { prices from csv "prices.csv" }
      site { timezone "Europe/London"   battery 52kWh   charger simulated   meter simulated   import tariff Mine }
      schedule "x" { otherwise: idle }
      """)
    let json = try ProgramRun(["--dry-run", "--json", "--from", "2026-11-23T06:00Z", name], in: folder.url)
      .json
    let prices = try #require(json["prices"] as? [String: [[String: Any]]])
    #expect(prices["import"]?.first?["kind"] as? String == "published")
    #expect(prices["import"]?.first?["end"] as? String == "2026-11-24T00:00:00Z")
    #expect(prices["import"]?.count == 2 && prices["export"]?.map { $0["kind"] as? String } == ["unknown"])
    let text = try ProgramRun(["--dry-run", "--from", "2026-11-23T06:00Z", name], in: folder.url).output
    #expect(text.contains("Import prices are published until Tue 2026-11-24 00:00"))
  }

  @Test("without a meter what follows the house does nothing, as it does live")
  func noMeter() throws {
    let folder = TemporaryFolder()
    for (action, flows) in [
      ("S2V + V2H", false), ("S2V", false), ("V2H at least 3A", true), ("charge", true),
    ] {
      let name = try folder.write(
        """
        site { timezone "Europe/London"   battery 52kWh   charger simulated }
        schedule "x" {
            otherwise: \(action)
        }

        """)
      let json = try ProgramRun(
        ["--dry-run", "--json", "--from", "2026-06-23T00:00Z", "--soc", "50", name], in: folder.url
      )
      .json
      let steps = try #require(json["steps"] as? [[String: Any]])
      #expect((steps.last?["socEnd"] as? Double != 50) == flows, "\(action)")
      let text = try ProgramRun(["--dry-run", name], in: folder.url).output
      #expect(text.contains("The site has no meter"))
    }
  }
}
