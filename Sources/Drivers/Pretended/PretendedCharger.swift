import Runtime
import ScheduleLang

/// A charger that exists in its description alone, with a car: registers that say and take what it describes, states that follow
/// commands, and a fail-safe that fires.
final class PretendedCharger: PretendedRegisters {
  let map: ChargerMap
  /// What the car's battery holds, and has in it, in watt-hours.
  let battery = 60_000.0
  var energy: Double
  /// Whether a car is there.
  var isPluggedIn = true { didSet { if !isPluggedIn { isStarted = false } } }
  /// The set-point in amperes of each phase, or watts, charging positive.
  var setPoint = 0.0
  /// Whether it was started since it was last stopped.
  var isStarted = false
  var isControlled: Bool
  /// Whether it was told what it must never be told: only its maker could help.
  var isLatched = false
  /// After how many seconds it stops by itself; 0 is never.
  var timeout: Double
  /// What it falls back to, in amperes of each phase.
  var failsafeCurrent = 6.0
  /// What was last written where that means nothing to it.
  var stored: [Register: Double] = [:]
  /// When it last heard anything, and what puts its time-out off.
  var heard: Duration
  var beaten: Duration
  private var hasFired = false
  /// How often it has stopped by itself.
  private(set) var firings = 0
  private var livedUntil: Duration

  init(_ map: ChargerMap, at time: Duration) {
    self.map = map
    energy = battery / 2
    isControlled = map.charger.control == nil
    timeout =
      switch map.charger.failsafe {
      case .timeout, .none: 0
      case .told(_, _, let range): Double(max(range.lowerBound, min(60, range.upperBound)))
      case .fixed(let seconds): Double(seconds)
      }
    (heard, beaten, livedUntil) = (time, time, time)
  }

  /// The car's state of charge in percent.
  var soc: Double { energy / battery * 100 }

  /// What flows into the car, in watts.
  var power: Double {
    guard isPluggedIn, isStarted, !isLatched else { return 0 }
    let power = setPoint * (map.charger.setPoint.unit == .power ? 1 : map.voltage * Double(map.phases))
    if power > 0 { return energy < battery ? power : 0 }
    return energy > 0 ? power : 0
  }

  func answer(_ request: ModbusRequest, at time: Duration) throws(ModbusError) -> [UInt16] {
    live(until: time)
    heard = time
    if map.charger.heartbeat == nil { hasFired = false }
    switch request {
    case .readHolding(let address, let count): return try image.answer(.holding, address, count: count)
    case .readInput(let address, let count): return try image.answer(.input, address, count: count)
    case .writeSingle(let address, let value):
      try write([value], to: Int(address), function: request.function)
      return [value]
    case .writeMultiple(let address, let values):
      try write(values, to: Int(address), function: request.function)
      return values
    }
  }

  /// What would end its time-out has come.
  func beat() { (beaten, hasFired) = (livedUntil, false) }

  /// Lets the time pass until `time`.
  func live(until time: Duration) {
    if let end = failsafeTime, end <= time {
      pass(until: end)
      fire()
    }
    pass(until: time)
  }

  private func pass(until time: Duration) {
    guard time > livedUntil else { return }
    energy = max(0, min(battery, energy + power * ((time - livedUntil) / .seconds(3600))))
    livedUntil = time
  }

  /// When it stops by itself if it hears nothing until then; nil where it does not.
  private var failsafeTime: Duration? {
    guard timeout > 0, !hasFired else { return nil }
    return (map.charger.heartbeat == nil ? heard : beaten) + .seconds(timeout)
  }

  private func fire() {
    hasFired = true
    let falls = map.charger.failsafeCurrent == nil ? 0 : failsafeCurrent
    if isStarted, falls == 0 { firings += 1 }
    setPoint = map.charger.setPoint.unit == .current ? falls : 0
    if setPoint == 0 { isStarted = false }
  }

  /// How many seconds are left until then.
  var secondsLeft: Double {
    failsafeTime.map { max(0, ($0 - livedUntil) / .seconds(1)) } ?? 0
  }

  func line(at time: Duration) -> String {
    live(until: time)
    let percent = Int(soc.rounded(.down))
    if isLatched { return "an error that stays: it was told what it must never be told" }
    if !isPluggedIn { return "no car is there" }
    if power != 0 {
      return
        "\(power > 0 ? "charging" : "discharging") with \(Int(power.magnitude.rounded())) W, SoC \(percent) %"
    }
    return hasFired ? "stopped by its own time-out, SoC \(percent) %" : "a car is there, SoC \(percent) %"
  }
}
