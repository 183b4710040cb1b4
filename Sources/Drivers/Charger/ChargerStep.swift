import ScheduleLang

/// One step of a command to a charger.
enum ChargerStep: Hashable {
  /// Writes registers.
  case write(ChargerWrite)
  /// Stops before control is taken, which the charger may refuse.
  case tryStop(ChargerWrite)
  /// Reads back the charger's own time-out.
  case proveTimeout(ModbusRequest)
  /// Reads back with what current it goes on once that has ended.
  case proveFailsafeCurrent(ModbusRequest)
  /// Goes on only where that time-out is armed, or need not be; asks nothing.
  case permitPower

  /// What the charger is asked for it.
  var request: ModbusRequest? {
    switch self {
    case .write(let write), .tryStop(let write): write.request
    case .proveTimeout(let request), .proveFailsafeCurrent(let request): request
    case .permitPower: nil
    }
  }

  /// The first register that it writes; nil where it writes none.
  var register: UInt16? {
    switch self {
    case .write(let write), .tryStop(let write): write.address
    case .proveTimeout, .proveFailsafeCurrent, .permitPower: nil
    }
  }

  /// Whether it sets the charger's own time-out.
  var isTimeout: Bool { if case .write(let write) = self { write.purpose == .timeout } else { false } }

  /// Whether it stops.
  var isStop: Bool { if case .write(let write) = self { write.purpose == .stop } else { false } }

  /// Whether it waits for nothing.
  var isUrgent: Bool { if case .tryStop = self { true } else { isStop } }
}

/// One write to registers of a charger.
struct ChargerWrite: Hashable {
  /// What it is for.
  enum Purpose: Hashable {
    case takeControl
    case release
    case timeout
    /// The current that it falls back to.
    case failsafeCurrent
    /// What puts the time-out off.
    case heartbeat
    /// What is done once control is taken; some chargers do without, which is told.
    case preparation(lack: String?)
    case setPoint(Amperes)
    case start
    case stop
  }

  /// What it is for.
  let purpose: Purpose
  /// What is asked.
  let request: ModbusRequest

  /// The first register that it writes.
  var address: UInt16? {
    switch request {
    case .writeSingle(let address, _), .writeMultiple(let address, _): address
    case .readHolding, .readInput: nil
    }
  }
}

/// What a charger is told, in its own numbers.
extension ChargerMap {
  /// Takes control; nothing where there is none to take.
  var takingControl: [ChargerStep] { steps([charger.control?.take].compactMap(\.self), .takeControl) }

  /// Hands control back; nothing where there is none.
  var releasing: [ChargerStep] { steps([charger.control?.release].compactMap(\.self), .release) }

  /// What is written once control is taken.
  var preparing: [ChargerStep] {
    charger.preparation.flatMap { steps([$0], .preparation(lack: $0.lack)) }
  }

  /// The same without what the charger may lack.
  var necessaryPreparing: [ChargerStep] {
    charger.preparation.filter { $0.lack == nil }.flatMap { steps([$0], .preparation(lack: nil)) }
  }

  /// Starts once the set-point is set; nothing where that starts it.
  var starting: [ChargerStep] { steps(charger.start, .start) }

  /// Stops, and leaves a set-point of 0 behind: what is left there is what the charger would use when a car is plugged in.
  var stopping: [ChargerStep] {
    let first = steps(charger.stop, .stop)
    guard !charger.setPoint.forbidsZero, let zero = charger.setPoint.register.write(0) else { return first }
    return first + [.write(ChargerWrite(purpose: first.isEmpty ? .stop : .setPoint(.zero), request: zero))]
  }

  /// The register that has the set-point.
  var setPointAddress: UInt16 { UInt16(truncatingIfNeeded: charger.setPoint.register.address) }

  /// Sets a current; nil where the charger does not take it.
  func setting(_ current: Amperes) -> ChargerStep? {
    let value = Double(current.value) * perAmpere
    guard current != .zero, charger.setPoint.range.contains(value), let number = number(for: current),
      let request = charger.setPoint.register.write(number)
    else { return nil }
    return .write(ChargerWrite(purpose: .setPoint(current), request: request))
  }

  /// What is written for a current, in the charger's own numbers; rather less than more where a step of it is coarser.
  func number(for current: Amperes) -> Double? {
    let exact = Double(current.value) * perAmpere / charger.setPoint.factor
    guard exact.magnitude < 1e12 else { return nil }
    let nearest = exact.rounded()
    return abs(exact - nearest) < 1e-6 || phases == 1 ? exact : exact.rounded(.towardZero)
  }

  private func steps(_ writes: [ChargerDescription.Write], _ purpose: ChargerWrite.Purpose) -> [ChargerStep] {
    writes.compactMap { write in
      write.register.write(Double(write.value)).map { .write(ChargerWrite(purpose: purpose, request: $0)) }
    }
  }
}
