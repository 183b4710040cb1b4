import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("What lies ahead")
struct AheadMemoryTests {
  private static let monday = CivilDate(year: 2026, month: 11, day: 23)!

  private static func subject(_ condition: String, tariff: String = "tariff T") throws -> HomeSchedule {
    try CompiledText.schedule(
      "when \(condition): charge\notherwise: idle", site: tariff,
      after: "tariff T { prices from octopus product \"X\" region \"C\" }"
    ).subject
  }

  /// Fills readings minute by minute over a house of so many watts in each hour, and gives the last ones.
  private static func ahead(
    _ subject: HomeSchedule, from start: Moment, minutes: Int, home: (Int) -> Double, solar: (Int) -> Double?
  ) -> AheadReadings {
    var memory = AheadMemory()
    var readings = Readings()
    for minute in 0...minutes {
      let moment = subject.clocks.moment(at: start.instant.adding(seconds: minute * 60))
      let hour = moment.local.minute / 60
      readings = Readings()
      readings.home = Watts(home(hour))
      readings.solar = solar(hour).map { Watts($0) }
      memory.fill(&readings, at: moment, outlook: subject.outlook)
    }
    return readings.ahead
  }

  @Test("energies are those of the half hours that were seen, to the minute, once every one of them was")
  func energies() throws {
    let subject = try Self.subject("solar tomorrow > 8kWh or home ahead < 2kWh")
    func home(_ hour: Int) -> Double { hour < 7 ? 200 : 600 }
    func solar(_ hour: Int) -> Double { (10..<14).contains(hour) ? 2000 : 0 }
    let start = subject.moment(Self.monday, 0)
    // A day and twelve hours and a quarter on: 12:15.
    let found = Self.ahead(subject, from: start, minutes: 1440 + 735, home: home, solar: solar)
    #expect(abs((found.homeAhead ?? 0) - 11.75 * 600) < 1)
    #expect(abs((found.solarAhead ?? 0) - 1.75 * 2000) < 1)
    #expect(abs((found.homeTomorrow ?? 0) - (7 * 200 + 17 * 600)) < 1)
    #expect(abs((found.solarTomorrow ?? 0) - 8000) < 1)
    let early = Self.ahead(subject, from: start, minutes: 735, home: home, solar: solar)
    #expect(early == AheadReadings(), "the afternoon was never seen")
    let blind = Self.ahead(subject, from: start, minutes: 1440 + 735, home: home, solar: { _ in nil })
    #expect(blind.solarTomorrow == nil && blind.homeTomorrow != nil)
  }

  @Test(
    "a day on which clocks change has as many hours as it has",
    arguments: [("2026-03-28", 23.0), ("2026-10-24", 25.0)])
  func clockChanges(date: String, hours: Double) throws {
    let subject = try Self.subject("home tomorrow > 8kWh")
    let day = try #require(CivilDate(iso: date))
    let start = subject.moment(day.adding(days: -1), 0)
    let found = Self.ahead(
      subject, from: start, minutes: 1440 + 600, home: { _ in 1000 }, solar: { _ in nil })
    #expect(abs((found.homeTomorrow ?? 0) - hours * 1000) < 1)
  }

  @Test(
    "the best prices are those of every minute that is known until the end of tomorrow, whenever they are published"
  )
  func prices() throws {
    let bare = try Self.subject("import price <= cheapest import ahead")
    let source = try #require(bare.priceSources.first)
    let start = bare.moment(Self.monday, 0).instant
    let today = (0..<48).map { Double(($0 * 37) % 48) - 4 }
    let tomorrow = (0..<48).map { Double(($0 * 29) % 48) - 9 }
    var memory = AheadMemory()
    for minute in stride(from: 0, to: 1440, by: 7) {
      let known: [Double?] = minute < 960 ? today : today + tomorrow
      let subject = bare.with(published: [source: .halfHours(from: start, known)])
      let moment = subject.clocks.moment(at: start.adding(seconds: minute * 60))
      var readings = Readings()
      readings.fillPrices(from: subject.outlook, at: moment)
      memory.fill(&readings, at: moment, outlook: subject.outlook)
      let expected = known[(minute / 30)...].compactMap(\.self).min()
      #expect(readings.ahead.cheapestImport == expected, "\(minute)")
      #expect(readings.ahead.dearestExport == known[(minute / 30)...].compactMap(\.self).max())
      let isBest = known[minute / 30] == expected
      var fresh = Memory()
      let outcome = subject.decide(at: moment, readings: Readings(), memory: &fresh)
      #expect((outcome.ruleIndex == 0) == isBest, "\(minute)")
    }
  }

  @Test("without prices, and where nothing asks, nothing is known")
  func unknown() throws {
    for condition in ["import price <= cheapest import ahead", "soc < 50%"] {
      let subject = try Self.subject(condition)
      var (memory, readings) = (AheadMemory(), Readings())
      memory.fill(&readings, at: subject.moment(Self.monday, 600), outlook: subject.outlook)
      #expect(readings.ahead == AheadReadings())
      #expect(readings[.importOverCheapest] == nil)
    }
  }

  @Test("what a test or the command line gives goes before what is found")
  func given() throws {
    let subject = try Self.subject("solar tomorrow > 8kWh")
    var readings = Readings()
    readings.ahead.solarTomorrow = 9000
    var memory = Memory()
    #expect(
      subject.decide(at: subject.moment(Self.monday, 600), readings: readings, memory: &memory).ruleIndex == 0
    )
    readings.ahead.solarTomorrow = 8000
    #expect(
      subject.decide(at: subject.moment(Self.monday, 600), readings: readings, memory: &memory).ruleIndex == 1
    )
  }

  @Test("what was learnt of the house outlives a change of the schedule")
  func handed() throws {
    let subject = try Self.subject("home tomorrow > 8kWh")
    var memory = Memory()
    for minute in 0...1500 {
      var readings = Readings()
      readings.home = Watts(1000)
      let moment = subject.clocks.moment(
        at: subject.moment(Self.monday, 0).instant.adding(seconds: minute * 60))
      _ = subject.decide(at: moment, readings: readings, memory: &memory)
    }
    let later = subject.clocks.moment(at: subject.moment(Self.monday, 0).instant.adding(seconds: 1501 * 60))
    var handed = memory.handed(from: subject.schedule, to: subject.schedule, at: later.instant)
    #expect(subject.decide(at: later, readings: Readings(), memory: &handed).ruleIndex == 0)
  }
}
