import ScheduleLang
import PeerSupport
import Testing

@testable import evse_run

@Suite("Fast loop clock", .waits)
struct FastLoopClockTests {
  @Test("advances only by sleeping")
  func advancesOnlyBySleeping() {
    let clock = FastLoopClock(speed: 60) { _ in false }
    let (start, uptime) = (clock.now, clock.uptime)
    #expect(clock.now == start)
    #expect(!clock.sleep(until: start.adding(seconds: 90)))
    #expect(clock.now == start.adding(seconds: 90))
    #expect(clock.reader() == clock.now)
    #expect(clock.uptime - uptime == .seconds(90))
    #expect(!clock.sleep(until: start))
    #expect(clock.now == start.adding(seconds: 90))
  }

  @Test("waits the time divided by its speed")
  func waitsTheTimeDividedByItsSpeed() {
    var waits: [Duration] = []
    let clock = FastLoopClock(speed: 60) {
      waits.append($0)
      return false
    }
    _ = clock.sleep(until: clock.now.adding(seconds: 3600))
    #expect(waits.count == 1)
    #expect(waits[0] <= .seconds(60) && waits[0] > .seconds(30))
  }

  @Test("stands still when a stop is requested")
  func standsStillWhenAStopIsRequested() {
    let clock = FastLoopClock(speed: 60) { _ in true }
    let start = clock.now
    #expect(clock.sleep(until: start.adding(seconds: 1)))
    #expect(clock.stopRequested)
    #expect(clock.now == start)
  }
}
