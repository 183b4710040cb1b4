import Foundation
import PeerSupport
import Testing

@Suite("--simulate")
struct SimulateTests {
  private static let schedule = """
    site "home" {
        timezone "Europe/London"
        battery 40kWh
        charger simulated { current 3A..16A   soc 5%..97% }
        meter simulated
        tariff T
    }
    tariff T {
        timezone "Europe/London"
        night 00:30-05:30 import 10p export 5p
        peak  16:00-19:00 import 40p export 30p
        day   otherwise   import 25p export 15p
    }
    schedule "computed" {
        during T night: charge to 80%
        during T peak, when soc > 40%: V2G
        when soc >= 30%: S2V + V2H
        otherwise: S2V
    }
    """

  /// Minutes from `start` on of a house whose numbers come from nothing but the minute.
  private func readings(_ minutes: Range<Int>, from start: String) throws -> String {
    let start = try Date(start, strategy: .iso8601)
    var text = "time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision\n"
    for minute in minutes {
      let hour = Double(minute % 1440) / 60
      let solar = Int(max(0, 2400 * sin((hour - 6) / 12 * .pi)).rounded())
      let home = 250 + minute * 37 % 1700
      let time = start.addingTimeInterval(Double(minute) * 60).formatted(.iso8601)
      text += "\(time),\(home - solar),\(solar),\(home),0,0,,idle\n"
    }
    return text
  }

  private func report(_ arguments: [String], in folder: TemporaryFolder) throws -> [String: Any] {
    let run = try ProgramRun(["--simulate", "--json"] + arguments, in: folder.url)
    try #require(run.exitCode == 0, "\(run.errors)")
    return try #require((run.json["schedules"] as? [[String: Any]])?.first)
  }

  @Test(
    "energy, cost and SoC are what Python computes, also across changes of clocks",
    .enabled(if: PeerPython.isWanted(with: "zoneinfo"), "needs Python"),
    arguments: ["2026-03-28T06:00:00Z", "2026-10-24T06:00:00Z", "2026-07-01T00:00:00Z"], [35, 75])
  func computed(start: String, soc: Int) throws {
    let folder = TemporaryFolder()
    try folder.write(Self.schedule)
    try folder.write(try readings(0..<3 * 1440, from: start), as: "data.csv")
    let entry = try report(["test.evs", "--data", "data.csv", "--soc", "\(soc)"], in: folder)
    let script = ProgramRun.package.appendingPathComponent("Tests/Peers/simulation.py").path
    let output = try PeerPython.run(
      "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0])",
      [script, folder.url.appendingPathComponent("data.csv").path, "\(soc)"])
    let expected = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .compactMap { Double($0) }
    let names = ["importedEnergy", "exportedEnergy", "chargedEnergy", "dischargedEnergy", "cost", "socEnd"]
    try #require(expected.count == names.count)
    for (name, value) in zip(names, expected) {
      #expect(abs((entry[name] as? Double ?? .nan) - value) < 0.01, "\(name)")
    }
  }

  @Test("a folder of daily records is read as one, in any order, and its torn last line is left out")
  func folder() throws {
    let folder = TemporaryFolder()
    try folder.write(Self.schedule)
    let log = folder.url.appendingPathComponent("log")
    try FileManager.default.createDirectory(at: log, withIntermediateDirectories: true)
    let day = "2026-07-01T00:00:00Z"
    try folder.write(try readings(0..<2880, from: day), as: "all.csv")
    try folder.write(try readings(1440..<2880, from: day) + "2026-07-03T00:0", as: "log/evse-2026-07-02.csv")
    try folder.write(try readings(0..<1440, from: day), as: "log/evse-2026-07-01.csv")
    try folder.write("nothing of the kind", as: "log/notes.txt")
    let one = try report(["test.evs", "--data", "all.csv"], in: folder)
    let other = try report(["test.evs", "--data", "log"], in: folder)
    #expect(one as NSDictionary == other as NSDictionary)
    #expect((one["minutes"] as? [String: Int])?.values.reduce(0, +) == 2880)
  }

  @Test("a comparison has a column for each file, and its picture a bar, a number and a legend")
  func comparison() throws {
    let folder = TemporaryFolder()
    try folder.write(Self.schedule)
    try folder.write(Self.schedule.replacing("computed", with: "a <b> & c"), as: "other.evs")
    try folder.write(try readings(0..<1440, from: "2026-07-01T00:00:00Z"), as: "data.csv")
    let run = try ProgramRun(
      [
        "--simulate", "--compare", "test.evs", "other.evs", "--data", "data.csv", "--optimum", "--svg",
        "picture.svg",
      ], in: folder.url)
    #expect(run.exitCode == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(
      lines[0].split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) } == [
        "computed", "a <b> & c",
      ])
    let costs = try #require(lines.first { $0.hasPrefix("cost") }).split(separator: " ").dropFirst()
    #expect(costs.count == 2 && Set(costs).count == 1)
    #expect(run.output.contains("computed cost \(costs[1]), the best possible was "))
    let svg = try String(contentsOf: folder.url.appendingPathComponent("picture.svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains(">a &lt;b&gt; &amp; c</text>") && svg.contains(">\(costs[1])</text>"))
    #expect(svg.contains(">S2V + V2H</text>") && svg.contains("best that was possible"))
  }

  @Test("a best possible without a plan beside it is told to be only a bound")
  func boundAlone() throws {
    let folder = TemporaryFolder()
    // A car that is charged up to the end of its range: whole amperes end a little below it.
    try folder.write(
      Self.schedule.split(separator: "\n").prefix { !$0.hasPrefix("schedule") }.joined(separator: "\n")
        + "\nschedule \"full\" { otherwise: charge }\n")
    try folder.write(try readings(0..<1440, from: "2026-07-01T00:00:00Z"), as: "data.csv")
    let arguments = ["--simulate", "test.evs", "--data", "data.csv", "--optimum"]
    let text = try ProgramRun(arguments, in: folder.url).output
    let entry = try report(Array(arguments.dropFirst()), in: folder)
    try #require(entry["bestPossible"] is Double && entry["bestPlan"] is NSNull)
    #expect(
      text.contains(" or more: that is only a bound, and how far it may be off is not known"), "\(text)")
  }

  @Test("says what its costs are not of, in the text and in JSON")
  func leftOut() throws {
    let folder = TemporaryFolder()
    try folder.write(
      Self.schedule.replacing("tariff T\n", with: "import tariff P\n        export tariff T\n")
        + "tariff P { prices from csv \"prices.csv\" }\n")
    var prices = "from,price\n"
    for hour in 0..<24 where hour != 20 { prices += "2026-07-01T\(hour < 10 ? "0" : "")\(hour):00:00Z,20\n" }
    try folder.write(prices, as: "prices.csv")
    // The inverter is silent before six; every other reading is there.
    let lines = try readings(0..<1440, from: "2026-07-01T00:00:00Z").split(separator: "\n")
    let data = lines.enumerated().map { number, line in
      guard (1...360).contains(number) else { return String(line) }
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(fields[0]),,,\(fields[3]),0,0,,idle"
    }
    try folder.write(data.joined(separator: "\n") + "\n", as: "data.csv")
    let run = try ProgramRun(["--simulate", "test.evs", "--data", "data.csv"], in: folder.url)
    #expect(run.exitCode == 0, "\(run.errors)")
    let text =
      "those of 17.0 of 24.0 hours (70.8%), the same for each: 6.0 are left out for want of the house's power, 1.0"
    #expect(run.output.contains(text), "\(run.output)")
    #expect(run.output.contains("In 6.0 hours nothing but the sun is unknown"))
    let json = try ProgramRun(["--simulate", "--json", "test.evs", "--data", "data.csv"], in: folder.url).json
    #expect(json["minutes"] as? Int == 1440 && json["minutesCounted"] as? Int == 1020)
    #expect(json["minutesWithoutPower"] as? Int == 360 && json["minutesWithoutPrice"] as? Int == 60)
    let nothing = try #require((json["schedules"] as? [[String: Any]])?[1])
    #expect(nothing["name"] as? String == "doing nothing")
    #expect(
      nothing["storedValue"] as? Double == 0 && nothing["costInAll"] as? Double == nothing["cost"] as? Double)
    // From the file, without the six hours and the one: imports at 20, exports at the tariff's price.
    let expected = lines.dropFirst(361).enumerated().reduce(0.0) { sum, item in
      let minute = 360 + item.offset
      guard !(1200..<1260).contains(minute), let grid = Double(item.element.split(separator: ",")[1]) else {
        return sum
      }
      let local = minute + 60
      let paid = (30..<330).contains(local) ? 5.0 : (960..<1140).contains(local) ? 30 : 15
      return sum + grid / 60_000 * (grid > 0 ? 20 : paid)
    }
    #expect(abs((nothing["cost"] as? Double ?? .nan) - expected) < 0.01)
  }

  @Test("writes each minute, takes the car out of the house, and reads load and sun from files of their own")
  func steps() throws {
    let folder = TemporaryFolder()
    try folder.write(Self.schedule)
    let lines = try readings(0..<1440, from: "2026-07-01T00:00:00Z").split(separator: "\n").dropFirst()
    let fields = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    try folder.write(
      "time,load_w\n" + fields.map { "\($0[0].dropLast()),\($0[3])\n" }.joined(), as: "load.csv")
    try folder.write("time,pv_w\n" + fields.map { "\($0[0].dropLast()),\($0[2])\n" }.joined(), as: "sun.csv")
    let arguments = [
      "--simulate", "test.evs", "--data", "load.csv", "--data", "sun.csv", "--zone", "UTC", "--away",
      "09:00-17:00 on weekdays, 20% a trip", "--steps", "steps.csv",
    ]
    let run = try ProgramRun(arguments, in: folder.url)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("The car is away 1 times"))
    let steps = try String(contentsOf: folder.url.appendingPathComponent("steps.csv"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(steps.count == 1441 && steps.allSatisfy { $0.count == 14 })
    #expect(steps[1][0] == "2026-07-01T00:00:00Z" && steps[1][1] == "charge" && steps[1][2] == "16")
    #expect(steps.dropFirst().filter { $0[1] == "away" }.count == 8 * 60)
    // Within a day of following both ways the direction is held at times.
    #expect(steps[0][13] == "direction_held" && steps.contains { $0[1] == "S2V + V2H" && $0[13] == "S2V" })
    let cost = steps.dropFirst().reduce(0.0) { $0 + (Double($1[12]) ?? .nan) }
    let entry = try #require(
      (try ProgramRun(["--json"] + arguments, in: folder.url).json["schedules"] as? [[String: Any]])?.first)
    #expect(abs(cost - (entry["cost"] as? Double ?? .nan)) < 0.01)
    #expect(entry["trips"] as? Int == 1)
    let wrong = try ProgramRun(
      ["--simulate", "test.evs", "--data", "load.csv", "--zone", "UTC", "--away", "lunch"], in: folder.url)
    #expect(wrong.exitCode == 2 && wrong.errors.contains("does not say when"))
  }

  @Test(
    "readings that cannot be used are refused with their place",
    arguments: [
      ("", "data.csv: it has no readings"),
      ("time,grid_w\n2026-01-01T00:00:00Z,x\n", "data.csv:2: “x” is not a power in W"),
      ("a,b\n", "data.csv:1: a header is expected"),
    ])
  func refused(text: String, message: String) throws {
    let folder = TemporaryFolder()
    try folder.write(Self.schedule)
    try folder.write(text, as: "data.csv")
    let run = try ProgramRun(["--simulate", "test.evs", "--data", "data.csv"], in: folder.url)
    #expect(run.exitCode == 1 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(try ProgramRun(["--simulate", "test.evs", "--data", "none.csv"], in: folder.url).exitCode == 2)
  }
}
