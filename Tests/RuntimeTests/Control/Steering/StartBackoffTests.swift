import ScheduleLang
import Testing

@testable import Runtime

@Suite("Starting a charger again")
struct StartBackoffTests {
  /// How often a charger is started in an hour whose car takes power for so many seconds and then stops.
  private func starts(power seconds: Int) -> Int {
    var backoff = StartBackoff()
    var (starts, left) = (0, 0)
    for second in 0..<3600 {
      let uptime = Duration.seconds(second)
      backoff.note(isFlowing: left > 0, at: uptime)
      if left > 0 {
        left -= 1
      } else if second % 23 == 0, !backoff.holds(.charge, at: uptime) {
        backoff.started(.charge, at: uptime)
        (starts, left) = (starts + 1, seconds)
      }
    }
    return starts
  }

  @Test(
    "a car that takes power for some seconds, and stops, is started as rarely as one that takes none",
    arguments: [0, 4, 15, 90])
  func shortPower(seconds: Int) {
    #expect((5...9).contains(starts(power: seconds)), "\(starts(power: seconds))")
  }

  @Test("one that took power for minutes is started again at once")
  func longPower() {
    #expect(starts(power: 310) >= 10)
  }

  @Test("power that the program itself ended says nothing against the car")
  func endedByTheProgram() {
    var backoff = StartBackoff()
    for start in 0..<8 {
      let uptime = Duration.seconds(start * 60)
      #expect(!backoff.holds(.followSun, at: uptime))
      backoff.started(.followSun, at: uptime)
      backoff.note(isFlowing: true, at: uptime + .seconds(5))
      backoff.ended()
      backoff.note(isFlowing: false, at: uptime + .seconds(30))
    }
  }

  @Test(
    "nor does power that ends while nothing is heard of the charger, whose own time-out may be what ended it",
    arguments: [(2, true), (60, false)])
  func endedUnseen(silence: Int, holds: Bool) {
    var backoff = StartBackoff()
    for start in 0..<3 {
      let uptime = Duration.seconds(start * 120)
      backoff.started(.charge, at: uptime)
      for second in 1...20 { backoff.note(isFlowing: true, at: uptime + .seconds(second)) }
      backoff.note(isFlowing: false, at: uptime + .seconds(20 + silence))
    }
    #expect(backoff.holds(.charge, at: .seconds(290)) == holds)
  }

  @Test(
    "nor does a start that was ended before anything was seen of it; one that was seen without power was in vain",
    arguments: [(0, false), (3, false), (12, true)])
  func endedUnjudged(seen: Int, holds: Bool) {
    var backoff = StartBackoff()
    var uptime = Duration.zero
    // By the sixth start in vain, a quarter of an hour is waited for.
    for _ in 0..<8 {
      while backoff.holds(.charge, at: uptime) {
        backoff.note(isFlowing: false, at: uptime)
        uptime += .seconds(1)
      }
      backoff.started(.charge, at: uptime)
      for second in 1...30 { backoff.note(isFlowing: false, at: uptime + .seconds(second)) }
      uptime += .seconds(31)
    }
    while backoff.holds(.charge, at: uptime) {
      backoff.note(isFlowing: false, at: uptime)
      uptime += .seconds(1)
    }
    backoff.started(.charge, at: uptime)
    for second in 0..<seen { backoff.note(isFlowing: false, at: uptime + .seconds(second + 1)) }
    backoff.ended()
    #expect(backoff.holds(.charge, at: uptime + .seconds(59)))
    #expect(backoff.holds(.charge, at: uptime + .seconds(61)) == holds)
  }

  /// A charger that was started in vain three times, and moves power at the fourth.
  private var late: Steering {
    var steering = Steering()
    for second in [0, 40, 80, 150] {
      let uptime = Duration.seconds(second)
      steering.observe(status(.paused, second == 0 ? 0 : 10), at: uptime)
      #expect(command(of: &steering, at: uptime) == .start(Amperes(10)))
      steering.sent(.start(Amperes(10)), in: .paused, at: uptime)
    }
    steering.observe(status(.charging, 10), at: .seconds(155))
    return steering
  }

  private func command(of steering: inout Steering, at uptime: Duration) -> ChargerCommand? {
    let goal = Steering.Goal(current: Amperes(10), permitted: steering.setPoint ?? .zero)
    return steering.command(for: goal, state: .paused, at: uptime)
  }

  private func status(_ state: ChargerState, _ setPoint: Int) -> ChargerStatus {
    ChargerStatus(
      state: state, pluggedIn: true, soc: 50, power: Watts(state == .charging ? 2300 : 0),
      setPoint: Amperes(setPoint))
  }

  @Test(
    "nor does power that ends with a command that fails, or with a set-point that another has written",
    arguments: [(fails: true, setPoint: 10), (false, -7), (false, 0), (false, 10)])
  func endedByOthers(fails: Bool, setPoint: Int) {
    var steering = late
    if fails { steering.failed(.start(Amperes(10)), isRefused: true) }
    steering.observe(status(.charging, setPoint), at: .seconds(158))
    steering.observe(status(.paused, setPoint), at: .seconds(160))
    let starts = command(of: &steering, at: .seconds(200)) == .start(Amperes(10))
    #expect(starts == (fails || setPoint != 10))
  }

  @Test("nor does power that ends with a stop whose confirmation is lost")
  func endedByALostStop() {
    var steering = late
    steering.failed(.stop)
    steering.observe(status(.paused, 10), at: .seconds(160))
    #expect(command(of: &steering, at: .seconds(200)) == .start(Amperes(10)))
  }
}
