import Foundation
import Insights
import Runtime
import ScheduleLang
import Synchronization
import Testing

@testable import Drivers

/// A clock that jumps from second to second.
private final class JumpingClock: LoopClock, Sendable {
  let time: Mutex<Instant>
  private let start: Instant
  private let end: Instant

  init(from start: Instant, to end: Instant) {
    time = Mutex(start)
    self.start = start
    self.end = end
  }

  var now: Instant { time.withLock { $0 } }
  var uptime: Duration { .milliseconds(now.milliseconds - start.milliseconds) }
  var stopRequested: Bool { now >= end }

  func sleep(until instant: Instant) -> Bool {
    time.withLock { $0 = instant }
    return stopRequested
  }

  func rest(for span: Duration) { time.withLock { $0.milliseconds += Int64(span / .milliseconds(1)) } }
}

@Suite("The forecast and the run of the simulated home")
struct ForecastAgreementTests {
  private func subject(_ file: String) throws -> HomeSchedule {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../schedules").standardized
    return try subject(folder.appendingPathComponent(file).path) { path in
      FileManager.default.contents(atPath: path).map(Array.init) ?? []
    }
  }

  private func subject(text: String) throws -> HomeSchedule {
    try subject("test.evs") { _ in Array(text.utf8) }
  }

  private func subject(_ path: String, read: @escaping (String) -> [UInt8]) throws -> HomeSchedule {
    let compiler = ScheduleCompiler(read: { read($0) }, knowsTimezone: ZoneRules.isKnown)
    let compilation = try compiler.compile(path)
    let program = try #require(compilation.program)
    return try #require(try HomeSchedule(program))
  }

  /// Rules that quarrel about the direction.
  private static let quarrel = """
    site "home" { timezone "Europe/London"   battery 52kWh   charger simulated   meter simulated }
    schedule "quarrel" {
        when soc > 50%: V2G
        otherwise: charge
    }
    """

  @Test("keep the direction alike where rules quarrel about it")
  func quarrelAgreement() throws {
    let subject = try subject(text: Self.quarrel)
    try compare(subject, from: try #require(Instant(iso: "2026-06-10T12:00:00Z".utf8)))
  }

  @Test(
    "agree within one percent of SoC, all day long",
    arguments: ["flux.evs", "commuter.evs", "late-export.evs", "cosy.evs"], ["2026-06-10", "2026-12-08"])
  func agreement(file: String, day: String) throws {
    try compare(try subject(file), from: try #require(Instant(iso: "\(day)T12:00:00Z".utf8)))
  }

  private func compare(_ subject: HomeSchedule, from start: Instant) throws {
    let settings = SimulationSettings(site: subject.site)
    let end = start.adding(seconds: 86_400)
    let forecast = Forecast(
      of: subject, from: start, hours: 24, soc: settings.startSoC.value, home: settings.home)

    let clock = JumpingClock(from: start, to: end)
    let home = SimulatedHome(site: subject.site, zone: subject.clocks.site) { clock.now }
    var memory = Memory()
    var ends = forecast.steps.compactMap { step in step.socEnd.map { (step.end, $0.value) } }[...]
    var compared = 0
    let loop = ControlLoop(
      site: subject.site, charger: SimulatedCharger(home), meter: SimulatedMeter(home), clock: clock,
      evaluate: { instant, readings, _ in
        subject.decide(at: subject.clocks.moment(at: instant), readings: readings, memory: &memory)
      },
      report: { event in
        guard case .ticked = event, let next = ends.first, clock.now >= next.0 else { return }
        ends = ends.dropFirst()
        compared += 1
        #expect(abs(home.stateOfCharge.value - next.1) <= 1, "\(next.0)")
      })
    #expect(throws: Never.self) { try loop.run() }
    #expect(compared >= 1)
    #expect(abs(home.stateOfCharge.value - (forecast.steps.last?.socEnd?.value ?? 0)) <= 1)
  }
}
