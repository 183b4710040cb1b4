import Platform
import ScheduleLang

/// A charger that is only read: what it is told to do stops here.
///
/// It says that it holds what it was told, so that whoever tells it goes on as if it had obeyed, guard times
/// included; all else that it says is the charger's own.
public final class WatchedCharger: Charger {
  private let charger: any Charger
  private var commanded: Amperes?

  /// Creates a charger that reads `charger` and never writes to it.
  public init(_ charger: any Charger) { self.charger = charger }

  public func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
    var status = try charger.status(by: deadline)
    if let commanded { status.setPoint = commanded }
    status.isControlled = true
    return status
  }

  public var takesCommands: Bool { false }

  public func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    commanded = current
  }
  public func stop(by deadline: ExchangeDeadline) throws(DeviceError) { commanded = .zero }
  public func release(by deadline: ExchangeDeadline) throws(DeviceError) { commanded = nil }
}
