import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

/// What becomes of a target that was not reached in time.
@Suite("Deadlines that are over")
struct EndedDeadlineTests {
  private func instant(_ iso: String) throws -> Instant { try #require(Instant(iso: iso.utf8)) }

  private func drive(
    _ body: String, soc: Double, from start: String, carLimit: Int? = nil
  ) throws -> PlannedDrive {
    let subject = try CompiledText.schedule(body).subject
    var battery = try #require(BatteryModel(site: subject.site))
    battery.carLimit = carLimit
    return PlannedDrive(
      subject.schedule, outlook: subject.outlook, battery: battery, soc: soc, from: try instant(start))
  }

  @Test(
    "a discharge ends at its deadline, reached or not",
    arguments: [
      ("V2G", "23:30"), ("V2G", "23:30 on Thu"), ("V2G at 6A", "23:30"), ("V2G", "2026-12-10 23:30"),
      ("V2H", "2026-12-10 23:30"),
    ])
  func discharge(action: String, deadline: String) throws {
    let body = "\(action) to 35% by \(deadline)\notherwise: idle"
    var drive = try drive(body, soc: 95, from: "2026-12-10T20:00:00Z")
    drive.run(until: try instant("2026-12-10T23:30:00Z"))
    #expect(drive.acted.count == 210, "it acts for as long as there is time")
    #expect(drive.soc.value > 36)
    drive.run(until: try instant("2026-12-11T02:00:00Z"))
    #expect(drive.acted.count == 210 && drive.last.ruleIndex == 1)
  }

  @Test("a discharge and a charge that would fight change the direction once")
  func fight() throws {
    let body = """
      during 23:30-05:30: charge to 95%
      V2G to 35% by 23:30
      charge to 80% by 07:00
      otherwise: S2V + V2H
      """
    var drive = try drive(body, soc: 95, from: "2026-12-10T20:00:00Z")
    var directions: [ActionKind] = []
    while drive.now < (try instant("2026-12-11T12:00:00Z")) {
      drive.minute()
      let action = drive.last.decision.action
      if action == .charge || action == .discharge, action != directions.last { directions.append(action) }
    }
    #expect(directions == [.discharge, .charge])
  }

  @Test(
    "a missed charge lets go of a car that takes nothing, says so, and is tried again for the next deadline")
  func ownLimit() throws {
    let body = "charge to 90% by 07:00\notherwise: idle"
    var drive = try drive(body, soc: 50, from: "2026-01-11T00:00:00Z", carLimit: 60)
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(Int(drive.soc.value) == 60 && drive.last.ruleIndex == 0)
    drive.minute()
    #expect(drive.last.ruleIndex == 1, "it has been offered power for long enough")
    #expect(
      drive.last.concerns.contains { if case .letGo(let past) = $0.kind { past.isRefused } else { false } })
    drive.run(until: try instant("2026-01-11T23:00:00Z"))
    #expect(drive.acted.last.map { $0 < (try? instant("2026-01-11T07:01:00Z")) ?? $0 } == true)
    drive.battery.carLimit = nil
    drive.run(until: try instant("2026-01-12T07:00:00Z"))
    #expect(drive.soc.value >= 90)
    drive.minute()
    #expect(drive.last.concerns.isEmpty)
  }

  @Test(
    "a missed charge goes on while the car takes what it is offered, and lets go ten minutes after it stops")
  func ownLimitLater() throws {
    let body = "charge to 90% by 07:00\notherwise: idle"
    var drive = try drive(body, soc: 50, from: "2026-01-11T06:00:00Z", carLimit: 60)
    drive.run(until: try instant("2026-01-11T12:00:00Z"))
    #expect(drive.runs == 1)
    let needed = drive.battery.seconds(from: Percent(50), to: Percent(60), setPoint: Amperes(16)) ?? 0
    #expect((needed / 60 + 9...needed / 60 + 12).contains(Double(drive.acted.count)))
  }

  @Test(
    "a car that is plugged in anew soon after is tried again, one that was away is not", arguments: [20, 600])
  func pluggedInAnew(minutes: Int) throws {
    let body = "charge to 90% by 07:00\notherwise: idle"
    var drive = try drive(body, soc: 59, from: "2026-01-11T06:30:00Z", carLimit: 60)
    drive.run(until: try instant("2026-01-11T08:00:00Z"))
    #expect(drive.last.ruleIndex == 1)
    drive.pluggedIn = false
    drive.run(until: drive.now.adding(seconds: minutes * 60))
    (drive.pluggedIn, drive.battery.carLimit, drive.acted) = (true, nil, [])
    drive.run(until: drive.now.adding(seconds: 600))
    #expect(drive.acted.count == (minutes == 20 ? 10 : 0))
  }

  @Test("a rule of which a clause leaves nothing stands aside, before and after its deadline")
  func clause() throws {
    let body = """
      never charge, when soc >= 80%
      charge to 90% by 07:00
      otherwise: V2H
      """
    var drive = try drive(body, soc: 75, from: "2026-01-11T05:00:00Z")
    var idle = 0
    while drive.now < (try instant("2026-01-11T20:00:00Z")) {
      drive.minute()
      let action = drive.last.decision.action
      if action == .idle { idle += 1 }
    }
    #expect(idle == 0)
  }

  @Test("what a clause forbids for some hours goes on after them")
  func clauseInTime() throws {
    let body = """
      never charge, during 06:30-09:00
      charge to 60% by 07:00
      otherwise: idle
      """
    var drive = try drive(body, soc: 50, from: "2026-01-11T06:00:00Z")
    drive.run(until: try instant("2026-01-11T09:00:00Z"))
    #expect(drive.acted.count == 30)
    drive.run(until: try instant("2026-01-11T12:00:00Z"))
    #expect(drive.soc.value >= 60)
  }

  @Test("sunshine under a clause against charging, and a discharge at the reserve, stand aside")
  func siblings() throws {
    for body in [
      "never charge\nS2V to 80% by 20:00\notherwise: idle",
      "reserve 75%\nV2G to 35% by 20:00\notherwise: idle",
      "never over 6A\nnever charge, when soc >= 70%\ncharge at 6A to 80% by 20:00\notherwise: idle",
    ] {
      var drive = try drive(body, soc: 75, from: "2026-01-11T16:00:00Z")
      drive.run(until: try instant("2026-01-11T23:00:00Z"))
      #expect(drive.acted.isEmpty, "\(body)")
    }
  }

  @Test(
    "what follows the house acts for a daily deadline in the twelve hours before it, and not on from the last one"
  )
  func dailyFollowing() throws {
    var drive = try drive(
      "V2H at most 3A to 10% by 12:00\notherwise: idle", soc: 95, from: "2026-12-09T12:30:00Z")
    drive.run(until: try instant("2026-12-11T12:00:00Z"))
    #expect(drive.acted.count == 24 * 60)
    #expect(drive.acted.first == (try instant("2026-12-10T00:00:00Z")))
    drive.minute()
    #expect(drive.last.ruleIndex == 1)
  }

  @Test("sunshine for a car at a limit of its own leaves the evening to the rules below")
  func sunshineInVain() throws {
    let body = """
      S2V to 90% by 15:00
      during 17:00-21:00: V2G to 20%
      otherwise: idle
      """
    var drive = try drive(body, soc: 55, from: "2026-12-10T08:00:00Z", carLimit: 60)
    drive.run(until: try instant("2026-12-10T15:20:00Z"))
    #expect(drive.last.ruleIndex == 2, "it was let go of, and the next deadline is a day away")
    drive.run(until: try instant("2026-12-10T20:00:00Z"))
    #expect(drive.last.ruleIndex == 1 && drive.soc.value < 40)
    drive.run(until: try instant("2026-12-11T12:00:00Z"))
    #expect(drive.last.ruleIndex == 0, "it is tried again")
  }

  @Test("when sunshine acts next is told, and comes true")
  func sunshineAnnounced() throws {
    var drive = try drive(
      "S2V to 90% by 15:00\notherwise: idle", soc: 55, from: "2026-06-10T15:30:00Z", carLimit: 55)
    drive.minute()
    let announced = try #require(drive.memory.deadlines.start(ofRule: 0, in: drive.outlook))
    drive.run(until: announced)
    #expect(drive.acted.isEmpty)
    drive.run(until: announced.adding(seconds: 120))
    #expect(!drive.acted.isEmpty)
  }

  @Test(
    "a late charge keeps its turn where the import limit leaves it nothing: no rule below takes out what it put in"
  )
  func lateUnderALimit() throws {
    var site = Site.london()
    (site.importLimit, site.meter) = (Watts(4000), site.charger)
    let schedule = Schedule.of(
      Rule(
        guards: [],
        action: Action(
          Decision(.charge, 16, 16), target: 80, deadline: Deadline(minute: 7 * 60), range: nowhere),
        range: nowhere),
      .of(action: .discharge))
    let outlook = Outlook(site: site, schedule: schedule, clocks: try ClockSet(identifiers: schedule.clocks))
    var drive = PlannedDrive(
      schedule, outlook: outlook, battery: try #require(BatteryModel(site: site)), soc: 50,
      from: try instant("2026-12-11T03:00:00Z"))
    // From six on the house takes all that the limit allows.
    drive.hours = (0..<24).map { $0 < 6 ? 500 : 3900 }
    drive.run(until: try instant("2026-12-11T07:00:00Z"))
    #expect(drive.runs == 1 && drive.acted.count == 240)
  }

  @Test(
    "where the days before a deadline leave nothing, a plan looks a week back and takes the last time there is"
  )
  func daysBefore() throws {
    // Sunday 2026-01-11.
    let body = "during 00:00-05:00 on Mon-Wed: charge to 60% by 08:00 on Sun\notherwise: idle"
    var drive = try drive(body, soc: 50, from: "2026-01-05T00:00:00Z")
    drive.run(until: try instant("2026-01-11T08:00:00Z"))
    #expect(drive.soc.value >= 60 && drive.runs == 1)
    #expect(try #require(drive.acted.first) >= instant("2026-01-07T03:00:00Z"))
  }
}
