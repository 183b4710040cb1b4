import ScheduleLang

// What it says.
extension PretendedCharger {
  /// Its registers at this moment.
  var image: RegisterImage {
    let charger = map.charger
    var image = RegisterImage()
    for register in charger.writtenRegisters { image.put(stored[register] ?? 0, in: register) }
    image.put(Double(stateCode), in: charger.state)
    if let plug = charger.plug, let code = plug.codes.filter({ $0.value == isPluggedIn }).keys.min() {
      image.put(Double(code), in: plug.register)
    }
    if let soc = charger.soc { image.put(isPluggedIn ? self.soc / soc.factor : 0, in: soc.register) }
    if let power = charger.power { image.put(self.power / power.factor, in: power.register) }
    for error in charger.errors { image.put(0, in: error.register) }
    if let serial = charger.serial { image.put(4711, in: serial) }
    for register in [charger.setPoint.register, charger.setPoint.readBack].compactMap(\.self) {
      image.put(setPoint / charger.setPoint.factor, in: register)
    }
    if let control = charger.control {
      image.put(Double(isControlled ? control.take.value : control.release.value), in: control.take.register)
    }
    putFailsafe(in: &image)
    putOffers(in: &image)
    return image
  }

  private func putFailsafe(in image: inout RegisterImage) {
    let charger = map.charger
    let seconds = if case .told = charger.failsafe { secondsLeft } else { timeout }
    for register in [charger.failsafe.register, charger.timeoutReadBack].compactMap(\.self) {
      image.put((seconds / charger.failsafe.secondsPerUnit).rounded(.up), in: register)
    }
    guard let current = charger.failsafeCurrent else { return }
    for register in [current.register, current.readBack].compactMap(\.self) {
      image.put(failsafeCurrent / current.factor, in: register)
    }
  }

  /// Its limits, as wide as its set-point goes, and what lets it discharge.
  private func putOffers(in image: inout RegisterImage) {
    let range = map.charger.setPoint.range
    var known: [Register: Double] = [:]
    for limit in map.charger.limits {
      let bound =
        switch limit.bound {
        case .chargeAtMost: range.upperBound
        case .chargeAtLeast: max(0, range.lowerBound)
        case .dischargeAtMost: range.lowerBound
        }
      known[limit.number.register] = bound
      image.put(bound / limit.number.factor, in: limit.number.register)
    }
    for condition in map.charger.dischargeConditions {
      let value: Double
      switch condition.test {
      case .among(let values): value = values.first ?? 0
      case .below(let limit): value = min(range.lowerBound, limit - 1)
      case .above(let limit): value = max(range.upperBound, limit + 1)
      }
      if let bound = known[condition.number.register], condition.test.holds(for: bound) { continue }
      image.put(value / condition.number.factor, in: condition.number.register)
    }
  }

  private var stateCode: Int {
    let kind: ChargerDescription.Meaning.Kind =
      isLatched
      ? .fault : !isPluggedIn ? .unplugged : power > 0 ? .charging : power < 0 ? .discharging : .paused
    // Where a register of its own tells whether a car is there, the state need not.
    let kinds: [ChargerDescription.Meaning.Kind] =
      switch kind {
      case .charging, .discharging: [kind, .either]
      case .unplugged: [kind, .paused]
      default: [kind, .either, .unavailable]
      }
    for kind in kinds {
      if let code = map.charger.meanings.filter({ $0.value.kind == kind }).keys.min() { return code }
    }
    return 0
  }
}
