import ScheduleLang
import Testing

@testable import Drivers

@Suite("What a charger's registers mean")
struct ChargerMapTests {
  private func map(_ register: Register, factor: Double = 1) -> ChargerMap {
    ChargerMap(
      ChargerDescription(
        state: Register(), meanings: [:], failsafe: .none("it goes on"),
        setPoint: .init(register, .current, factor: factor, range: -32...32)))
  }

  @Test("a set-point that no charger can have is none, whatever the bits")
  func farSetPoint() {
    #expect(map(Register(.holding, 1, .int64)).setPoint([0x8000, 0, 0, 0]) == nil)
    #expect(map(Register(.holding, 1, .float32)).setPoint([0xDF00, 0]) == nil)
    #expect(map(Register(.holding, 1, .int16)).setPoint([0x8000]) == nil)
    #expect(map(Register(.holding, 1, .int16)).setPoint([0xFFF6]) == Amperes(-10))
  }

  @Test("what writes would do besides is said", arguments: [0, 16])
  func dangers(value: Int) {
    var charger = map(Register(.holding, 20, .int16)).charger
    charger.failsafe = .timeout(Register(.holding, 42), secondsPerUnit: 1, range: 10...600)
    charger.start = [.init(Register(.holding, 30), 1)]
    #expect(
      (charger.danger(of: .init(Register(.holding, 20, .int16), value), for: .stop) == nil) == (value == 0))
    #expect(charger.danger(of: .init(Register(.holding, 30), 1), for: .stop) != nil)
    #expect(charger.danger(of: .init(Register(.holding, 30), 0), for: .stop) == nil)
    #expect(charger.danger(of: .init(Register(.holding, 42), value), for: .preparation) != nil)
  }
}
