import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import simulate_faults

/// Virtual devices that answer, and do not tell the truth.
@Suite("Lying devices")
struct LyingDevicesTests {
  private func charger(_ writes: [(Int, UInt16)]) -> VirtualQuasar {
    let charger = VirtualQuasar(
      car: VirtualCar(
        battery: BatteryModel(capacity: WattHours(52_000), current: 1...32), soc: Percent(50)), voltage: 230)
    for (address, value) in writes { _ = charger.write(value, to: address) }
    charger.hear(at: 0)
    return charger
  }

  private let running: [(Int, UInt16)] = [(0x51, 1), (0x58, 60), (0x102, 10), (0x101, 1)]

  private func live(_ charger: VirtualQuasar, from first: Int = 1, to last: Int) {
    for second in first...last { charger.live(seconds: 1, at: .seconds(second)) }
  }

  @Test("a disobedient charger acknowledges shows and goes on")
  func aDisobedientChargerAcknowledgesShowsAndGoesOn() {
    let charger = charger(running)
    live(charger, to: 5)
    charger.disobeys = true
    #expect(charger.write(2, to: 0x101) == nil)
    #expect(charger.write(0, to: 0x102) == nil)
    live(charger, from: 6, to: 10)
    #expect(charger.register(0x102) == 0)
    #expect(charger.register(0x219) == 1)
    #expect(charger.flow == 10)
    // What it was told in vain it does not do later; what it is told then it does.
    charger.disobeys = false
    live(charger, from: 11, to: 12)
    #expect(charger.flow == 10)
    #expect(charger.write(2, to: 0x101) == nil)
    live(charger, from: 13, to: 13)
    #expect(charger.flow == 0)
  }

  @Test("a disobedient charger has its time-out or none", arguments: [false, true])
  func aDisobedientChargerHasItsTimeoutOrNone(ignoresTimeout: Bool) {
    let charger = charger(running)
    (charger.disobeys, charger.ignoresTimeout) = (true, ignoresTimeout)
    live(charger, to: 70)
    #expect(charger.flow == (ignoresTimeout ? 10 : 0))
  }

  @Test("registers say what is not so")
  func registersSayWhatIsNotSo() {
    let charger = charger(running)
    charger.falseValues = [0x102: 30_000, 0x58: 0, 0x21A: 2]
    #expect(charger.register(0x21A) == 0, "no power, no SoC")
    live(charger, to: 5)
    #expect(charger.register(0x21A) == 2)
    #expect(charger.register(0x102) == 30_000)
    #expect(charger.register(0x58) == 0)
    #expect(charger.failsafeTimeout == 60)
    #expect(charger.flow == 10)
  }

  @Test("a charger whose car takes nothing waits and gives up")
  func aChargerWhoseCarTakesNothingWaitsAndGivesUp() {
    let charger = charger(Array(running.dropLast()))
    charger.car.ownLimit = 40
    charger.givesUpAfter = 5
    _ = charger.write(1, to: 0x101)
    live(charger, to: 4)
    #expect(charger.flow == 0)
    #expect(charger.state == charger.stateWhileDeclined)
    #expect(charger.vainStarts == 1)
    live(charger, from: 5, to: 12)
    #expect(charger.state == 4)
    #expect(charger.commanded == 0)
  }

  @Test("a slow charger answers one request after the other")
  func aSlowChargerAnswersOneRequestAfterTheOther() {
    let home = VirtualHome(seed: 1, zone: .utc)
    let world = World(
      start: Instant(seconds: 1_800_000_000), charger: charger([]),
      shelly: VirtualShelly(generation: 1, hasPassword: false), home: home, random: SeededGenerator(seed: 1))
    world.chargerLink.replyTime = 400...400
    #expect(world.chargerLink.replyDelay() == 400)
    #expect(world.chargerLink.replyDelay() == 800)
    world.pass(.milliseconds(600))
    #expect(world.chargerLink.replyDelay() == 600)
  }

  @Test(
    "a meter shows what its habit makes of it",
    arguments: [
      (VirtualShelly.Habit.truthful, [100.0, 200, 300]), (.frozen, [100, 100, 100]),
      (.reversed, [100, -200, -300]), (.slow(every: 2), [100, 100, 300]),
    ]) func aMeterShowsWhatItsHabitMakesOfIt(habit: VirtualShelly.Habit, expected: [Double])
  {
    let shelly = VirtualShelly(generation: 1, hasPassword: false)
    let request = Array("GET /status HTTP/1.1\r\n\r\n".utf8)
    var shown: [Double] = []
    for second in 0..<3 {
      shelly.measure = { (Double(second + 1) * 100, 0, 230) }
      if second == 1 { shelly.habit = habit }
      _ = shelly.answer(request, at: .seconds(1000 + second))
      shown.append(shelly.shown.grid)
    }
    #expect(shown == expected)
  }

  @Test("prices come in the afternoon before")
  func pricesComeInTheAfternoonBefore() throws {
    var random = SeededGenerator(seed: 3)
    let start = Instant(seconds: 1_800_000_000)
    var prices = VirtualPrices(from: start, days: 3, random: &random)
    let (first, again) = (prices.news(at: start), prices.news(at: start))
    let later = prices.news(at: start.adding(seconds: 86_400))
    #expect(again == nil)
    #expect(try #require(later).intervals.count > #require(first).intervals.count)
  }
}
