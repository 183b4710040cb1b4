import ScheduleLang
import Testing

@testable import Runtime

@Suite("Battery model")
struct BatteryModelTests {
  private let model = BatteryModel(capacity: WattHours(52_000), current: 3...16, socRange: 5...97)

  @Test(
    "the charger loses what its owners measured",
    arguments: [
      (3, 0.57, 0.66), (8, 0.735, 0.78), (13, 0.90, 0.90), (16, 0.90, 0.90),
    ])
  func efficiency(amperes: Int, charging: Double, discharging: Double) {
    let hour = 3600.0
    let inward = model.step(from: Percent(50), setPoint: Amperes(amperes), seconds: hour)
    let outward = model.step(from: Percent(50), setPoint: Amperes(-amperes), seconds: hour)
    let power = Double(amperes) * 230
    #expect(inward.power == Watts(power))
    #expect(outward.power == Watts(-power))
    #expect(abs(inward.soc.value - 50 - power * charging / 520) < 1e-9)
    #expect(abs(outward.soc.value - 50 + power / discharging / 520) < 1e-9)
  }

  @Test("charging falls off to the smallest current at the top")
  func chargingFallsOffToTheSmallestCurrentAtTheTop() {
    let flows = [89, 90, 93.5, 96.999, 97, 100].map { model.flow(at: Percent($0), setPoint: Amperes(16)) }
    #expect(flows[0...2] == [16, 16, 9.5])
    #expect(abs(flows[3] - 3) < 0.01)
    #expect(flows[4...5] == [0, 0])
    #expect(model.flow(at: Percent(93.5), setPoint: Amperes(6)) == 6)
  }

  @Test("currents outside of the charger's range")
  func currentsOutsideOfTheChargersRange() {
    #expect(model.flow(at: Percent(50), setPoint: Amperes(2)) == 0)
    #expect(model.flow(at: Percent(50), setPoint: Amperes(-40)) == -16)
    #expect(model.flow(at: Percent(50), setPoint: Amperes(.min)) == -16)
    #expect(model.flow(at: Percent(5), setPoint: Amperes(-16)) == 0)
  }

  @Test(
    "small steps add up to a large one",
    arguments: [
      (20.0, 16), (88.0, 16), (91.0, 16), (89.0, 10), (95.0, 4), (60.0, -16), (6.0, -7), (96.9, 16),
      (97.0, 16),
    ])
  func additivity(start: Double, current: Int) {
    let total = 7200.0
    let large = model.step(from: Percent(start), setPoint: Amperes(current), seconds: total)
    for parts in [2, 7, 120, 7200] {
      var (soc, energy) = (Percent(start), 0.0)
      for _ in 0..<parts {
        let step = model.step(from: soc, setPoint: Amperes(current), seconds: total / Double(parts))
        soc = step.soc
        energy += step.power.value * total / Double(parts)
      }
      #expect(abs(soc.value - large.soc.value) < 1e-8)
      #expect(abs(energy - large.power.value * total) < 1e-3)
    }
  }

  @Test("taper agrees with small steps of its equation")
  func taperAgreesWithSmallStepsOfItsEquation() {
    // Euler's method over the same facts, written out again.
    var (soc, energy) = (88.0, 0.0)
    let step = 0.05
    for _ in 0..<Int(5 * 3600 / step) where soc < 97 {
      let amperes = min(16, 16 - 13 * (soc - 90) / 7)
      let share = amperes >= 13 ? 0.9 : 0.57 + 0.033 * (amperes - 3)
      energy += amperes * 230 * step
      soc += amperes * 230 * share * step / 3600 / 520
    }
    let result = model.step(from: Percent(88), setPoint: Amperes(16), seconds: 5 * 3600)
    #expect(result.soc == Percent(97))
    #expect(abs(energy / 3600 - result.power.value * 5) < 2)
  }

  @Test(
    "the time to a target is the time after which it is reached",
    arguments: [
      (10.0, 80.0, 16), (85.0, 96.0, 16), (85.0, 97.0, 12), (94.0, 96.5, 16), (70.0, 30.0, -16),
      (30.0, 5.0, -3),
    ])
  func timeToTarget(start: Double, target: Double, current: Int) throws {
    let seconds = try #require(
      model.seconds(from: Percent(start), to: Percent(target), setPoint: Amperes(current)))
    let reached = model.step(from: Percent(start), setPoint: Amperes(current), seconds: seconds)
    let short = model.step(from: Percent(start), setPoint: Amperes(current), seconds: seconds - 60)
    #expect(abs(reached.soc.value - target) < 1e-8)
    #expect(abs(short.soc.value - target) > 1e-3)
  }

  @Test("targets that are never reached have no time")
  func targetsThatAreNeverReachedHaveNoTime() {
    #expect(model.seconds(from: Percent(50), to: Percent(98), setPoint: Amperes(16)) == nil)
    #expect(model.seconds(from: Percent(50), to: Percent(4), setPoint: Amperes(-16)) == nil)
    #expect(model.seconds(from: Percent(50), to: Percent(60), setPoint: Amperes(0)) == nil)
    #expect(model.seconds(from: Percent(50), to: Percent(50), setPoint: Amperes(16)) == 0)
  }

  @Test("every start and current ends inside the charger's limits", arguments: [1, 3, 6, 14, 16])
  func limits(smallest: Int) {
    let model = BatteryModel(capacity: WattHours(52_000), current: smallest...16, socRange: 5...97)
    for start in stride(from: 0.0, through: 100, by: 0.5) {
      for current in -17...17 {
        let soc = model.step(from: Percent(start), setPoint: Amperes(current), seconds: 1e8).soc.value
        let expected = current >= smallest ? max(start, 97) : current <= -smallest ? min(start, 5) : start
        #expect(soc == expected)
      }
    }
  }

  @Test("odd configurations still end")
  func oddConfigurationsStillEnd() {
    for model in [
      BatteryModel(capacity: WattHours(-1), current: 0...16, socRange: 0...100),
      BatteryModel(capacity: WattHours(1000), current: 6...6, socRange: 0...80),
      BatteryModel(capacity: WattHours(1000), current: 1...32, socRange: 0...91, voltage: Volts(0)),
    ] {
      let step = model.step(from: Percent(79), setPoint: Amperes(6), seconds: 1e9)
      #expect(step.soc.value >= 79 && step.soc.value <= 100)
    }
  }
}
