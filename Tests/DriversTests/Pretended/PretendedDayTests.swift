import Platform
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import Drivers

@Suite("A day of each shipped charger")
struct PretendedDayTests {
  @Test(
    "is kept to: the energy of each hour is that which was wanted", arguments: PretendedChargerTests.names)
  func day(name: String) throws {
    let home = try PretendedHome(name)
    let discharges = PretendedChargerTests.bidirectional.contains(name)
    let morning = discharges ? [6, 0, -16, 0, 10, -6, 0] : [6, 0, 16, 0, 10, 6, 0]
    let hours = Thoroughness.isFull ? morning + morning + [16] + [Int](repeating: 0, count: 9) : morning
    // A usual run has shorter hours; guard times, and a start after another direction, take some minutes of each.
    let (busy, idle, lost) = Thoroughness.isFull ? (3600, 3600, 360.0) : (600, 120, 200.0)
    for (hour, current) in hours.enumerated() {
      home.decision = current == 0 ? .idle : Decision(current > 0 ? .charge : .discharge, current, current)
      let before = home.world.charger.energy
      let seconds = current == 0 ? idle : busy
      home.run(seconds)
      home.world.charger.live(until: home.world.time)
      let flowed = home.world.charger.energy - before
      let perSecond = Double(current * 230) / 3600
      let wanted = perSecond * Double(seconds)
      #expect(
        abs(flowed - wanted) <= abs(perSecond) * lost + 1, "hour \(hour): \(flowed) Wh of \(wanted) Wh")
      #expect(home.last?.chargerFailure == nil, "hour \(hour): \(home.failures)")
      home.forget()
    }
    #expect(home.world.charger.firings == 0 && !home.world.charger.isLatched)
  }
}
