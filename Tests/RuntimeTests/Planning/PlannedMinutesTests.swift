import ScheduleLang
import ScheduleSupport
import Testing

@testable import Runtime

/// Which minutes a plan counts: those in which its rule decides and power is left.
@Suite("Minutes that a plan counts")
struct PlannedMinutesTests {
  private func instant(_ iso: String) throws -> Instant { try #require(Instant(iso: iso.utf8)) }

  private func drive(
    _ body: String, site: String = "", soc: Double, from start: String, hours: [Double] = []
  ) throws -> PlannedDrive {
    let subject = try CompiledText.schedule(body, site: site).subject
    let battery = try #require(BatteryModel(site: subject.site))
    var drive = PlannedDrive(
      subject.schedule, outlook: subject.outlook, battery: battery, soc: soc, from: try instant(start))
    drive.hours = hours
    return drive
  }

  /// The concern about the target that was said last.
  private func shortfall(_ drive: PlannedDrive, ofRule index: Int? = nil) -> Double? {
    drive.last.concerns.lazy.filter { index == nil || $0.ruleIndex == index }.compactMap {
      if case .shortfall(let plan) = $0.kind { plan.shortfall } else { nil }
    }
    .first
  }

  @Test("only the power that an import limit leaves beside the usual house counts")
  func importLimit() throws {
    let body = "charge to 80% by 07:00\notherwise: idle"
    let house = [Double](repeating: 2000, count: 24)
    var short = try drive(
      body, site: "grid import limit 4kW", soc: 30, from: "2026-01-10T18:00:00Z", hours: house)
    short.minute()
    #expect(short.last.ruleIndex == 0, "there is no time to lose")
    let said = try #require(shortfall(short))
    short.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(abs(80 - short.soc.value - said) < 1, "what was said in the first minute comes true")
    var enough = try drive(
      body, site: "grid import limit 4kW", soc: 55, from: "2026-01-10T18:00:00Z", hours: house)
    enough.minute()
    #expect(enough.last.ruleIndex == 1 && shortfall(enough) == nil)
    enough.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(enough.soc.value >= 80)
  }

  @Test("what feeds the house counts as much as the house takes", arguments: [800.0, 1500, 6000])
  func feeding(watts: Double) throws {
    var drive = try drive(
      "V2H to 40% by 23:00\notherwise: idle", soc: 75, from: "2026-01-10T11:00:00Z",
      hours: [Double](repeating: watts, count: 24))
    drive.run(until: try instant("2026-01-10T11:05:00Z"))
    let said = shortfall(drive) ?? 0
    drive.run(until: try instant("2026-01-10T23:00:00Z"))
    #expect(abs(max(0, drive.soc.value - 40) - said) < 1, "said \(said), came to \(drive.soc)")
    #expect(watts > 800 ? said < 10 : said > 10)
  }

  @Test("a house that takes more at some hours than at others is learned", arguments: [1, 2, 3])
  func learned(day: Int) throws {
    var house = [Double](repeating: 400, count: 24)
    for hour in 3..<7 { house[hour] = 3500 }
    var drive = try drive(
      "charge to 80% by 07:00\notherwise: idle", site: "grid import limit 4.5kW", soc: 50,
      from: "2026-01-10T08:00:00Z", hours: house)
    for _ in 1..<day {
      drive.run(until: drive.now.adding(seconds: 86_400))
      drive.soc = Percent(50)
    }
    drive.run(until: (try instant("2026-01-11T07:00:00Z")).adding(seconds: (day - 1) * 86_400))
    // On the first day nobody knows of the mornings; later the early hours are used.
    if day > 1 { #expect(drive.soc.value >= 80) }
  }

  @Test("an export limit leaves less for what is sold, and the house leaves more")
  func exportLimit() throws {
    let body = "V2G to 50% by 23:00\notherwise: idle"
    var drive = try drive(
      body, site: "grid export limit 1.5kW", soc: 60, from: "2026-01-10T12:00:00Z",
      hours: [Double](repeating: 500, count: 24))
    drive.run(until: try instant("2026-01-10T23:00:00Z"))
    #expect(Int(drive.soc.value) <= 50)
    #expect(drive.acted.first.map { $0 > (try? instant("2026-01-10T16:00:00Z")) ?? $0 } == true)
  }

  @Test(
    "rules above take their minutes out of the plan",
    arguments: [
      "during 02:00-06:30: idle", "during 02:00-06:30, when soc > 20%: idle",
      "during 00:00-02:00, 02:00-06:30: S2V", "on Sun, during 02:00-06:30: idle",
    ])
  func rulesAbove(rule: String) throws {
    var drive = try drive(
      "\(rule)\ncharge to 80% by 07:00\notherwise: idle", soc: 55, from: "2026-01-10T18:00:00Z")
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 80)
  }

  @Test("what cannot be met beside the rules above is said at once")
  func shortBesideRules() throws {
    var drive = try drive(
      "during 19:00-06:30: idle\ncharge to 80% by 07:00\notherwise: idle", soc: 40,
      from: "2026-01-10T18:00:00Z")
    drive.minute()
    let said = try #require(shortfall(drive))
    #expect(drive.last.ruleIndex == 1)
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(abs(80 - drive.soc.value - said) < 0.5)
  }

  @Test("what a rule above discharges is put back in time")
  func soldFirst() throws {
    let body = """
      during 05:00-06:00: V2G
      charge to 80% by 10:00
      otherwise: idle
      """
    var drive = try drive(body, soc: 60, from: "2026-01-10T20:00:00Z")
    drive.run(until: try instant("2026-01-11T10:00:00Z"))
    #expect(drive.soc.value >= 80)
  }

  @Test("a rule above that charges is counted on, and what it charges is not bought before")
  func chargedAbove() throws {
    let body = """
      during 02:00-05:00: charge to 90%
      charge to 80% by 07:00
      otherwise: idle
      """
    var drive = try drive(body, soc: 66, from: "2026-01-10T20:00:00Z")
    var own = 0
    while drive.now < (try instant("2026-01-11T07:00:00Z")) {
      drive.minute()
      if drive.last.ruleIndex == 1 { own += 1 }
    }
    #expect(drive.soc.value >= 80 && own == 0)
  }

  @Test("a rule above that turns on the sun may take the day, and never the night")
  func sunAbove() throws {
    let body = """
      when exporting >= 1kW: S2V
      charge to 80% by 17:00
      otherwise: idle
      """
    // The sun shines, and gives the car next to nothing.
    var drive = try drive(body, soc: 65, from: "2026-06-10T00:00:00Z")
    drive.run(until: try instant("2026-06-10T03:30:00Z"))
    #expect(drive.soc.value > 70, "by day it may have no turn, so that it acts before")
    var winter = try self.drive(
      body.replacing("17:00", with: "07:00"), soc: 65, from: "2026-01-10T17:00:00Z")
    winter.run(until: try instant("2026-01-11T02:00:00Z"))
    #expect(winter.soc.value == 65, "nights are long enough")
    winter.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(winter.soc.value >= 80)
  }

  @Test("a discharge by a deadline above a charge is awaited, and one below it is left its time")
  func twoDeadlines() throws {
    let sellFirst = "V2G to 50% by 23:30\ncharge to 80% by 07:00\notherwise: idle"
    var first = try drive(sellFirst, soc: 70, from: "2026-01-10T17:00:00Z")
    first.run(until: try instant("2026-01-10T23:30:00Z"))
    #expect(Int(first.soc.value) == 50)
    first.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(first.soc.value >= 80)
    let chargeFirst = "charge to 80% by 07:00\nV2G to 50% by 23:30\notherwise: idle"
    var last = try drive(chargeFirst, soc: 80, from: "2026-01-10T17:00:00Z")
    last.run(until: try instant("2026-01-10T19:00:00Z"))
    #expect(last.soc.value == 80, "it sells as late as is enough")
    last.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(last.soc.value >= 80)
  }

  @Test("a clause's SoC is where the plan ends, and it does not go to and fro there")
  func clause() throws {
    let body = """
      never charge, when soc >= 80%
      charge to 90% by 07:00
      otherwise: idle
      """
    var drive = try drive(body, soc: 75, from: "2026-01-10T18:00:00Z")
    var (changes, last) = (0, ActionKind.idle)
    while drive.now < (try instant("2026-01-11T20:00:00Z")) {
      drive.minute()
      let action = drive.last.decision.action
      if action != last { changes += 1 }
      last = action
    }
    #expect(changes <= 6)
  }

  @Test("a target beyond a clause is as near as it may be at the deadline, and says what is missing")
  func nearest() throws {
    let body = "never charge, when soc >= 80%\ncharge to 90% by 07:00\notherwise: idle"
    var drive = try drive(body, soc: 60, from: "2026-01-10T18:00:00Z")
    drive.run(until: try instant("2026-01-10T23:00:00Z"))
    #expect(drive.acted.isEmpty, "eighty percent can wait")
    #expect(try abs(#require(shortfall(drive)) - 10) < 0.5)
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(Int(drive.soc.value) == 80)
  }

  @Test("a plan is neither begun nor broken off for less than five minutes, but at a new price, SoC or limit")
  func calm() throws {
    let source = PriceSource.csv(path: "prices.csv")
    for seed in 0..<20 {
      let subject = try CompiledText.schedule("charge to 80% by 07:00\notherwise: idle").subject
      var schedule = subject.schedule
      let tariff = Tariff(name: "T", timezone: "Europe/London", periods: [], source: source)
      (schedule.importTariff, schedule.exportTariff) = (tariff, tariff)
      let start = try instant("2026-01-10T18:00:00Z")
      let prices = (0..<30).map { Optional(Double(($0 * 7 + seed * 5) % 11) * 2) }
      let outlook = try Outlook.of(
        schedule, margin: 5, published: [source: .halfHours(from: start, prices)])
      let battery = BatteryModel(capacity: WattHours(50_000 + Double(seed) * 300), socRange: 5...97)
      var drive = PlannedDrive(schedule, outlook: outlook, battery: battery, soc: 50.4, from: start)
      var (turned, wasActing, soc) = (start, false, 50)
      while drive.now < (try instant("2026-01-11T07:00:00Z")) {
        let now = drive.now
        drive.minute()
        let acts = drive.last.ruleIndex == 0
        if acts != wasActing {
          let isPriceStep = now.seconds % 1800 == 0
          let isReached = drive.last.plan == nil && drive.memory.deadlines.pursuits[0] == nil
          #expect(
            now.seconds - turned.seconds >= 300 || isPriceStep || isReached || Int(drive.soc.value) != soc
              || now == start, "\(seed) \(now)")
          (turned, wasActing, soc) = (now, acts, Int(drive.soc.value))
        }
      }
      // A minute at full current stores a tenth of a percent.
      #expect(drive.soc.value >= 79.8)
    }
  }

  /// The hours of the day in which rule `index` decides until `end`.
  private func hours(ofRule index: Int, _ drive: inout PlannedDrive, until end: String) throws -> Set<Int> {
    let end = try instant(end)
    var hours: Set<Int> = []
    while drive.now < end {
      let local = drive.outlook.clocks.moment(at: drive.now).local
      drive.minute()
      if drive.last.ruleIndex == index { hours.insert(local.minute / 60) }
    }
    return hours
  }

  @Test("nothing is sold, or bought, before a deadline of a rule above that undoes it")
  func undone() throws {
    var selling = try drive(
      "charge to 80% by 16:00\nV2G to 30% by 19:00\notherwise: idle", site: "tariff Flux", soc: 70,
      from: "2026-01-10T12:00:00Z")
    #expect(try hours(ofRule: 1, &selling, until: "2026-01-12T12:00:00Z") == [16, 17, 18])
    var buying = try drive(
      "V2G to 30% by 19:00\ncharge to 90% by 21:00\notherwise: idle", site: "tariff Flux", soc: 60,
      from: "2026-01-10T12:00:00Z")
    // What was missed goes on.
    #expect(try hours(ofRule: 1, &buying, until: "2026-01-12T12:00:00Z").isDisjoint(with: 5..<19))
    var late = try drive(
      "charge to 90% by 02:00\nV2G to 35% by 05:00\notherwise: idle", soc: 90, from: "2026-01-10T01:30:00Z")
    #expect(try hours(ofRule: 1, &late, until: "2026-01-11T06:00:00Z") == [2, 3, 4])
  }

  @Test("what a rule above only may undo is no reason to wait")
  func perhapsUndone() throws {
    var drive = try drive(
      "during 15:00-20:00, when solar tomorrow >= 20kWh: V2G to 30%\ncharge to 90% by 21:00\notherwise: idle",
      site: "tariff Flux", soc: 60, from: "2026-01-10T14:00:00Z")
    drive.run(until: try instant("2026-01-10T21:00:00Z"))
    #expect(drive.soc.value > 85)
  }

  @Test("what is told to be missing counts what a rule above does by a deadline of its own")
  func shortfallBelow() throws {
    var drive = try drive(
      "V2G to 50% by 19:00\ncharge to 80% by 21:00\notherwise: idle", site: "tariff Flux", soc: 70,
      from: "2026-01-10T16:00:00Z")
    drive.minute()
    let said = try #require(shortfall(drive, ofRule: 1))
    drive.run(until: try instant("2026-01-10T21:00:00Z"))
    #expect(abs(80 - drive.soc.value - said) < 1.5, "told \(said), came to \(drive.soc.value)")
  }

  @Test("a counter that has come to its threshold makes another plan, and so does the day after")
  func counters() throws {
    var selling = try drive(
      "never discharge, when discharged today >= 2kWh\nV2G to 20% by 22:00\notherwise: idle", soc: 70,
      from: "2026-01-10T20:00:00Z")
    #expect(try hours(ofRule: 0, &selling, until: "2026-01-11T15:00:00Z").isSubset(of: [20, 21]))
    var charging = try drive(
      "never charge, when charged today >= 10kWh\ncharge to 80% by 07:00\notherwise: idle", soc: 30,
      from: "2026-01-10T00:00:00Z")
    charging.run(until: try instant("2026-01-10T04:30:00Z"))
    let said = try #require(shortfall(charging))
    charging.run(until: try instant("2026-01-10T07:00:00Z"))
    #expect(abs(80 - charging.soc.value - said) < 1)
  }
}
