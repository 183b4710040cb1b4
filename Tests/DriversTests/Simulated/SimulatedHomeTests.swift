import Platform
import Runtime
import ScheduleLang
import Synchronization
import Testing

@testable import Drivers

/// A clock that only the test moves.
private final class ManualClock: Sendable {
  private let milliseconds: Mutex<Int64>

  init(_ instant: Instant) { milliseconds = Mutex(instant.milliseconds) }

  var now: Instant { milliseconds.withLock { Instant(milliseconds: $0) } }

  func advance(milliseconds step: Int64) { milliseconds.withLock { $0 += step } }

  func advance(seconds: Int64) { advance(milliseconds: seconds * 1000) }
}

@Suite("Simulated home")
struct SimulatedHomeTests {
  private let deadline = ExchangeDeadline(uptime: .seconds(Int64.max))
  /// 2026-06-01T00:00:00Z.
  private let clock = ManualClock(Instant(seconds: 1_780_272_000))

  private func site(seed: Int? = nil, startSoC: Int? = nil) -> Site {
    var charger = DeviceConfiguration(driver: "simulated", range: SourceRange(file: 0, start: 0, end: 0))
    charger.settings["seed"] = seed.map { .number($0) }
    charger.settings["start soc"] = startSoC.map { .number($0) }
    var site = Site(timezone: "UTC", charger: charger)
    site.battery = WattHours(52_000)
    site.chargerSoC = 5...97
    return site
  }

  private func home(_ site: Site) -> SimulatedHome {
    SimulatedHome(site: site, zone: .utc) { [clock] in clock.now }
  }

  @Test("SoC is unknown until the charger has run for a second")
  func socIsUnknownUntilTheChargerHasRunForASecond() throws {
    let charger = SimulatedCharger(home(site()))
    #expect(
      try charger.status(by: deadline)
        == ChargerStatus(state: .paused, pluggedIn: true, soc: nil, power: Watts(0), setPoint: .zero))
    clock.advance(seconds: 60)
    #expect(try charger.status(by: deadline).soc == nil)

    try charger.start(at: Amperes(3), by: deadline)
    clock.advance(milliseconds: 1999)
    #expect(try charger.status(by: deadline).state == .charging)
    #expect(try charger.status(by: deadline).soc == nil)
    clock.advance(milliseconds: 1)
    #expect(try charger.status(by: deadline).soc == 55)

    try charger.stop(by: deadline)
    clock.advance(seconds: 60)
    #expect(
      try charger.status(by: deadline)
        == ChargerStatus(state: .paused, pluggedIn: true, soc: 55, power: Watts(0), setPoint: .zero))
  }

  @Test("unplugging forgets the SoC and the set-point")
  func unpluggingForgetsTheSoCAndTheSetPoint() throws {
    let home = home(site(startSoC: 40))
    let charger = SimulatedCharger(home)
    try charger.start(at: Amperes(-16), by: deadline)
    clock.advance(seconds: 30)
    #expect(try charger.status(by: deadline).state == .discharging)
    #expect(try charger.status(by: deadline).soc == 39)

    home.plug(in: false)
    clock.advance(seconds: 30)
    #expect(
      try charger.status(by: deadline)
        == ChargerStatus(state: .unplugged, pluggedIn: false, soc: nil, power: Watts(0), setPoint: .zero))
    home.plug(in: true)
    clock.advance(seconds: 30)
    #expect(
      try charger.status(by: deadline)
        == ChargerStatus(state: .paused, pluggedIn: true, soc: nil, power: Watts(0), setPoint: .zero))
  }

  @Test("current follows the set-point by three amperes a second")
  func currentFollowsTheSetPointByThreeAmperesASecond() throws {
    let charger = SimulatedCharger(home(site()))
    func amperes() throws -> Double {
      clock.advance(seconds: 1)
      return try #require(try charger.status(by: deadline).power).value / 230
    }
    try charger.start(at: Amperes(16), by: deadline)
    #expect(try (0..<7).map { _ in try amperes() } == [3, 6, 9, 12, 15, 16, 16])
    try charger.start(at: Amperes(-5), by: deadline)
    #expect(try (0..<8).map { _ in try amperes() } == [13, 10, 7, 4, 0, 0, -5, -5])
    #expect(try charger.status(by: deadline).setPoint == Amperes(-5))
  }

  @Test("charging ends at the upper SoC and discharging at the lower")
  func chargingEndsAtTheUpperSoCAndDischargingAtTheLower() throws {
    let charger = SimulatedCharger(home(site(startSoC: 80)))
    try charger.start(at: Amperes(16), by: deadline)
    clock.advance(seconds: 24 * 3600)
    var status = try charger.status(by: deadline)
    #expect(status.state == .paused)
    #expect(status.soc == 97)
    #expect(status.setPoint == Amperes(16))
    try charger.start(at: Amperes(-16), by: deadline)
    clock.advance(seconds: 24 * 3600)
    status = try charger.status(by: deadline)
    #expect(status.state == .paused)
    #expect(status.soc == 5)
  }

  @Test("SoC of a day is its power times the efficiency")
  func socOfADayIsItsPowerTimesTheEfficiency() throws {
    let home = home(site(seed: 7, startSoC: 30))
    let charger = SimulatedCharger(home)
    var expected = 30.0
    var turnover = 0.0
    // Set-points of a quarter of an hour each, both ways, past both ends of the SoC range.
    let setPoints = [
      16, 16, 16, 16, 16, 9, 4, -3, -16, 0, 13, -8, -16, 5, 16, -16, 16, 3, -13, -5, -16, -16, -16, -16,
    ]
    for second in 0..<86_400 {
      if second % 900 == 0 {
        let setPoint = setPoints[(second / 900) / 4 * 5 % setPoints.count]
        if setPoint == 0 {
          try charger.stop(by: deadline)
        } else {
          try charger.start(at: Amperes(setPoint), by: deadline)
        }
      }
      let power = try #require(try charger.status(by: deadline).power).value
      let part = min(max((abs(power) / 230 - 3) / 10, 0), 1)
      let stored = power > 0 ? power * (0.57 + 0.33 * part) : power / (0.66 + 0.24 * part)
      expected += stored / 3600 / 520
      turnover += abs(stored) / 3600
      clock.advance(seconds: 1)
      guard abs(home.stateOfCharge.value - expected) < 0.01 else {
        Issue.record("second \(second): \(home.stateOfCharge.value) %, expected \(expected) %")
        return
      }
    }
    #expect(turnover > 30_000)
  }

  @Test("how often it is asked changes nothing")
  func howOftenItIsAskedChangesNothing() throws {
    let (often, seldom) = (home(site()), home(site()))
    for hour in 0..<12 {
      for home in [often, seldom] {
        try SimulatedCharger(home).start(at: Amperes(hour % 2 == 0 ? 16 : -11), by: deadline)
      }
      for _ in 0..<2400 {
        clock.advance(milliseconds: 1499)
        _ = try SimulatedCharger(often).status(by: deadline)
      }
    }
    #expect(abs(often.stateOfCharge.value - seldom.stateOfCharge.value) < 1e-6)
    #expect(abs(often.stateOfCharge.value - 55) > 1)
  }

  @Test("meter shows the house less the sun plus the charger")
  func meterShowsTheHouseLessTheSunPlusTheCharger() throws {
    let site = site(seed: 3)
    let home = home(site)
    let (charger, meter) = (SimulatedCharger(home), SimulatedMeter(home))
    let profile = HomeProfile(seed: 3)
    try charger.start(at: Amperes(10), by: deadline)
    for _ in 0..<200 {
      clock.advance(seconds: 431)
      let (day, second) = clock.now.seconds.quotientAndRemainder(dividingBy: 86_400)
      let local = LocalTime(date: CivilDate(dayNumber: Int(day)), minute: Int(second) / 60)
      let reading = try meter.reading(by: deadline)
      let power = try #require(try charger.status(by: deadline).power)
      let solar = profile.solar(at: local, second: Int(second) % 60)
      #expect(reading.solar == solar)
      #expect(reading.voltage == Volts(230))
      #expect(reading.grid == profile.home(at: local, second: Int(second) % 60) - solar + power)
    }
  }

  @Test("equal seeds give equal days and others differ")
  func equalSeedsGiveEqualDaysAndOthersDiffer() throws {
    let meters = [1, 1, 2].map { SimulatedMeter(home(site(seed: $0))) }
    var days: [[MeterReading]] = [[], [], []]
    for _ in 0..<1440 {
      clock.advance(seconds: 60)
      for (index, meter) in meters.enumerated() { days[index].append(try meter.reading(by: deadline)) }
    }
    #expect(days[0] == days[1])
    #expect(days[0] != days[2])
  }

  @Test("clock that goes back stops time")
  func clockThatGoesBackStopsTime() throws {
    let home = home(site())
    try SimulatedCharger(home).start(at: Amperes(16), by: deadline)
    clock.advance(seconds: 600)
    let before = home.stateOfCharge
    clock.advance(seconds: -300)
    #expect(home.stateOfCharge == before)
    clock.advance(seconds: 300)
    #expect(home.stateOfCharge == before)
    clock.advance(seconds: 300)
    #expect(home.stateOfCharge > before)
  }

  @Test("settings outside of their range still start", arguments: [(-5, 0.0), (250, 100.0), (Int.min, 0.0)])
  func oddSettings(startSoC: Int, expected: Double) {
    #expect(home(site(seed: startSoC, startSoC: startSoC)).stateOfCharge == Percent(expected))
  }
}
