import Runtime
import ScheduleLang

/// The meter's driver with a planted bug.
final class SabotagedMeter: Meter {
  private let meter: any Meter
  private let bug: PlantedBug
  private var last: MeterReading?

  init(_ meter: any Meter, bug: PlantedBug) {
    self.meter = meter
    self.bug = bug
  }

  func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    do throws(DeviceError) {
      var reading = try meter.reading(by: deadline)
      if bug == .meterDiscarded { throw DeviceError.protocolViolation("nothing is understood") }
      if bug == .gridSignTurned { reading.grid = reading.grid.map { Watts(-$0.value) } }
      if bug == .unknownTakenForZero, reading.grid == nil { reading.grid = Watts(0) }
      last = reading
      return reading
    } catch {
      if bug == .staleMeterBelieved, let last { return last }
      if bug == .unknownTakenForZero { return MeterReading(grid: Watts(0), solar: Watts(0)) }
      throw error
    }
  }
}
