import ScheduleLang

// What it is told.
extension PretendedCharger {
  /// Takes what is written; throws what it answers where it does not.
  func write(_ words: [UInt16], to address: Int, function: UInt8) throws(ModbusError) {
    let charger = map.charger
    guard
      let register = charger.writtenRegisters.first(where: {
        $0.address == address && $0.kind.width == words.count
      })
    else { throw .exception(2) }
    guard function == (words.count > 1 || register.isWrittenByFunction16 ? 16 : 6) else {
      throw .exception(1)
    }
    guard let number = register.number(in: words) else { throw .exception(3) }
    func isHere(_ other: Register?) -> Bool { other?.address == address }
    if let control = charger.control, isHere(control.take.register) || isHere(control.release.register) {
      func isThis(_ write: ChargerDescription.Write) -> Bool {
        isHere(write.register) && number == Double(write.value)
      }
      guard isThis(control.take) || isThis(control.release) else { throw .exception(3) }
      isControlled = isThis(control.take)
      // Its user needs no time-out.
      if !isControlled, case .timeout = charger.failsafe { timeout = 0 }
      return
    }
    guard isControlled else { throw .exception(4) }
    if isHere(charger.setPoint.register) { return try takeSetPoint(number * charger.setPoint.factor) }
    if case .timeout(let register, let unit, let range) = charger.failsafe, isHere(register) {
      guard (Double(range.lowerBound)...Double(range.upperBound)).contains(number * unit) else {
        throw .exception(3)
      }
      timeout = number * unit
      return beat()
    }
    if let current = charger.failsafeCurrent, isHere(current.register) {
      guard number >= 0 else { throw .exception(3) }
      return failsafeCurrent = number * current.factor
    }
    if isHere(charger.heartbeat?.register) { return takeHeartbeat(number, register) }
    try takeCode(number, at: register)
  }

  private func takeSetPoint(_ value: Double) throws(ModbusError) {
    let setPoint = map.charger.setPoint
    if value == 0 {
      if setPoint.forbidsZero { isLatched = true }
      if map.charger.start.isEmpty { isStarted = false }
    } else {
      // To a millionth, lest a tenth of an ampere be a little too much.
      let range = setPoint.range.lowerBound - 1e-6...setPoint.range.upperBound + 1e-6
      guard range.contains(value) else { throw .exception(3) }
      if map.charger.start.isEmpty { isStarted = isPluggedIn }
    }
    self.setPoint = value
    if case .setPoint? = map.charger.heartbeat?.kind { beat() }
  }

  /// One that should change, and does not, is none.
  private func takeHeartbeat(_ number: Double, _ register: Register) {
    let isNews = stored.updateValue(number, forKey: register) != number
    switch map.charger.heartbeat?.kind {
    case .values(_, let values) where values.contains { Double($0) == number }:
      if values.count == 1 || isNews { beat() }
    case .counter where isNews: beat()
    default: break
    }
  }

  private func takeCode(_ number: Double, at register: Register) throws(ModbusError) {
    func has(_ write: ChargerDescription.Write) -> Bool {
      write.register.address == register.address && Double(write.value) == number
    }
    let charger = map.charger
    if charger.stop.contains(where: has) {
      isStarted = false
    } else if charger.start.last.map(has) == true {
      isStarted = isPluggedIn && setPoint != 0
    } else if !(charger.start + charger.preparation).contains(where: has) {
      throw .exception(3)
    }
    stored[register] = number
  }
}
