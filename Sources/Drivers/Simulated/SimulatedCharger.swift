import Platform
import Runtime
import ScheduleLang

/// The charger of a simulated home; it always answers and at once.
public final class SimulatedCharger: Charger, Sendable {
  private let home: SimulatedHome

  /// Creates the charger of `home`.
  public init(_ home: SimulatedHome) { self.home = home }

  public func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus { home.status }

  public func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    home.ask(for: current)
  }

  public func stop(by deadline: ExchangeDeadline) throws(DeviceError) { home.ask(for: .zero) }

  public func release(by deadline: ExchangeDeadline) throws(DeviceError) { home.ask(for: .zero) }
}
