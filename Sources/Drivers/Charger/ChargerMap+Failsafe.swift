import ScheduleLang

// How it stops by itself.
extension ChargerMap {
  /// Where its own time-out reads; nil where no register tells it.
  var timeout: Register? {
    charger.failsafe.register.map { charger.timeoutReadBack ?? $0 }
  }

  /// Sets the time-out, rounded up, and reads it back, or only reads one that nobody here sets; nothing where the charger has
  /// none.
  func arming(_ seconds: UInt16) -> [ChargerStep] {
    guard let timeout else { return [] }
    return [timeoutWrite(seconds).map { .write($0) }, .proveTimeout(timeout.read())].compactMap(\.self)
  }

  /// Sets the time-out; nil where nobody here does.
  func timeoutWrite(_ seconds: UInt16, for purpose: ChargerWrite.Purpose = .timeout) -> ChargerWrite? {
    guard case .timeout(let register, let unit, _) = charger.failsafe else { return nil }
    return register.write((Double(seconds) / unit).rounded(.up)).map {
      ChargerWrite(purpose: purpose, request: $0)
    }
  }

  /// Sets the current that it falls back to, where that can be set, and reads it; nothing where it has none.
  var settingFailsafeCurrent: [ChargerStep] {
    guard let current = charger.failsafeCurrent else { return [] }
    let write = current.wanted.flatMap { current.register.write($0 / current.factor) }
    let steps = write.map { [ChargerStep.write(ChargerWrite(purpose: .failsafeCurrent, request: $0))] } ?? []
    return steps + [.proveFailsafeCurrent((current.readBack ?? current.register).read())]
  }

  /// A heartbeat; nil where the charger needs none.
  ///
  /// - Parameters:
  ///   - count: how many there have been.
  ///   - told: the set-point that it was last told.
  ///   - seconds: its time-out.
  func heartbeat(_ count: Int, told: Amperes, seconds: UInt16) -> ChargerWrite? {
    let request: ModbusRequest?
    switch charger.heartbeat?.kind {
    case nil: return nil
    case .values(let register, let values):
      request = values.isEmpty ? nil : register.write(Double(values[count % values.count]))
    case .counter(let register, let range):
      request = register.write(Double(range.lowerBound + count % (range.upperBound - range.lowerBound + 1)))
    case .setPoint:
      request =
        number(for: told).flatMap { charger.setPoint.register.write($0) }
    case .timeout: return timeoutWrite(seconds, for: .heartbeat)
    }
    return request.map { ChargerWrite(purpose: .heartbeat, request: $0) }
  }
}
