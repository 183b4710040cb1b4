import Runtime
import ScheduleLang
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

  private func subject(_ schedule: Schedule) throws -> ReportSubject {
    var schedule = schedule
    (schedule.importTariff, schedule.exportTariff) = (tariff, tariff)
    return ReportSubject(
      site: .london(), schedule: schedule, sources: [], clocks: try ClockSet(identifiers: schedule.clocks))
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
    #expect(idle.minutes == [600, 0, 0, 0, 0, 0])

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
    subject = ReportSubject(site: subject.site, schedule: schedule, sources: [], clocks: subject.clocks)
    #expect(Simulation(of: subject, over: gap, soc: 50).energy.cost == nil)
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
