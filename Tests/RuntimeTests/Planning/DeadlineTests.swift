@testable import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Deadlines")
struct DeadlineTests {
  private let source = PriceSource.csv(path: "prices.csv")
  private let battery = BatteryModel(capacity: WattHours(52_000), socRange: 5...97)

  private func instant(_ iso: String) throws -> Instant { try #require(Instant(iso: iso.utf8)) }

  private func schedule(
    _ action: Action, to target: Double, by deadline: Deadline, _ guards: Guard...
  ) -> Schedule {
    let wanted = Action(action.decision, target: target, deadline: deadline, range: nowhere)
    var schedule = Schedule.of(
      Rule(guards: guards, action: wanted, range: nowhere), .of(action: .idle))
    let tariff = Tariff(name: "T", timezone: "Europe/London", periods: [], source: source)
    schedule.importTariff = tariff
    schedule.exportTariff = tariff
    return schedule
  }

  private func drive(
    _ schedule: Schedule, soc: Double, from start: String, margin: Double = 0, prices: PriceCurve? = nil
  ) throws -> PlannedDrive {
    let outlook = try Outlook.of(
      schedule, margin: margin, published: prices.map { [source: $0] } ?? [:])
    return PlannedDrive(schedule, outlook: outlook, battery: battery, soc: soc, from: try instant(start))
  }

  private let seven = Deadline(minute: 420)

  @Test("without prices acts as late as possible in one run, and is there in time", arguments: [20, 60, 85])
  func latest(soc: Double) throws {
    var drive = try drive(schedule(.charge, to: 80, by: seven), soc: soc, from: "2026-01-10T18:00:00Z")
    let deadline = try instant("2026-01-11T07:00:00Z")
    let needed = battery.seconds(from: Percent(soc), to: Percent(80), setPoint: Amperes(16)) ?? 0
    drive.run(until: deadline)
    #expect(drive.soc.value >= 80)
    #expect(drive.acted.count == Int((needed / 60).rounded(.up)))
    #expect(drive.runs == (soc < 80 ? 1 : 0))
    #expect(drive.acted.last == (soc < 80 ? deadline.adding(seconds: -60) : nil))
  }

  @Test("a margin lets it start and end so much earlier")
  func margin() throws {
    var drive = try drive(
      schedule(.charge, to: 80, by: seven), soc: 50, from: "2026-01-10T18:00:00Z", margin: 10)
    let deadline = try instant("2026-01-11T07:00:00Z")
    let needed = battery.seconds(from: Percent(50), to: Percent(80), setPoint: Amperes(16)) ?? 0
    drive.run(until: deadline)
    let first = try #require(drive.acted.first)
    let ahead = Double(deadline.milliseconds - first.milliseconds) / 1000
    #expect((needed * 1.1...needed * 1.1 + 60).contains(ahead))
    #expect(drive.runs == 1)
    #expect(drive.acted.count == Int((needed / 60).rounded(.up)))
  }

  @Test("says from the first minute on when it starts, its margin included", arguments: [0.0, 5, 10])
  func announced(margin: Double) throws {
    var drive = try drive(
      schedule(.charge, to: 80, by: seven), soc: 50, from: "2026-01-10T18:00:00Z", margin: margin)
    drive.run(until: drive.now.adding(seconds: 60))
    let announced = try #require(drive.memory.deadlines.start(ofRule: 0, in: drive.outlook))
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    let first = try #require(drive.acted.first)
    #expect(abs(first.seconds - announced.seconds) < 60)
  }

  @Test("with prices takes the cheapest half hours before the deadline, and no others")
  func cheapest() throws {
    // From 22:00 to 07:00; 15 % need a little less than the five half hours at 10 and less.
    let prices: [Double?] = [20, 9, 30, 3, 30, 10, 30, -4, 30, 30, 30, 10, 30, 30, 30, 30, 30, 25]
    let start = "2026-01-10T22:00:00Z"
    let curve = PriceCurve.halfHours(from: try instant(start), prices)
    var drive = try drive(schedule(.charge, to: 75, by: seven), soc: 60, from: start, prices: curve)
    let begin = drive.now
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 75)
    let halves = Set(drive.acted.map { Int(($0.milliseconds - begin.milliseconds) / 1_800_000) })
    #expect(halves == [1, 3, 5, 7, 11])
  }

  @Test("V2G takes the dearest half hours for what it sells")
  func dearest() throws {
    let prices: [Double?] = [20, 9, 30, 3, 28, 10, 5, -4, 7, 7]
    let start = "2026-01-10T18:30:00Z"
    let curve = PriceCurve.halfHours(from: try instant(start), prices)
    let night = Deadline(minute: 23 * 60 + 30)
    var drive = try drive(schedule(.discharge, to: 35, by: night), soc: 44, from: start, prices: curve)
    let begin = drive.now
    drive.run(until: try instant("2026-01-10T23:30:00Z"))
    #expect(Int(drive.soc.value) == 35)
    let halves = Set(drive.acted.map { Int(($0.milliseconds - begin.milliseconds) / 1_800_000) })
    #expect(halves == [0, 2, 4])
  }

  @Test("a half hour without a price counts as the mean of the others, and is not taken for free")
  func unknownPrices() throws {
    let prices: [Double?] = [20, nil, 8, 30, 9, nil, 30, 30, 30]
    let start = "2026-01-11T02:30:00Z"
    let curve = PriceCurve.halfHours(from: try instant(start), prices)
    var drive = try drive(schedule(.charge, to: 69, by: seven), soc: 60, from: start, prices: curve)
    let begin = drive.now
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    let halves = Set(drive.acted.map { Int(($0.milliseconds - begin.milliseconds) / 1_800_000) })
    #expect(halves == [0, 2, 4])
  }

  @Test("acts only while its guards hold, and counts only that time")
  func guards() throws {
    let window = Window(.daily(start: 30, end: 330))
    var drive = try drive(
      schedule(.charge, to: 80, by: seven, .during(window)), soc: 60, from: "2026-01-10T18:00:00Z")
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 80)
    #expect(drive.acted.last == (try instant("2026-01-11T05:29:00Z")))
    #expect(drive.runs == 1)
  }

  @Test("a clause that takes charging away takes its minutes out of the plan")
  func clauses() throws {
    var schedule = schedule(.charge, to: 80, by: seven)
    schedule.nevers = [.of(.charge, .during(Window(.daily(start: 240, end: 400))))]
    var drive = try drive(schedule, soc: 60, from: "2026-01-10T18:00:00Z")
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 80)
  }

  @Test("what cannot be met acts at once and says by how much it will fall short")
  func shortfall() throws {
    var drive = try drive(schedule(.charge, to: 90, by: seven), soc: 50, from: "2026-01-11T05:00:00Z")
    drive.minute()
    let plan = try #require(drive.last.plan)
    #expect(plan.actsNow)
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.acted.count == 120)
    #expect(abs(90 - drive.soc.value - plan.shortfall) < 0.01)
  }

  @Test("a missed deadline goes on until the target is reached, and then waits for the next")
  func missed() throws {
    var drive = try drive(schedule(.charge, to: 60, by: seven), soc: 50, from: "2026-01-11T06:00:00Z")
    drive.run(until: try instant("2026-01-11T07:30:00Z"))
    #expect(drive.acted.count == 90)
    #expect(drive.last.plan?.isOverdue == true)
    drive.run(until: try instant("2026-01-11T12:00:00Z"))
    #expect(drive.soc.value >= 60)
    #expect(drive.runs == 1)
    drive.soc = Percent(50)
    drive.run(until: try instant("2026-01-11T22:00:00Z"))
    #expect(drive.runs == 1, "the next deadline is tomorrow's")
  }

  @Test("a deadline that passes while the charger is silent is missed, and goes on")
  func silent() throws {
    var drive = try drive(schedule(.charge, to: 60, by: seven), soc: 50, from: "2026-01-11T06:00:00Z")
    drive.run(until: try instant("2026-01-11T06:50:00Z"))
    drive.isSilent = true
    drive.run(until: try instant("2026-01-11T07:06:00Z"))
    drive.isSilent = false
    let soc = drive.soc
    drive.run(until: try instant("2026-01-11T12:00:00Z"))
    #expect(soc.value < 60 && drive.soc.value >= 60)
  }

  @Test(
    "a clock that was ahead leaves no deadline behind: neither missed, nor put off", arguments: [10, 2000])
  func clockSetBack(minutes: Int) throws {
    let schedule = schedule(.charge, to: 60, by: seven)
    let start = try instant("2026-01-11T00:00:00Z")
    var ahead = try drive(schedule, soc: 50, from: "2026-01-11T06:55:00Z")
    ahead.now = try instant("2026-01-11T06:55:00Z").adding(seconds: (minutes - 10) * 60)
    ahead.run(until: ahead.now.adding(seconds: 1200))
    let soc = ahead.soc
    ahead.now = start
    ahead.acted = []
    ahead.run(until: try instant("2026-01-11T07:00:00Z"))
    var right = try drive(schedule, soc: soc.value, from: "2026-01-11T00:00:00Z")
    right.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(ahead.acted == right.acted)
    #expect(!right.acted.isEmpty)
  }

  @Test("a clock that jumps over a deadline has not missed it", arguments: [3, 30])
  func clockSetForward(hours: Int) throws {
    var drive = try drive(schedule(.charge, to: 60, by: seven), soc: 50, from: "2026-01-11T06:50:00Z")
    drive.run(until: try instant("2026-01-11T06:55:00Z"))
    drive.now = drive.now.adding(seconds: hours * 3600)
    drive.minute()
    #expect(drive.last.plan?.isOverdue != true && drive.last.decision == .idle)
  }

  @Test("a clock that is set back a little keeps what was missed by either time")
  func clockSetBackALittle() throws {
    var drive = try drive(schedule(.charge, to: 60, by: seven), soc: 50, from: "2026-01-11T06:00:00Z")
    drive.run(until: try instant("2026-01-11T07:12:00Z"))
    drive.now = try instant("2026-01-11T07:10:00Z")
    drive.minute()
    #expect(drive.last.plan?.isOverdue == true)
  }

  @Test("what was missed outlives a condition that does not hold for a while")
  func lapse() throws {
    var wanted = schedule(.charge, to: 60, by: seven)
    let root = wanted.condition(.compare(.home, .less, 5000, slot: nil))
    wanted.rules[0].guards = [Guard(.when(root: root, held: nil), range: nowhere)]
    var drive = try drive(wanted, soc: 50, from: "2026-01-11T06:00:00Z")
    drive.home = Watts(400)
    drive.run(until: try instant("2026-01-11T07:05:00Z"))
    for home in [Watts(6000), nil] {
      drive.home = home
      drive.minute()
      #expect(drive.last.ruleIndex == 1)
    }
    drive.home = Watts(400)
    drive.minute()
    #expect(drive.last.plan?.isOverdue == true)
  }

  @Test("a changed schedule with the same rule still has its missed deadline")
  func reloaded() throws {
    var drive = try drive(schedule(.charge, to: 60, by: seven), soc: 50, from: "2026-01-11T06:00:00Z")
    drive.run(until: try instant("2026-01-11T07:05:00Z"))
    func next(_ target: Double) throws -> PlannedDrive {
      var changed = drive.schedule
      changed.rules.insert(.of(.during(Window(.daily(start: 0, end: 1))), action: .idle), at: 0)
      changed.rules[1].action = schedule(.charge, to: target, by: seven).rules[0].action
      var next = try self.drive(changed, soc: drive.soc.value, from: "2026-01-11T07:05:00Z")
      next.memory = drive.memory.handed(from: drive.schedule, to: changed, at: drive.now)
      next.run(until: drive.now.adding(seconds: 60))
      return next
    }
    #expect(try next(60).last.plan?.isOverdue == true)
    #expect(try next(61).last.plan?.isOverdue != true)
  }

  @Test("unplugging ends what was missed")
  func unplugged() throws {
    var drive = try drive(schedule(.charge, to: 60, by: seven), soc: 50, from: "2026-01-11T06:00:00Z")
    drive.run(until: try instant("2026-01-11T07:10:00Z"))
    drive.pluggedIn = false
    drive.run(until: try instant("2026-01-11T07:20:00Z"))
    drive.pluggedIn = true
    drive.run(until: try instant("2026-01-11T12:00:00Z"))
    #expect(drive.acted.last == (try instant("2026-01-11T07:09:00Z")))
  }

  @Test("a deadline with a date falls due once")
  func once() throws {
    let date = try #require(CivilDate(year: 2026, month: 1, day: 12))
    let deadline = Deadline(minute: 480, date: date)
    var drive = try drive(schedule(.charge, to: 60, by: deadline), soc: 50, from: "2026-01-10T06:00:00Z")
    drive.run(until: try instant("2026-01-12T08:00:00Z"))
    #expect(drive.soc.value >= 60)
    #expect(drive.runs == 1)
    drive.soc = Percent(50)
    drive.run(until: try instant("2026-01-14T08:00:00Z"))
    #expect(drive.runs == 1)
  }

  @Test("deadlines on weekdays leave the weekend alone")
  func days() throws {
    let deadline = Deadline(minute: 420, days: .weekdays(.monday, .friday))
    var drive = try drive(schedule(.charge, to: 60, by: deadline), soc: 50, from: "2026-01-09T12:00:00Z")
    drive.run(until: try instant("2026-01-12T12:00:00Z"))
    // 2026-01-12 is a Monday.
    #expect(drive.acted.last == (try instant("2026-01-12T06:59:00Z")))
    #expect(drive.runs == 1)
  }

  @Test(
    "a deadline that a change of clocks skips falls due after the gap, one that it repeats the first time",
    arguments: [
      ("2026-03-28T20:00:00Z", "2026-03-29T01:00:00Z"), ("2026-10-24T20:00:00Z", "2026-10-25T00:30:00Z"),
    ])
  func clockChanges(start: String, due: String) throws {
    let deadline = Deadline(minute: 90)
    var drive = try drive(schedule(.charge, to: 60, by: deadline), soc: 50, from: start)
    drive.run(until: try instant(due).adding(seconds: 3600))
    #expect(drive.soc.value >= 60)
    #expect(drive.acted.last == (try instant(due).adding(seconds: -60)))
  }

  @Test(
    "a time may be so long before or after another, counted as it passes",
    arguments: [
      ("4h before 05:00", "2026-01-10T18:00:00Z", "2026-01-11T01:00:00Z"),
      ("30min after 22:00", "2026-01-10T22:10:00Z", "2026-01-10T22:30:00Z"),
      ("6h before 05:00 on Mon", "2026-01-10T18:00:00Z", "2026-01-11T23:00:00Z"),
      ("3h after 23:00 on Sat", "2026-01-11T00:00:00Z", "2026-01-11T02:00:00Z"),
      ("24h after 24:00 on Fri", "2026-01-10T18:00:00Z", "2026-01-11T00:00:00Z"),
      ("lead before 2026-01-12 08:00", "2026-01-10T18:00:00Z", "2026-01-12T06:30:00Z"),
      // Clocks go forward at 01:00, and back at 02:00.
      ("4h before 05:00", "2026-03-28T18:00:00Z", "2026-03-29T00:00:00Z"),
      ("4h before 05:00", "2026-10-24T18:00:00Z", "2026-10-25T01:00:00Z"),
      ("2h after 00:30", "2026-03-28T18:00:00Z", "2026-03-29T02:30:00Z"),
    ])
  func beforeAndAfter(time: String, from: String, due: String) throws {
    let text = try CompiledText.schedule(
      "charge to 80% by \(time)\notherwise: idle", after: "let lead = 90min")
    let deadline = try #require(text.subject.schedule.rules[0].action.deadline)
    let zone = text.subject.clocks.site
    #expect(deadline.next(after: try instant(from), on: zone) == (try instant(due)))
    if deadline.date == nil {
      #expect(try #require(deadline.next(after: try instant(due), on: zone)) > (try instant(due)))
    }
  }

  @Test("counts elapsed time across a change of clocks")
  func elapsed() throws {
    // From 23:00 to 07:00 of the wall clock are seven hours.
    let needed = battery.seconds(from: Percent(40), to: Percent(80), setPoint: Amperes(16)) ?? 0
    var drive = try drive(schedule(.charge, to: 80, by: seven), soc: 40, from: "2026-03-28T21:00:00Z")
    drive.run(until: try instant("2026-03-29T06:00:00Z"))
    #expect(drive.soc.value >= 80)
    #expect(drive.acted.count == Int((needed / 60).rounded(.up)))
    #expect(drive.runs == 1)
  }

  @Test("an unknown SoC or a rule without an outlook stands aside")
  func unknown() throws {
    let schedule = schedule(.charge, to: 80, by: seven)
    let moment = Moment.utc(monday, 419)
    #expect(schedule.decide(moment, .soc(50)).ruleIndex == 1)
    var memory = Memory()
    let outlook = try Outlook.of(schedule)
    #expect(
      decide(schedule, at: moment, readings: .soc(nil), memory: &memory, outlook: outlook).ruleIndex == 1)
    #expect(
      decide(schedule, at: moment, readings: .soc(50), memory: &memory, outlook: outlook).ruleIndex == 0)
  }

  @Test("beyond the charger's own limit it waits there and says what is missing")
  func chargerLimit() throws {
    var drive = try drive(schedule(.charge, to: 100, by: seven), soc: 90, from: "2026-01-10T20:00:00Z")
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(Int(drive.soc.value) == 97)
    #expect(drive.runs == 1)
    #expect(drive.acted.first.map { $0 > (try? instant("2026-01-11T03:00:00Z")) ?? $0 } == true)
  }

  @Test(
    "a car that is smaller or larger than the site says is there in time, without flapping",
    arguments: [0.95, 1, 1.04], [1.0, 2, 3, 4])
  func otherCar(factor: Double, seed: Double) throws {
    let prices = (0..<26).map {
      Optional(((Double($0) * seed * 7.3).truncatingRemainder(dividingBy: 11)) * 3)
    }
    let start = "2026-01-10T18:00:00Z"
    let curve = PriceCurve.halfHours(from: try instant(start), prices)
    var drive = try drive(
      schedule(.charge, to: 80, by: seven), soc: 40.7, from: start, margin: 5, prices: curve)
    drive.battery = BatteryModel(capacity: WattHours(52_000 * factor), socRange: 5...97)
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 80)
    let edges = Set(
      zip(prices, prices.dropFirst()).enumerated().compactMap { $1.0 != $1.1 ? $0 + 1 : nil })
    #expect(drive.runs <= edges.count / 2 + 2)
  }
}
