import Platform
import Runtime
import ScheduleLang

/// A charger, with the SoC that others tell of the car where it does not tell one itself.
///
/// The car's own SoC counts only while a car is connected that, where it can tell, says so itself: else another car may be
/// there. Once the charger has told one since a car came, it alone is asked: two that do not quite agree would have rules
/// go back and forth. What was told before much has flowed says little of now.
public final class ChargerWithCar: Charger {
  private let charger: any Charger
  private var car: (any CarTeller)?
  private var name = ""
  private let voltage: Volts
  /// What flows at most, in watt-hours, before a SoC that was told counts no more.
  private var mostMoved: Double
  private let notice: (String) -> Void
  /// What has flowed since another SoC was told, in watt-hours either way; no end of it once the car has been away.
  private var moved = 0.0
  /// What was told last: whoever says the same again may not have asked the car.
  private var lastTold: Int?
  private var isAway = false
  private var last: Duration?
  private var power = 0.0
  /// Whether the charger has told a SoC since this car came.
  private var tellsItself = false
  private var noticed: DeviceError?

  /// The part of the battery that may have moved since the SoC was told, and what a battery holds of which nobody says it.
  private static let (mostShare, usualBattery) = (0.05, 50_000.0)

  /// Creates it, without anybody yet who tells of the car.
  ///
  /// - Parameter notice: told, in a line, why nothing is heard of the car.
  public init(_ charger: any Charger, voltage: Volts, notice: @escaping (String) -> Void) {
    (self.charger, self.voltage, self.notice) = (charger, voltage, notice)
    mostMoved = Self.usualBattery * Self.mostShare
  }

  /// Goes on with what tells of the car; nil is nobody.
  public func follow(_ car: DescribedCar?, name: String, battery: WattHours?) {
    follow(car as (any CarTeller)?, name: name, battery: battery)
  }

  func follow(_ car: (any CarTeller)?, name: String, battery: WattHours?) {
    (self.car, self.name, noticed) = (car, name, nil)
    (moved, lastTold) = (0, nil)
    mostMoved = (battery?.value ?? Self.usualBattery) * Self.mostShare
  }

  public func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
    var status = try charger.status(by: deadline)
    guard let car else { return status }
    let told = car.told()
    note(told.failure)
    count(status, at: deadline.uptime)
    if status.pluggedIn == false {
      if !isAway { (tellsItself, moved) = (false, .infinity) }
      isAway = true
    } else if status.pluggedIn == true {
      isAway = false
    }
    if told.isSoCNew, let soc = told.soc, soc != lastTold { (moved, lastTold) = (0, soc) }
    if status.soc != nil { tellsItself = true }
    let isHere = told.isPluggedIn ?? !car.tellsPlug
    if !tellsItself, status.pluggedIn == true, isHere, moved <= mostMoved { status.soc = told.soc }
    return status
  }

  /// Counts what has flowed since it was last looked at.
  private func count(_ status: ChargerStatus, at time: Duration) {
    if let last { moved += power * ((time - last) / .seconds(1)) / 3600 }
    last = time
    let measured = status.power.map { abs($0.value) }
    let commanded = status.state.isMovingPower ? abs(Double(status.setPoint?.value ?? 0)) * voltage.value : 0
    power = measured ?? commanded
  }

  /// Says once why nothing is heard of the car; that nothing new has come is no trouble.
  private func note(_ failure: DeviceError?) {
    switch failure {
    case .transport(let reason)? where failure != noticed:
      notice("the car \(name) cannot be reached: \(reason)")
    case .refused(let reason)? where failure != noticed: notice("the car \(name): \(reason)")
    case .transport?, .refused?, nil: break
    default: return
    }
    noticed = failure
  }

  public func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    try charger.start(at: current, by: deadline)
  }
  public func stop(by deadline: ExchangeDeadline) throws(DeviceError) { try charger.stop(by: deadline) }
  public func release(by deadline: ExchangeDeadline) throws(DeviceError) { try charger.release(by: deadline) }
  public var failsafeTimeout: Duration? { charger.failsafeTimeout }
  public var failsafeProblem: String? { charger.failsafeProblem }
  public var takesCommands: Bool { charger.takesCommands }
  public func heed(_ isStopWaiting: @escaping () -> Bool) { charger.heed(isStopWaiting) }
}
