import Platform
import Runtime
import ScheduleLang

/// The meter's driver with a planted bug.
final class SabotagedMeter: Meter {
  private let meter: any Meter
  private let bug: PlantedBug
  private let world: World
  private var last: MeterReading?
  /// The charger's power when the meter's numbers last moved.
  private var powerBefore = 0.0

  init(_ meter: any Meter, bug: PlantedBug, world: World) {
    self.meter = meter
    self.bug = bug
    self.world = world
  }

  func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    do throws(DeviceError) {
      var reading = try meter.reading(by: deadline)
      if bug == .meterDiscarded { throw DeviceError.protocolViolation("nothing is understood") }
      if bug == .gridSignTurned { reading.grid = reading.grid.map { Watts(-$0.value) } }
      if bug == .unknownTakenForZero, reading.grid == nil { reading.grid = Watts(0) }
      if bug == .frozenMeterBelieved { enliven(&reading) }
      last = reading
      return reading
    } catch {
      if bug == .staleMeterBelieved, let last { return last }
      if bug == .unknownTakenForZero { return MeterReading(grid: Watts(0), solar: Watts(0)) }
      throw error
    }
  }

  /// Lets numbers that stand still move a little, as if they were measured.
  private func enliven(_ reading: inout MeterReading) {
    let power = world.charger.power
    guard world.shelly.habit == .frozen else { return powerBefore = power }
    reading.grid = reading.grid.map {
      $0 + Watts(0.6 * (power - powerBefore) + Double(world.random.number(in: -9...9)))
    }
  }
}
