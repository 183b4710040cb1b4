import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Windows by price")
struct RankedWindowTests {
  private let source = PriceSource.csv(path: "prices.csv")
  /// 22:00 on Monday, an hour of winter time.
  private let evening = Moment.utc(monday, 1320).instant

  private func schedule(_ window: Window) -> Schedule {
    var schedule = Schedule.of(.of(.during(window), action: .charge), .of(action: .idle))
    let tariff = Tariff(name: "Agile", timezone: "Europe/London", periods: [], source: source)
    schedule.importTariff = tariff
    schedule.exportTariff = tariff
    return schedule
  }

  /// The half hours from 22:00 to 07:00 of which the schedule charges in any minute, and those in all.
  private func charged(
    _ window: Window, _ prices: [Double?], from start: Instant? = nil
  ) throws -> (any: [Int], minutes: Int) {
    let schedule = schedule(window)
    let start = start ?? evening
    let outlook = try Outlook.of(schedule, published: [source: .halfHours(from: start, prices)])
    var memory = Memory()
    var halves: Set<Int> = []
    var minutes = 0
    for minute in 0..<prices.count * 30 {
      let moment = outlook.clocks.moment(at: start.adding(seconds: minute * 60))
      let outcome = decide(
        schedule, at: moment, readings: Readings(), memory: &memory, outlook: outlook)
      guard outcome.ruleIndex == 0 else { continue }
      halves.insert(minute / 30)
      minutes += 1
    }
    return (halves.sorted(), minutes)
  }

  private func ranked(
    _ minutes: Int, dearest: Bool = false, start: Int = 1320, end: Int = 420, inOneRun: Bool = false
  ) -> Window {
    Window(.ranked(.init(dearest: dearest, minutes: minutes, start: start, end: end, inOneRun: inOneRun)))
  }

  private let night: [Double?] = [20, 18, 7, 9, 7, 5, -1, 30, 30, 7, 8, 8, 12, 13, 14, 15, 16, 17]

  @Test("takes the cheapest half hours, the earlier ones on ties")
  func cheapest() throws {
    let taken = try charged(ranked(120), night)
    #expect(taken.any == [2, 4, 5, 6])
    #expect(taken.minutes == 120)
  }

  @Test("takes the dearest by the export price")
  func dearest() throws {
    #expect(try charged(ranked(90, dearest: true), night).any == [0, 7, 8])
  }

  @Test("takes a single block in one run, the earliest of equal ones")
  func oneRun() throws {
    #expect(try charged(ranked(120, inOneRun: true), night).any == [3, 4, 5, 6])
    #expect(
      try charged(ranked(60, inOneRun: true), Array(repeating: 10, count: 18)).any == [0, 1])
  }

  @Test("a length that is no whole number of half hours takes the beginning of the last")
  func partial() throws {
    let taken = try charged(ranked(45), night)
    #expect(taken.any == [5, 6])
    #expect(taken.minutes == 45)
  }

  @Test("half hours without a price are never taken, and too few with one mean unknown")
  func unknown() throws {
    var prices = night
    prices[6] = nil
    #expect(try charged(ranked(60), prices).any == [2, 5])
    let few: [Double?] = [nil, 5, 6, nil, 7] + Array(repeating: nil, count: 13)
    #expect(try charged(ranked(90), few).any == [1, 2, 4])
    #expect(try charged(ranked(91), few).any == [])
    #expect(try charged(ranked(60, inOneRun: true), few).any == [1, 2])
    #expect(try charged(ranked(90, inOneRun: true), few).any == [])
  }

  @Test("unknown is neither true nor false; outside its stretch a window by price is not in force")
  func kleene() throws {
    let window = ranked(90)
    let outlook = try Outlook.of(schedule(window))
    var inside = Schedule.of(
      .of(.during(Window(.outside([window]))), action: .charge), .of(action: .idle))
    inside.importTariff = schedule(window).importTariff
    for (minute, rule) in [(1320, 1), (1439, 1), (420, 0), (1319, 0)] {
      var memory = Memory()
      let outcome = decide(
        inside, at: .utc(monday, minute), readings: Readings(), memory: &memory, outlook: outlook)
      #expect(outcome.ruleIndex == rule, "\(minute)")
    }
  }

  @Test("fixed prices rank too, and the days are those on which the stretch starts")
  func fixed() throws {
    var window = ranked(120, start: 0, end: 1440)
    window.days = .weekdays(.monday)
    var schedule = Schedule.of(.of(.during(window), action: .charge), .of(action: .idle))
    let cheap = Window(.daily(start: 810, end: 900))
    schedule.importTariff = Tariff(
      name: "T", timezone: "Europe/London",
      periods: [
        .init(name: "cheap", windows: [cheap], importPrice: Price(5), exportPrice: nil),
        .init(name: "day", windows: [Window(.outside([cheap]))], importPrice: Price(9), exportPrice: nil),
      ])
    let outlook = try Outlook.of(schedule)
    var memory = Memory()
    let taken = (0..<2880).filter { minute in
      let moment = outlook.clocks.moment(at: Moment.utc(monday, 0).instant.adding(seconds: minute * 60))
      return decide(schedule, at: moment, readings: Readings(), memory: &memory, outlook: outlook).ruleIndex
        == 0
    }
    #expect(taken == Array(0..<30) + Array(810..<900))
  }

  @Test("a stretch that a change of clocks leaves too short is taken whole", arguments: [false, true])
  func shortStretch(inOneRun: Bool) throws {
    // On 2026-03-29 00:30 to 04:30 summer time is three hours, from 00:30 UTC on.
    let sunday = try #require(CivilDate(year: 2026, month: 3, day: 29))
    let window = ranked(240, start: 30, end: 270, inOneRun: inOneRun)
    let taken = try charged(
      window, Array(repeating: 10, count: 10), from: Moment.utc(sunday, 0).instant)
    #expect(taken.any == [1, 2, 3, 4, 5, 6] && taken.minutes == 180)
  }

  @Test("an occurrence across a change of clocks lasts as long as it lasts")
  func clockChange() throws {
    // 2026-03-28 22:00 to 07:00 summer time is eight hours; the 16th half hour is the last.
    let saturday = try #require(CivilDate(year: 2026, month: 3, day: 28))
    let prices: [Double?] = (0..<18).map { Double(30 - $0) }
    let taken = try charged(ranked(120), prices, from: Moment.utc(saturday, 1320).instant)
    #expect(taken.any == [12, 13, 14, 15])
  }

  @Test("prices that arrive later are taken into account at once")
  func arrival() throws {
    let window = ranked(60)
    let schedule = schedule(window)
    var memory = Memory()
    let moment = Moment.utc(monday, 1320)
    let outlooks = try [[:], [source: PriceCurve.halfHours(from: evening, night)]].map {
      try Outlook.of(schedule, published: $0)
    }
    let rules = outlooks.map {
      decide(
        schedule, at: .utc(monday.adding(days: 1), 60), readings: Readings(), memory: &memory, outlook: $0
      ).ruleIndex
    }
    #expect(moment.instant == evening)
    #expect(rules == [1, 0])
  }
}
