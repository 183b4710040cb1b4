import Runtime
import ScheduleLang
import Testing

@testable import simulate_faults

/// Virtual cars have limits of their own, as real ones do.
@Suite("Virtual car")
struct VirtualCarTests {
  private func car(soc: Double = 50) -> VirtualCar {
    VirtualCar(battery: BatteryModel(capacity: WattHours(52_000), current: 1...32), soc: Percent(soc))
  }

  @Test("takes what it is offered")
  func takesWhatItIsOffered() {
    var car = car()
    #expect(car.live(offered: 16, seconds: 60) == 16)
    #expect(car.soc > Percent(50))
    #expect(car.live(offered: -16, seconds: 60) == -16)
  }

  @Test("takes no more at its own limit and gives")
  func takesNoMoreAtItsOwnLimitAndGives() {
    var car = car(soc: 60)
    car.ownLimit = 60
    #expect(car.declines(16))
    #expect(car.live(offered: 16, seconds: 60) == 0)
    #expect(car.soc == Percent(60))
    #expect(car.live(offered: -16, seconds: 60) == -16)
  }

  @Test("sleeps and wakes once it has been offered power for long enough")
  func sleepsAndWakesOnceItHasBeenOfferedPowerForLongEnough() {
    var car = car()
    car.sleep = .init(after: 300, wakesAfter: 30)
    for _ in 0..<299 { _ = car.live(offered: 0, seconds: 1) }
    #expect(!car.isAsleep)
    _ = car.live(offered: 0, seconds: 1)
    #expect(car.isAsleep)
    for _ in 0..<30 { #expect(car.live(offered: 16, seconds: 1) == 0) }
    #expect(car.live(offered: 16, seconds: 1) == 16)
  }

  @Test("sleeps on until it is plugged in")
  func sleepsOnUntilItIsPluggedIn() {
    var car = car()
    car.sleep = .init(after: 300, wakesAfter: .infinity)
    _ = car.live(offered: 0, seconds: 300)
    for _ in 0..<100 { #expect(car.live(offered: 16, seconds: 60) == 0) }
    car.plug()
    #expect(car.live(offered: 16, seconds: 1) == 16)
  }

  @Test("falls asleep again where an offer ends before it wakes")
  func fallsAsleepAgainWhereAnOfferEndsBeforeItWakes() {
    var car = car()
    car.sleep = .init(after: 300, wakesAfter: 30)
    _ = car.live(offered: 0, seconds: 300)
    for _ in 0..<20 { _ = car.live(offered: 16, seconds: 1) }
    _ = car.live(offered: 0, seconds: 1)
    for _ in 0..<20 { #expect(car.live(offered: 16, seconds: 1) == 0) }
  }
}
