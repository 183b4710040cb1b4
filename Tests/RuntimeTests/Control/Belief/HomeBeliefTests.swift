import Platform
import Runtime
import ScheduleLang
import Testing

@Suite("Home belief")
struct HomeBeliefTests {
  private func belief() -> HomeBelief {
    HomeBelief(
      site: Site(timezone: "UTC", charger: DeviceConfiguration(driver: "simulated", range: .nowhere)))
  }

  private func meter(_ grid: Double, isNew: Bool = true) -> MeterReading {
    var reading = MeterReading(grid: Watts(grid), solar: nil, measuresSolar: false)
    reading.isGridNew = isNew
    return reading
  }

  private func charger(_ power: Double) -> ChargerStatus {
    ChargerStatus(
      state: power == 0 ? .paused : .charging, pluggedIn: true, soc: 50, power: Watts(power),
      setPoint: Amperes(power == 0 ? 0 : 6))
  }

  @Test("what a slow meter showed before the charger began says nothing of the house beside it")
  func slowMeter() {
    var belief = belief()
    belief.take(meter: meter(-2000), charger: charger(0), setPoint: .zero, at: .seconds(0))
    #expect(belief.gridWithoutCharger(at: .seconds(0)) == Watts(-2000))
    for second in 1..<10 {
      belief.take(
        meter: meter(-2000, isNew: false), charger: charger(1380), setPoint: Amperes(6), at: .seconds(second))
      #expect(belief.gridWithoutCharger(at: .seconds(second)) == Watts(-2000))
      #expect(belief.readings(at: .seconds(second)).grid == Watts(-2000))
    }
    belief.take(meter: meter(-620), charger: charger(1380), setPoint: Amperes(6), at: .seconds(10))
    #expect(belief.gridWithoutCharger(at: .seconds(10)) == Watts(-2000))
  }

  @Test("it is known for as long as a reading is, and no longer, though the meter repeats it")
  func staleness() {
    var belief = belief()
    belief.take(meter: meter(500), charger: charger(0), setPoint: .zero, at: .seconds(0))
    for second in 1...40 {
      belief.take(meter: meter(500, isNew: false), charger: charger(0), setPoint: .zero, at: .seconds(second))
    }
    #expect(
      belief.gridWithoutCharger(at: .seconds(40)) == nil && belief.readings(at: .seconds(40)).grid == nil)
  }
}
