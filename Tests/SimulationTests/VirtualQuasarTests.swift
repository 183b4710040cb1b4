import Runtime
import ScheduleLang
import Testing

@testable import simulate_faults

/// The virtual charger behaves as the real one is known to.
@Suite("Virtual Quasar")
struct VirtualQuasarTests {
  private func charger(_ writes: [(Int, UInt16)]) -> VirtualQuasar {
    let charger = VirtualQuasar(
      car: VirtualCar(
        battery: BatteryModel(capacity: WattHours(52_000), current: 1...32), soc: Percent(50)), voltage: 230)
    for (address, value) in writes { _ = charger.write(value, to: address) }
    charger.hear(at: 0)
    return charger
  }

  private func live(_ charger: VirtualQuasar, from first: Int = 1, to last: Int) {
    for second in first...last { charger.live(seconds: 1, at: .seconds(second)) }
  }

  @Test("refuses writes while its user has control")
  func refusesWritesWhileItsUserHasControl() {
    let charger = charger([])
    #expect(charger.write(16, to: 0x102) == 3)
    #expect(charger.write(1, to: 0x51) == nil)
    #expect(charger.write(16, to: 0x102) == nil)
  }

  @Test("stops by itself once nothing is heard")
  func stopsByItselfOnceNothingIsHeard() {
    let charger = charger([(0x51, 1), (0x58, 60), (0x102, 16), (0x101, 1)])
    live(charger, to: 60)
    #expect(charger.flow == 16)
    live(charger, from: 61, to: 62)
    #expect(charger.flow == 0)
    #expect(charger.state == 4)
  }

  @Test("goes on for ever once control is handed back")
  func goesOnForEverOnceControlIsHandedBack() {
    let charger = charger([(0x51, 1), (0x58, 60), (0x102, 16), (0x101, 1), (0x51, 0)])
    live(charger, to: 600)
    #expect(charger.flow == 16)
  }

  @Test("tells its SoC only while power flows")
  func tellsItsSoCOnlyWhilePowerFlows() {
    let charger = charger([(0x51, 1), (0x102, 16)])
    #expect(charger.register(0x21A) == 0)
    _ = charger.write(1, to: 0x101)
    live(charger, to: 5)
    #expect(charger.register(0x21A) == 50)
  }

  @Test("refuses to read across a gap")
  func refusesToReadAcrossAGap() {
    let charger = charger([])
    #expect(charger.answer([0, 1, 0, 0, 0, 6, 1, 3, 0x02, 0x19, 0, 2], at: 0)?.count == 13)
    #expect(charger.answer([0, 1, 0, 0, 0, 6, 1, 3, 0x02, 0x0E, 0, 2], at: 0)?.suffix(2) == [0x83, 2])
  }
}
