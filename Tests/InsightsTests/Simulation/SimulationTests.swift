import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Simulations")
struct SimulationTests {
  private let start = Instant(seconds: 1_795_392_000)  // 2026-11-23T00:00:00Z
  private let tariff: Tariff = {
    let night = Window(.daily(start: 0, end: 300))
    return Tariff(
      name: "T", timezone: "Europe/London",
      periods: [
        .init(name: "night", windows: [night], importPrice: Price(10), exportPrice: Price(5)),
        .init(
          name: "day", windows: [Window(.outside([night]))], importPrice: Price(30), exportPrice: Price(15)),
      ])
  }()

  private func subject(_ schedule: Schedule) throws -> HomeSchedule {
    var schedule = schedule
    (schedule.importTariff, schedule.exportTariff) = (tariff, tariff)
    var site = Site.london()
    site.meter = DeviceConfiguration(driver: "simulated", range: nowhere)
    return HomeSchedule(
      site: site, schedule: schedule, sources: [], clocks: try ClockSet(identifiers: schedule.clocks))
  }

  /// A house that always takes so many watts and whose sun gives so many.
  private func house(_ minutes: Int, home: Double = 500, solar: Double = 0) -> HouseSeries {
    HouseSeries(
      start: start,
      readings: Array(repeating: HouseReading(home: Watts(home), solar: Watts(solar)), count: minutes),
      name: "flat")
  }

  @Test("adds up what was imported, exported and paid")
  func energy() throws {
    let idle = Simulation(of: try subject(.of(.of(action: .idle))), over: house(600), soc: 50)
    #expect(abs(idle.energy.imported.value - 5000) < 1e-6)
    #expect(abs((idle.energy.cost ?? 0) - (2.5 * 10 + 2.5 * 30)) < 1e-6)
    #expect(idle.minutes.first == 600 && idle.minutes.dropFirst().allSatisfy { $0 == 0 })

    let sunny = Simulation(
      of: try subject(.of(.of(action: .idle))), over: house(60, home: 500, solar: 2500), soc: 50)
    #expect(abs(sunny.energy.exported.value - 2000) < 1e-6)
    #expect(abs((sunny.energy.cost ?? 0) + 2 * 5) < 1e-6)
    #expect(abs((sunny.selfConsumption ?? 0) - 0.2) < 1e-6)
  }

  @Test("does over recorded readings what a forecast of the same house says")
  func forecast() throws {
    let profile = HomeProfile(seed: 3)
    let subject = try subject(
      .of(
        .of(.during(Window(.daily(start: 120, end: 240))), action: .charge),
        .of(.during(Window(.daily(start: 960, end: 1140))), action: .discharge), .of(action: .followBoth)))
    let readings = (0..<1440).map {
      profile.reading(at: subject.clocks.moment(at: start.adding(seconds: $0 * 60)))
    }
    let series = HouseSeries(start: start, readings: readings, name: "recorded")
    let simulation = Simulation(of: subject, over: series, soc: 50)
    let forecast = Forecast(of: subject, from: start, hours: 24, soc: 50, home: profile)
    #expect(abs(simulation.socEnd.value - (forecast.steps.last?.socEnd?.value ?? 0)) < 0.01)
    #expect(abs(simulation.energy.imported.value - forecast.total.imported.value) < 1)
    #expect(abs(simulation.energy.exported.value - forecast.total.exported.value) < 1)
    #expect(abs((simulation.energy.cost ?? 0) - (forecast.total.cost ?? .infinity)) < 0.1)
  }

  @Test("power changes its direction at most four times an hour, and costs what then flows")
  func directions() throws {
    var schedule = Schedule.of()
    let above = schedule.when(.compare(.soc, .greater, 50, slot: nil))
    schedule.rules = [.of(above, action: .discharge), .of(action: .charge)]
    var minutes: [Simulation.Minute] = []
    let simulation = Simulation(of: try subject(schedule), over: house(6 * 60), soc: 50) {
      minutes.append($0)
    }
    let signs = minutes.map { $0.current.value.signum() }
    var (changes, direction) = ([Int](), 0)
    for (minute, sign) in signs.enumerated() where sign != 0 && sign != direction {
      if direction != 0 { changes.append(minute) }
      direction = sign
    }
    #expect(changes.count > 8 && zip(changes, changes.dropFirst(4)).allSatisfy { $1 - $0 >= 60 })
    #expect(simulation.heldMinutes == minutes.count { $0.held != nil } && simulation.heldMinutes > 60)
    #expect(minutes.filter { $0.held == .idle }.allSatisfy { $0.power == Watts(0) })
    let flowed = minutes.reduce(0.0) { $0 + ($1.power.value + 500) / 60 }
    #expect(abs(simulation.energy.imported.value - simulation.energy.exported.value - flowed) < 1e-6)
  }

  @Test("counts the targets that were met and missed")
  func targets() throws {
    let action = Action(
      Decision(.charge, 16, 16), target: 80, deadline: Deadline(minute: 420), range: nowhere)
    // Discharging by day makes every night a new target; the second house has no time left for its first.
    let evening = Guard.during(Window(.daily(start: 960, end: 1320)))
    let subject = try subject(
      .of(.of(evening, action: .discharge.to(40)), .of(action: action), .of(action: .idle)))
    let met = Simulation(of: subject, over: house(3 * 1440), soc: 50)
    #expect(met.targets.map(\.isMet) == [true, true, true])
    let hours = Simulation(of: subject, over: house(420), soc: 20)
    #expect(hours.targets.map(\.isMet) == [false])
  }

  @Test("judges a target as a forecast of the same house does: by the SoC at its deadline")
  func givenUpTargets() throws {
    let profile = HomeProfile(seed: 3)
    let sale = Guard.during(Window(.daily(start: 1080, end: 1200)))
    for (reserve, isMet) in [(40.0, false), (70.0, true)] {
      let action = Action(
        Decision(.charge, 16, 16), target: 60, deadline: Deadline(minute: 1200), range: nowhere)
      let subject = try subject(
        .of(.of(sale, action: .discharge.to(reserve)), .of(action: action), .of(action: .idle)))
      let readings = (0..<1440).map {
        profile.reading(at: subject.clocks.moment(at: start.adding(seconds: $0 * 60)))
      }
      let series = HouseSeries(start: start, readings: readings, name: "recorded")
      let target = try #require(Simulation(of: subject, over: series, soc: 50).targets.first)
      #expect(target.wasReached && target.isMet == isMet && target.isGivenUp == !isMet)
      let forecast = Forecast(of: subject, from: start, hours: 24, soc: 50, home: profile)
      #expect(forecast.missedTargets.filter { !$0.isPlanned }.map(\.soc) == (isMet ? [] : [target.soc]))
    }
  }

  @Test("without a price the cost is unknown, and so is a house that was not recorded")
  func unknown() throws {
    var subject = try subject(.of(.of(action: .idle)))
    let gap = HouseSeries(
      start: start,
      readings: [HouseReading(home: Watts(500), solar: Watts(0)), HouseReading(home: nil, solar: nil)],
      name: "gap")
    #expect(Simulation(of: subject, over: gap, soc: 50).unknownMinutes == 1)
    var schedule = subject.schedule
    schedule.importTariff = nil
    subject = subject.replacing(schedule: schedule)
    #expect(Simulation(of: subject, over: gap, soc: 50).energy.cost == nil)
  }

  @Test(
    "what is unknown counts for nothing: the cost is that of the known minutes, for all schedules the same")
  func knownPart() throws {
    let subject = try subject(
      .of(.of(.during(Window(.daily(start: 0, end: 300))), action: .charge.to(90)), .of(action: .followBoth)))
    // A silent inverter at night, as a file without a value for the sun has it.
    let readings = (0..<2 * 1440).map { minute in
      let isDay = (480..<960).contains(minute % 1440)
      return HouseReading(home: Watts(1000), solar: isDay ? Watts(100) : nil)
    }
    let series = HouseSeries(start: start, readings: readings, name: "silent")
    let simulation = Simulation(of: subject, over: series, soc: 50)
    let nothing = Simulation(of: Baseline.nothing.subject(like: subject), over: series, soc: 50)
    #expect(simulation.unknownMinutes == 2 * 960 && series.minutesWithoutSun == 2 * 960)
    #expect(
      abs(nothing.energy.imported.value - 2 * 8 * 900) < 1e-6, "no night's load without the night's sun")
    #expect(abs((nothing.energy.cost ?? 0) - 2 * 8 * 0.9 * 30) < 1e-6)
    let time = CountedTime(of: [simulation, nothing])
    #expect(time.minutes == 2 * 480)
    #expect(abs(nothing.cost(in: time) - 2 * 8 * 0.9 * 30) < 1e-6)
    // What the night put in unpriced is no gain of the day's: over the counted time the car only loses.
    #expect(simulation.socEnd > Percent(50) && simulation.rise(in: time) < 0)
    let moved = -simulation.rise(in: time) / 100 * 52
    #expect(moved > 1 && simulation.cost(in: time) < nothing.cost(in: time))
  }

  @Test("an hour without a price is left out, also of what would not have needed it")
  func priceHole() throws {
    let source = PriceSource.csv(path: "prices.csv")
    var schedule = Schedule.of(.of(action: .discharge.to(40)))
    schedule.importTariff = Tariff(name: "T", timezone: "Europe/London", periods: [], source: source)
    schedule.exportTariff = Tariff(
      name: "E", timezone: "Europe/London",
      periods: [
        .init(
          name: "all", windows: [Window(.daily(start: 0, end: 1440))], importPrice: nil, exportPrice: Price(5)
        )
      ])
    let curve = PriceCurve.halfHours(from: start, [20, 20, nil, nil, 20, 20])
    let subject = HomeSchedule(
      site: .london(), schedule: schedule, sources: [],
      clocks: try ClockSet(identifiers: schedule.clocks), published: [source: curve])
    let series = house(180, home: 500)
    let selling = Simulation(of: subject, over: series, soc: 97)
    let nothing = Simulation(of: Baseline.nothing.subject(like: subject), over: series, soc: 97)
    let time = CountedTime(of: [selling, nothing])
    #expect(time.minutes == 120, "who sells needs no import price, who does nothing does")
    #expect(abs(nothing.cost(in: time) - 2 * 0.5 * 20) < 1e-6)
    #expect(abs(selling.cost(in: time) + 2 * (3.68 - 0.5) * 5) < 1e-6)
    #expect(abs((selling.energy.cost ?? 0) + 3 * (3.68 - 0.5) * 5) < 1e-6, "alone it knows all its costs")
    #expect(nothing.unknownMinutes == 0)
    // The cheapest quarter of the time, and a tenth lost on the way in.
    let stored = StoredEnergyPrice(of: subject, over: series, in: time)
    #expect(abs((stored?.price.value ?? 0) - 20 / 0.9) < 1e-9)
  }

  @Test("minutes that need no price cost nothing only where there is one: without a tariff nothing is known")
  func nothingFlows() throws {
    let subject = try subject(.of(.of(action: .idle)))
    let still = house(60, home: 0)
    #expect(Simulation(of: subject, over: still, soc: 50).energy.cost == 0)
    var schedule = subject.schedule
    (schedule.importTariff, schedule.exportTariff) = (nil, nil)
    let unpriced = subject.replacing(schedule: schedule)
    let simulation = Simulation(of: unpriced, over: still, soc: 50)
    #expect(simulation.energy.cost == nil && CountedTime(of: [simulation]).minutes == 0)
    let optimum = Optimum(of: unpriced, over: still, soc: 50, demands: [])
    #expect(optimum.bound == nil && optimum.plan == nil)
  }

  @Test("while the car is away nothing flows, its trips take what they take, and what it lacks is counted")
  func absence() throws {
    let away = Guard.during(Window(.daily(start: 480, end: 1050)))
    let absence = Absence(
      schedule: .of(.of(away, action: .charge)), clocks: try ClockSet(identifiers: ["Europe/London"]),
      trip: Percent(30))
    let subject = try subject(
      .of(
        .of(.during(Window(.daily(start: 0, end: 300))), action: .charge.to(80)),
        .of(action: .discharge.to(20))))
    var minutes: [Simulation.Minute] = []
    let series = house(2 * 1440)
    let simulation = Simulation(of: subject, over: series, soc: 50, absence: absence) { minutes.append($0) }
    #expect(minutes.count == 2 * 1440 && minutes.filter(\.isAway).count == 2 * 570)
    #expect(minutes.filter(\.isAway).allSatisfy { $0.power == Watts(0) && $0.current == .zero })
    let (before, after) = (minutes[479].soc.value, minutes[1049].soc.value)
    #expect(before < 80 && abs(before - after - min(30, before)) < 1e-9 && minutes[1048].soc.value == before)
    #expect(simulation.trips == 2)
    #expect(simulation.shortTrips == [minutes[479], minutes[1440 + 479]].count { $0.soc < Percent(30) })
    // The same told by the readings.
    let readings = (0..<series.count).map { index in
      var reading = series[index]
      reading.pluggedIn = !minutes[index].isAway
      return reading
    }
    let told = HouseSeries(start: start, readings: readings, name: "told")
    let same = Simulation(of: subject, over: told, soc: 50, absence: Absence(trip: Percent(30)))
    #expect(same.energy == simulation.energy && same.socEnd == simulation.socEnd)
    // What a trip takes is no loss of the schedule's, and no schedule does better than the best possible.
    let time = CountedTime(of: [simulation])
    let driven = zip(minutes.dropFirst(), minutes).reduce(0.0) {
      $0 + ($1.0.isAway ? $1.1.soc.value - $1.0.soc.value : 0)
    }
    #expect(abs(simulation.rise(in: time) - (simulation.socEnd.value - 50 + driven)) < 1e-6)
    let optimum = Optimum(
      of: subject, over: series, simulation, in: time,
      demands: [.init(instant: series.end, least: simulation.socEnd.value)])
    let bound = try #require(optimum.bound)
    #expect(bound <= simulation.cost(in: time) + 1e-6)
    if let plan = optimum.plan { #expect(plan >= bound - 1e-6) }
  }

  @Test("each minute that is told adds up to the whole")
  func minutes() throws {
    var (cost, charged, steps) = (0.0, 0.0, 0)
    let subject = try subject(
      .of(.of(.during(Window(.daily(start: 0, end: 300))), action: .charge.to(80)), .of(action: .followBoth)))
    let simulation = Simulation(of: subject, over: house(1440, home: 1500), soc: 50) { minute in
      steps += 1
      cost += minute.cost ?? .nan
      charged += max(0, minute.power.value) / 60
      #expect(
        minute.current.value.magnitude <= 16 && (minute.current.value != 0) == (minute.power != Watts(0)))
    }
    #expect(steps == 1440 && abs(cost - (simulation.energy.cost ?? .nan)) < 1e-6)
    #expect(abs(charged - simulation.charged.value) < 1e-6)
  }

  @Test("charging at once costs what filling the battery costs")
  func baselines() throws {
    let subject = try subject(.of(.of(action: .followBoth)))
    let nothing = Simulation(of: Baseline.nothing.subject(like: subject), over: house(1440), soc: 50)
    let charging = Simulation(of: Baseline.chargeAtOnce.subject(like: subject), over: house(1440), soc: 50)
    #expect(nothing.socEnd.value == 50)
    #expect(abs(charging.socEnd.value - 97) < 1e-6)
    #expect(abs(charging.energy.imported.value - nothing.energy.imported.value - charging.charged.value) < 1)
  }
}
