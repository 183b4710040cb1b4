import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@testable import Insights

@Suite("The past")
struct PastTests {
  private let start = Instant(seconds: 1_795_305_600)  // 2026-11-22T00:00:00Z
  private static let header = "time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision,rule\n"

  private func subject() throws -> HomeSchedule {
    try CompiledText.schedule(
      "otherwise: charge", site: "tariff T",
      after:
        "tariff T {\n night 00:00-06:00  import 10p  export 5p\n day otherwise  import 30p  export 15p\n}"
    ).subject
  }

  /// A line of a record, `minute` minutes after midnight.
  private func line(_ minute: Int, _ rest: String, second: Int = 0) -> String {
    "\(start.adding(seconds: minute * 60 + second).description.dropLast()).000Z,\(rest)\n"
  }

  private func day(_ text: String, inPiecesOf size: Int = .max) throws -> RecordedDay {
    var reader = RecordedDayReader()
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      reader.add(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    return try #require(reader.day)
  }

  private func range(hours: Int = 24) -> Range<Instant> { start..<start.adding(seconds: hours * 3600) }

  private func past(_ days: [RecordedDay], step: Int = 60, hours: Int = 24) throws -> Past {
    Past(of: try subject(), days, in: range(hours: hours), step: step)
  }

  private func near(_ one: Double?, _ other: Double) -> Bool { one.map { abs($0 - other) < 1e-3 } ?? false }

  @Test("energy and cost are those of the minutes, with the charger and without it")
  func totals() throws {
    // An hour at 10p of 3000 W charging beside 600 W of the house, then one in which the sun sells 1000 W at 5p.
    let text =
      Self.header
      + (0..<60).map { line($0, "3600,0,600,3000,13,50,charge,a.evs:1") }.joined()
      + (60..<120).map { line($0, "-1000,1600,600,0,0,56,idle,a.evs:2") }.joined()
    let past = try past([day(text)])
    #expect(near(past.total.cost, 36 - 5) && near(past.total.costWithout, 6 - 5))
    #expect(near(past.total.imported.value, 3600) && near(past.total.exported.value, 1000))
    #expect(near(past.total.charged.value, 3000) && near(past.total.solar.value, 1600))
    #expect(past.total.minutes == 120 && past.total.minutesCounted == 120)
    #expect(past.total.socStart == 50 && past.total.socEnd == 56)
    // 6 % of 52 kWh at 10p, what is lost on the way in included.
    let stored = try #require(past.total.storedValue)
    #expect((31.2...37).contains(stored))
    #expect(near(past.total.saved, 1 - 31 + stored))
    #expect(past.rules.map(\.rule) == ["a.evs:1", "a.evs:2"])
    #expect(near(past.rules[0].cost, 30) && near(past.rules[1].cost, 0))
    #expect(past.rules[0].minutes[Int(ActionKind.charge.rawValue)] == 60)
    #expect(past.points.count == 2)
    #expect(
      past.points[0].action == .charge && past.points[0].soc == 50 && past.points[0].grid == Watts(3600))
    #expect(past.points[1].instant == start.adding(seconds: 3600) && near(past.points[1].solar?.value, 1600))
  }

  @Test("what was not recorded is in no sum, and a hole is no point")
  func unknown() throws {
    let text =
      Self.header + line(0, "600,0,600,0,0,50,idle,a.evs:1") + line(1, ",0,,,,,idle,")
      + line(180, "1200,0,1200,0,0,,idle,a.evs:1")
    let past = try past([day(text)])
    #expect(past.total.minutes == 3 && past.total.minutesCounted == 2 && past.total.minutesWithoutPower == 1)
    #expect(near(past.total.cost, 0.1 + 0.2))
    #expect(past.points.map(\.instant) == [start, start.adding(seconds: 3 * 3600)])
    #expect(past.points[1].soc == nil && past.points[1].home == Watts(1200))
    #expect(past.rules.map(\.rule) == ["a.evs:1", nil])
  }

  @Test(
    "a file is the same in pieces of any size, and as the simulation reads it",
    arguments: [1, 7, 500, 65_536])
  func pieces(size: Int) throws {
    let text =
      Self.header
      + (0..<30).flatMap { minute in
        [0, 20, 40].map {
          line(minute, "\(minute * 10 + $0),5,\(minute),1,0,50,V2H,\"a, b.evs:1\"", second: $0)
        }
      }.joined() + "nonsense\n" + line(30, "x,,,,,,idle,") + "2026-11-22T00:3"
    let (whole, pieces) = (try day(text), try day(text, inPiecesOf: size))
    let series = try RecordedTable.read(Array(text.utf8), name: "")
    #expect(pieces.house.count == series.count && pieces.house.start == series.start)
    for index in 0..<series.count {
      #expect(pieces.house[index] == series[index] && whole.house[index] == series[index])
    }
    #expect(pieces.notes.rules == ["a, b.evs:1"])
    #expect(pieces.notes.action(at: start.adding(seconds: 60)) == .followHouse)
  }

  @Test("records without the column of the rule are read as well, and no file but a record makes a day")
  func otherFiles() throws {
    let old = String(Self.header.dropLast(6)) + "\n" + line(0, "600,0,600,0,0,50,idle")
    let past = try past([day(old)])
    #expect(past.rules.map(\.rule) == [nil] && past.points[0].action == .idle)
    var reader = RecordedDayReader()
    reader.add([UInt8](repeating: 0x41, count: 200_000)[...])
    reader.add(Array("a,b\n1,2\n".utf8)[...])
    #expect(reader.day == nil)
  }

  @Test("days join to a series of the time that is asked for")
  func joined() throws {
    func record(_ from: Int, _ watts: Int) throws -> RecordedDay {
      try day(Self.header + (from..<from + 3).map { line($0, "\(watts),0,\(watts),0,0,50,idle,") }.joined())
    }
    let days = [try record(1439, 100), try record(10, 200)]
    let series = try #require(HouseSeries(days, in: range(), name: "records"))
    #expect(series.start == start.adding(seconds: 600) && series.end == start.adding(seconds: 86_400))
    #expect(
      series[0].home == Watts(200) && series[3].home == nil && series[series.count - 1].home == Watts(100))
    #expect(days.firstSoC(in: range()) == 50 && days.firstSoC(in: range(hours: 0)) == nil)
    #expect(HouseSeries([], in: range(), name: "records") == nil)
    #expect(try past([]).total.cost == nil)
  }

  @Test("a minute that two files tell counts once")
  func twice() throws {
    let text = Self.header + line(0, "600,0,600,0,0,50,idle,a.evs:1")
    #expect(try past([day(text), day(text)]).total.minutes == 1)
  }
}
