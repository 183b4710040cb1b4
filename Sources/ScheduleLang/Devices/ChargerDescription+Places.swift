// Where everything of a charger is.
extension ChargerDescription {
  /// The same with each of its registers where `place` puts it.
  public func placed(_ place: (Register) -> Register) -> ChargerDescription {
    func number(_ number: Number) -> Number {
      Number(place(number.register), factor: number.factor, range: number.range)
    }
    func write(_ write: Write) -> Write { Write(place(write.register), write.value, lack: write.lack) }
    var placed = self
    placed.state = place(state)
    placed.plug = plug.map { Plug(place($0.register), $0.codes) }
    placed.soc = soc.map(number)
    placed.power = power.map(number)
    placed.errors = errors.map { ErrorCode($0.name, place($0.register)) }
    placed.serial = serial.map(place)
    placed.control = control.map { Control(take: write($0.take), release: write($0.release)) }
    placed.preparation = preparation.map(write)
    placed.failsafe = failsafe.placed(place)
    placed.timeoutReadBack = timeoutReadBack.map(place)
    placed.failsafeCurrent = failsafeCurrent.map {
      FailsafeCurrent(
        place($0.register), factor: $0.factor, wanted: $0.wanted, readBack: $0.readBack.map(place))
    }
    placed.heartbeat = heartbeat.map { Heartbeat($0.kind.placed(place), every: $0.seconds) }
    placed.setPoint.register = place(setPoint.register)
    placed.setPoint.readBack = setPoint.readBack.map(place)
    placed.start = start.map(write)
    placed.stop = stop.map(write)
    placed.dischargeConditions = dischargeConditions.map { Condition($0.name, number($0.number), $0.test) }
    placed.limits = limits.map { Limit($0.name, number($0.number), $0.bound) }
    return placed
  }

  /// All registers that are read, some perhaps more than once.
  package var readRegisters: [Register] {
    var registers = [state, setPoint.readBack ?? setPoint.register]
    registers += [plug?.register, soc?.register, power?.register, serial].compactMap(\.self)
    registers += [control?.take.register, timeoutReadBack ?? failsafe.register].compactMap(\.self)
    registers += [failsafeCurrent.map { $0.readBack ?? $0.register }].compactMap(\.self)
    registers += errors.map(\.register) + dischargeConditions.map(\.number.register)
    return registers + limits.map(\.number.register)
  }

  /// All registers that are written, some perhaps more than once.
  package var writtenRegisters: [Register] {
    var registers = [setPoint.register]
    if case .timeout(let register, _, _) = failsafe { registers.append(register) }
    if let failsafeCurrent, failsafeCurrent.wanted != nil { registers.append(failsafeCurrent.register) }
    registers += [heartbeat?.register, control?.take.register, control?.release.register].compactMap(\.self)
    return registers + (preparation + start + stop).map(\.register)
  }
}

extension ChargerDescription.Failsafe {
  /// The same with its register where `place` puts it.
  func placed(_ place: (Register) -> Register) -> Self {
    switch self {
    case .timeout(let register, let unit, let range):
      .timeout(place(register), secondsPerUnit: unit, range: range)
    case .told(let register, let unit, let range): .told(place(register), secondsPerUnit: unit, range: range)
    case .fixed, .none: self
    }
  }
}

extension ChargerDescription.Heartbeat.Kind {
  /// The same with its register where `place` puts it.
  func placed(_ place: (Register) -> Register) -> Self {
    switch self {
    case .values(let register, let values): .values(place(register), values)
    case .counter(let register, let range): .counter(place(register), range)
    case .setPoint, .timeout: self
    }
  }
}
