import Platform
import Runtime
import ScheduleLang

/// The grid meter of a simulated home; it always answers and at once.
public final class SimulatedMeter: Meter, Sendable {
  private let home: SimulatedHome

  /// Creates the meter of `home`.
  public init(_ home: SimulatedHome) { self.home = home }

  public func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading { home.reading }
}
