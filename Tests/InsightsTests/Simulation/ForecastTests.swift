import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Forecasts")
struct ForecastTests {
  private let start = Instant(seconds: 1_795_392_000)  // 2026-11-23T00:00:00Z
  private let home = HomeProfile(seed: 1)

  private func subject(_ schedule: Schedule, battery: Double? = 52_000) throws -> HomeSchedule {
    let subject = try HomeSchedule.of(schedule)
    var site = subject.site
    site.battery = battery.map { WattHours($0) }
    return HomeSchedule(site: site, schedule: schedule, sources: [], clocks: subject.clocks)
  }

  private func flat(_ importPrice: Double?, _ exportPrice: Double?) -> Tariff {
    Tariff(
      name: "Flat", timezone: "Europe/London",
      periods: [
        .init(
          name: "all", windows: [Window(.daily(start: 0, end: 1440))],
          importPrice: importPrice.map { Price($0) },
          exportPrice: exportPrice.map { Price($0) })
      ])
  }

  @Test("steps follow one another without a gap, each with another decision than the one before")
  func steps() throws {
    let night = Guard.during(Window(.daily(start: 120, end: 300)))
    let peak = Guard.during(Window(.daily(start: 960, end: 1140)))
    let schedule = Schedule.of(
      .of(night, action: .charge), .of(peak, action: .discharge), .of(action: .followBoth))
    let forecast = Forecast(of: try subject(schedule), from: start, hours: 24, soc: 50, home: home)
    #expect(
      forecast.steps.map(\.decision.action) == [.followBoth, .charge, .followBoth, .discharge, .followBoth])
    #expect(forecast.steps.map(\.ruleIndex) == [2, 0, 2, 1, 2])
    #expect(forecast.steps.map { ($0.start.seconds - start.seconds) / 60 } == [0, 120, 300, 960, 1140])
    #expect(
      zip(forecast.steps, forecast.steps.dropFirst()).allSatisfy {
        $0.end == $1.start && $0.socEnd == $1.socStart
      })
    #expect(forecast.steps.last?.end == start.adding(seconds: 86_400))
  }

  @Test("a start within a minute is kept, and later decisions fall on whole minutes")
  func startWithinMinute() throws {
    let schedule = Schedule.of(.of(.during(Window(.daily(start: 0, end: 1))), action: .charge))
    let from = start.adding(seconds: 42)
    let steps = Forecast(of: try subject(schedule), from: from, hours: 1, soc: 50, home: home).steps
    #expect(steps.map(\.start) == [from, start.adding(seconds: 60)])
    #expect(steps.last?.end == from.adding(seconds: 3600))
  }

  @Test("idle imports and exports just what the home does")
  func idleEnergy() throws {
    let forecast = Forecast(of: try subject(.of()), from: start, hours: 24, soc: 50, home: home)
    var (imported, exported) = (0.0, 0.0)
    for minute in 0..<1440 {
      let local = LocalTime(date: monday, minute: minute)
      let grid = home.home(at: local).value - home.solar(at: local).value
      if grid > 0 { imported += grid / 60 } else { exported -= grid / 60 }
    }
    #expect(abs(forecast.total.imported.value - imported) < 0.01)
    #expect(abs(forecast.total.exported.value - exported) < 0.01)
    #expect(forecast.steps.count == 1 && forecast.steps[0].socEnd == Percent(50))
  }

  @Test("charging an hour at 16 A adds 3.68 kWh to the import and most of it to the battery")
  func charging() throws {
    let idle = Forecast(of: try subject(.of()), from: start, hours: 1, soc: 50, home: home)
    let charging = Forecast(
      of: try subject(.of(.of(action: .charge))), from: start, hours: 1, soc: 50, home: home)
    #expect(abs(charging.total.imported.value - idle.total.imported.value - 3680) < 0.01)
    let gained = try #require(charging.steps[0].socEnd).value - 50
    #expect(abs(gained - 3680 * 0.9 / 52_000 * 100) < 0.01)
  }

  @Test("a following action keeps within half an ampere of zero at the meter where it can")
  func following() throws {
    let forecast = Forecast(
      of: try subject(.of(.of(action: .followBoth))), from: start, hours: 24, soc: 50, home: home)
    let idle = Forecast(of: try subject(.of()), from: start, hours: 24, soc: 50, home: home)
    #expect(forecast.total.imported < idle.total.imported)
  }

  /// What a schedule of one rule does to the SoC in an hour in a home without a meter, in percent.
  private func gainWithoutMeter(_ action: Action, _ change: (inout Site) -> Void = { _ in }) throws -> Double
  {
    let bare = try HomeSchedule.of(.of(.of(action: action))) {
      $0.meter = nil
      $0.battery = WattHours(52_000)
      change(&$0)
    }
    let steps = Forecast(of: bare, from: start, hours: 1, soc: 50, home: home).steps
    return try #require(steps.last?.socEnd).value - 50
  }

  @Test("without a meter nothing follows, and grid limits leave what cannot break them, as in a run")
  func withoutMeter() throws {
    for action in [Action.followBoth, .followSun, .followHouse] { #expect(try gainWithoutMeter(action) == 0) }
    let floor = Action(Decision(.followSun, 6, 16), range: nowhere)
    #expect((1.7...1.85).contains(try gainWithoutMeter(floor)))
    #expect(try gainWithoutMeter(.charge) > 6)
    let limited = try gainWithoutMeter(.charge) { $0.importLimit = Watts(13_800) }
    #expect(limited > 0.5 && limited < 1.5)
    #expect(try gainWithoutMeter(.discharge) < -6)
    #expect(try gainWithoutMeter(.discharge) { $0.exportLimit = Watts(3600) } == 0)
  }

  @Test("a meter without a solar channel tells no sun, and takes it for less of a house")
  func withoutSolarChannel() throws {
    func actions(_ condition: ConditionNode.Kind) throws -> Set<ActionKind> {
      var schedule = Schedule.of()
      let guarded = schedule.when(condition)
      schedule.rules = [.of(guarded, action: .charge)]
      let subject = try HomeSchedule.of(schedule) {
        $0.meter = DeviceConfiguration(
          driver: "shelly-em", settings: ["grid channel": .number(0)], range: nowhere)
      }
      // Three hours around noon.
      let noon = start.adding(seconds: 11 * 3600)
      let sunny = SunnyHouse()
      let forecast = Forecast(of: subject, from: noon, hours: 3, soc: 50, home: sunny)
      return Set(forecast.steps.map(\.decision.action))
    }
    #expect(try actions(.compare(.solar, .greaterOrEqual, 0, slot: nil)) == [.idle])
    #expect(try actions(.compare(.home, .less, 0, slot: nil)) == [.charge])
    #expect(try actions(.compare(.exporting, .greater, 1500, slot: nil)) == [.charge])
  }

  /// 400 W against 2 kW of sun.
  private struct SunnyHouse: HouseSource {
    let name = "a sunny house"
    func reading(at moment: Moment) -> HouseReading { HouseReading(home: Watts(400), solar: Watts(2000)) }
  }

  @Test("a target that is reached starts the next step")
  func target() throws {
    let schedule = Schedule.of(.of(action: .charge.to(55)), .of(action: .idle))
    let steps = Forecast(of: try subject(schedule), from: start, hours: 24, soc: 50, home: home).steps
    #expect(steps.map(\.decision.action) == [.charge, .idle])
    let reached = try #require(steps[0].socEnd).value
    #expect(reached >= 55 && reached < 55.2)
  }

  @Test("nothing charges above the site's range")
  func siteRange() throws {
    let forecast = Forecast(
      of: try subject(.of(.of(action: .charge))), from: start, hours: 24, soc: 96, home: home)
    #expect(forecast.steps.count == 1)
    #expect(try #require(forecast.steps[0].socEnd).value <= 97)
  }

  @Test("an import costs, an export earns")
  func cost() throws {
    var charging = Schedule.of(.of(action: .charge))
    charging.importTariff = flat(20, nil)
    let forecast = Forecast(of: try subject(charging), from: start, hours: 1, soc: 50, home: home)
    #expect(abs(try #require(forecast.total.cost) - forecast.total.imported.value / 1000 * 20) < 1e-6)

    var discharging = Schedule.of(.of(action: .discharge))
    discharging.exportTariff = flat(nil, 15)
    let night = Forecast(of: try subject(discharging), from: start, hours: 1, soc: 50, home: home)
    #expect(night.total.imported == WattHours(0))
    #expect(abs(try #require(night.total.cost) + night.total.exported.value / 1000 * 15) < 1e-6)
  }

  @Test("without a price there is no cost")
  func noCost() throws {
    let forecast = Forecast(of: try subject(.of()), from: start, hours: 1, soc: 50, home: home)
    #expect(forecast.total.cost == nil)
  }

  @Test("without a battery the SoC is not predicted, and the energies are")
  func noBattery() throws {
    let schedule = Schedule.of(.of(action: .charge))
    let forecast = Forecast(
      of: try subject(schedule, battery: nil), from: start, hours: 1, soc: 50, home: home)
    let idle = Forecast(of: try subject(.of(), battery: nil), from: start, hours: 1, soc: 50, home: home)
    #expect(forecast.steps[0].socStart == nil && forecast.steps[0].socEnd == nil)
    #expect(abs(forecast.total.imported.value - idle.total.imported.value - 3680) < 0.01)
  }
}
