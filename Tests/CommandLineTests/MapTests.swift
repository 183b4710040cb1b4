import PeerSupport
import Foundation
import Testing

@Suite("--map")
struct MapTests {
  /// A cell as a reader of the report finds it.
  private struct Cell: Decodable {
    struct Decision: Decodable, Equatable {
      var action: String
      var minimumCurrent: Int
      var maximumCurrent: Int

      init(_ action: String, _ minimum: Int, _ maximum: Int) {
        (self.action, minimumCurrent, maximumCurrent) = (action, minimum, maximum)
      }
    }

    struct Place: Decodable {
      var file: String
      var line: Int
    }

    var day: String
    var from: String
    var to: String
    var socFrom: Int?
    var socTo: Int?
    var decision: Decision
    var applied: Decision
    var rule: Place?
    var dependsOn: [String]

    private static func minute(_ text: String) -> Int {
      let parts = text.split(separator: ":").compactMap { Int($0) }
      return parts[0] * 60 + parts[1]
    }

    var minutes: Range<Int> { Cell.minute(from)..<Cell.minute(to) }
    /// The SoC values, 101 for unknown.
    var socs: ClosedRange<Int> { (socFrom ?? 101)...(socTo ?? 101) }
  }

  private struct Map: Decodable {
    var schemaVersion: Int
    var timezone: String
    var cells: [Cell]
  }

  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  private func map(_ arguments: [String], in folder: URL = ProgramRun.package) throws -> Map {
    let run = try ProgramRun(["--map", "--json"] + arguments, in: folder)
    try #require(run.exitCode == 0, "\(run.errors)")
    return try JSONDecoder().decode(Map.self, from: Data(run.output.utf8))
  }

  /// The cell of every minute of the week and SoC; nil where there is none, or more than one.
  private func spread(_ map: Map) -> [Int?] {
    var cells = [Int?](repeating: nil, count: 7 * 1440 * 102)
    var isTwice = false
    for (index, cell) in map.cells.enumerated() {
      let day = MapTests.days.firstIndex(of: cell.day) ?? 0
      for minute in cell.minutes {
        for soc in cell.socs {
          let place = (day * 1440 + minute) * 102 + soc
          isTwice = isTwice || cells[place] != nil
          cells[place] = index
        }
      }
    }
    return isTwice ? [] : cells
  }

  /// The rules of the Python program that the shipped schedule stands for, written down as it has them.
  private func original(minute: Int, soc: Int?) -> Cell.Decision {
    let hour = minute / 60
    guard let soc else { return .init("charge", 3, 3) }
    if (16..<19).contains(hour) { return soc <= 10 ? .init("V2H", -16, -3) : .init("V2G", -16, -16) }
    if soc <= 30 || (2..<5).contains(hour) { return .init("charge", 16, 16) }
    let both = Cell.Decision("S2V + V2H", -16, 16)
    let sun = Cell.Decision("S2V", 0, 16)
    if (5..<13).contains(hour) { return soc >= 72 ? both : sun }
    if (13..<16).contains(hour) {
      let enough = [13: 53, 14: 58, 15: 63][hour] ?? 0
      if soc <= enough { return .init("charge", 16, 16) }
      return soc >= 90 ? both : sun
    }
    return soc >= 50 ? both : sun
  }

  @Test("the shipped Flux schedule decides as the original does, at every minute and SoC")
  func flux() throws {
    let map = try map(["schedules/flux.evs"])
    #expect(map.schemaVersion == 1 && map.timezone == "Europe/London")
    let cells = spread(map)
    try #require(cells.count == 7 * 1440 * 102)
    var wrong = 0
    for (place, index) in cells.enumerated() {
      let (minute, soc) = (place / 102 % 1440, place % 102)
      guard let index else {
        wrong += 1
        continue
      }
      if map.cells[index].decision != original(minute: minute, soc: soc == 101 ? nil : soc) { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(map.cells.allSatisfy { $0.dependsOn.isEmpty && $0.rule?.file == "schedules/flux.evs" })
  }

  @Test("the site's SoC range shows in what is applied")
  func applied() throws {
    for cell in try map(["schedules/charge-full.evs"]).cells {
      #expect(cell.decision == .init("charge", 16, 16))
      #expect(
        cell.applied
          == (cell.socs.lowerBound >= 97 && cell.socFrom != nil ? .init("idle", 0, 0) : cell.decision))
    }
  }

  @Test("the bounds of every action are those of the charger, the clauses and the limits")
  func bounds() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + """
        schedule "x" {
            during 00:00-01:00: idle
            during 01:00-02:00: charge
            during 02:00-03:00: V2G
            during 03:00-04:00: S2V
            during 04:00-05:00: V2H
            during 05:00-06:00: V2H at least 3A
            during 06:00-07:00: S2V + V2H
            during 07:00-08:00: charge at 3A
            during 08:00-09:00: S2V 6A..10A
            during 09:00-10:00: S2V + V2H at most 10A
        }
        """)
    let map = try map([name], in: folder.url)
    let cells = spread(map)
    let decisions = try (0...10).map { hour in
      map.cells[try #require(cells[(hour * 60 + 30) * 102 + 50])].decision
    }
    #expect(
      decisions == [
        .init("idle", 0, 0), .init("charge", 16, 16), .init("V2G", -16, -16), .init("S2V", 0, 16),
        .init("V2H", -16, 0), .init("V2H", -16, -3), .init("S2V + V2H", -16, 16), .init("charge", 3, 3),
        .init("S2V", 6, 10), .init("S2V + V2H", -10, 10), .init("idle", 0, 0),
      ])
    let last = map.cells[try #require(cells[(10 * 60 + 30) * 102 + 50])]
    #expect(last.rule == nil)
  }

  @Test("what is not known is null, not left out")
  func nulls() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(homeText + "schedule \"x\" { during 00:00-01:00: charge }\n")
    let json = try ProgramRun(["--map", "--json", name], in: folder.url).json
    let cells = try #require(json["cells"] as? [[String: Any]])
    let keys = Set(["day", "from", "to", "socFrom", "socTo", "decision", "applied", "rule", "dependsOn"])
    #expect(cells.allSatisfy { Set($0.keys) == keys })
    #expect(cells.contains { $0["socFrom"] is NSNull && $0["socTo"] is NSNull })
    #expect(cells.contains { $0["rule"] is NSNull })
    #expect(cells.contains { $0["to"] as? String == "24:00" })
  }

  @Test("the week is the one that the date is in")
  func week() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(homeText + "schedule \"x\" { on 2026-12-25: charge }\n")
    for (date, isIn) in [
      ("2026-12-21", true), ("2026-12-27", true), ("2026-12-20", false), ("2026-12-28", false),
    ] {
      let charging = try map(["--on", date, name], in: folder.url).cells.filter {
        $0.decision.action == "charge"
      }
      #expect(charging.allSatisfy { $0.day == "Fri" } && charging.isEmpty == !isIn)
    }
  }

  @Test("what could change a cell is named in it")
  func dependencies() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + """
        schedule "x" {
            when unplugged: idle
            when soc < 40% and solar > 2kW: S2V
            when home > 3kW for 5min: V2H
            otherwise: charge
        }
        """)
    for cell in try map([name], in: folder.url).cells {
      let isLow = (cell.socTo ?? 100) < 40
      #expect(cell.dependsOn == ["home", "memory", "plugged in"] + (isLow ? ["solar"] : []))
      #expect(cell.decision.action == "charge")
    }
  }

  @Test("the picture has a letter for each action and merges days that are alike")
  func picture() throws {
    let run = try ProgramRun(["--map", "schedules/flux.evs"])
    #expect(run.exitCode == 0)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("Mon-Sun"))
    // 60 %: follows both until 02:00, charges until 05:00, S2V, charges from 15:00, sells from 16:00.
    #expect(lines.contains("  60% BBBBCCCCCCSSSSSSSSSSSSSSSSSSSSCCGGGGGGBBBBBBBBBB"))
    #expect(lines.contains("    ? " + String(repeating: "C", count: 48)))
    #expect(lines.contains { $0.contains("S S2V") && $0.contains("G V2G") })
  }

  @Test("days that differ have pictures of their own")
  func pictureOfDays() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + "schedule \"x\" {\n    on weekends: charge\n    on Wed: V2G\n    otherwise: idle\n}\n")
    let lines = try ProgramRun(["--map", name], in: folder.url).output.split(separator: "\n").map(String.init)
    #expect(lines.contains("Mon, Tue, Thu, Fri") && lines.contains("Wed") && lines.contains("Sat, Sun"))
  }

  @Test("shows what plans and windows by price do with the prices that are known")
  func plans() throws {
    let folder = TemporaryFolder()
    let prices = (0..<7 * 48).map { number in
      let (day, half) = (23 + number / 48, number % 48)
      return String(
        format: "2026-11-%02dT%02d:%02d:00Z,%d", day, half / 2, half % 2 * 30, half == 6 || half == 7 ? 5 : 20
      )
    }
    try folder.write("from,price\n" + prices.joined(separator: "\n") + "\n", as: "prices.csv")
    let name = try folder.write(
      """
      tariff Mine { prices from csv "prices.csv" }
      site { timezone "Europe/London"   battery 52kWh   charger simulated   meter simulated   tariff Mine }
      schedule "x" {
          during cheapest 1h of 00:00-07:00, when soc >= 80%: charge at 6A
          charge to 80% by 07:00
          otherwise: idle
      }

      """)
    let json = try ProgramRun(["--map", "--json", "--on", "2026-11-23", name], in: folder.url).json
    let cells = try #require(json["cells"] as? [[String: Any]])
    let cheap = cells.filter {
      $0["socFrom"] as? Int == 80 && $0["day"] as? String == "Tue" && $0["from"] as? String == "03:00"
    }
    #expect((cheap.first?["decision"] as? [String: Any])?["maximumCurrent"] as? Int == 6)
    let planned = try #require(json["planned"] as? [[String: Any]])
    let near = planned.filter { $0["day"] as? String == "Tue" && $0["soc"] as? Int == 0 }
    #expect(near.contains { ($0["decision"] as? [String: Any])?["maximumCurrent"] as? Int == 16 })
    #expect(planned.contains { ($0["decision"] as? [String: Any])?["action"] as? String == "idle" })
    let text = try ProgramRun(["--map", "--on", "2026-11-23", name], in: folder.url).output
    #expect(text.contains("c") && text.contains("~") && text.contains("what its plan would do"))
  }
}
