// What a charger is told.
extension Checker {
  /// The set-point; nil where it is wrong.
  mutating func compileSetPoint(_ syntax: ChargerSyntax.SetPoint) -> ChargerDescription.SetPoint? {
    guard let unit = ChargerDescription.SetPoint.Unit(rawValue: syntax.name.key) else {
      report(.unknownDeviceWord(syntax.name, what: "set-point", among: ["current", "power"]))
      return nil
    }
    let counted: CountedThing = unit == .power ? .chargerPower : .chargerCurrent
    let read = syntax.value
    guard let number = number(read, of: counted) else { return nil }
    guard let range = number.range, let written = read.range else {
      let example = unit == .power ? "range -10kW..10kW" : "range -32A..32A"
      report(.missingSettings([example], of: "set \(unit.rawValue)", at: read.place))
      return nil
    }
    guard isWritable(number.register, at: read.terms[0].place),
      isTelling(number.register, number: true, at: read.terms[0].place)
    else { return nil }
    for (limit, syntax) in [(range.lowerBound, written.low), (range.upperBound, written.high)] {
      guard number.register.words(of: limit / abs(number.factor)) == nil else { continue }
      report(
        .unencodable(
          syntax.text, as: number.register.kind.rawValue, at: syntax.range))
      return nil
    }
    if abs(number.factor) > (unit == .power ? 230 : 1) {
      report(.coarseSetPoint(unit.rawValue, at: read.place))
    }
    let isReversed = number.factor < 0
    var setPoint = ChargerDescription.SetPoint(
      number.register, unit, factor: number.factor,
      range: isReversed ? -range.upperBound ... -range.lowerBound : range)
    guard setPoint.range.upperBound > 0 else {
      report(.emptyRange("nothing in this range charges", at: written.low.range))
      return nil
    }
    if let forbidden = syntax.forbidden {
      guard
        let value = value(
          forbidden, in: [counted.unit], for: "what is forbidden", example: unit == .power ? "0W" : "0A")
      else { return nil }
      guard value.value == 0 else {
        report(.outOfRange("only 0 can be forbidden; `range` says what it takes", at: forbidden.range))
        return nil
      }
      setPoint.forbidsZero = true
    }
    if let readBack = syntax.readBack {
      guard let register = readableRegister(readBack, at: read.place) else { return nil }
      setPoint.readBack = register
    }
    return setPoint
  }

  /// What takes control, starts and stops.
  mutating func compileCommands(_ syntax: ChargerSyntax, into description: inout ChargerDescription) {
    if let control = syntax.control, let take = write(control.take), let release = write(control.release) {
      description.control = .init(take: take, release: release)
      let isOneRegister = take.register == release.register && take.value != release.value
      if describedAccess == nil ? !isOneRegister : take.register == release.register {
        report(
          .outOfRange(
            "control is taken and handed back by two values of one register", at: control.release.place))
      }
    }
    description.preparation = syntax.preparation.compactMap { write($0) }
    description.start = syntax.start.compactMap { write($0) }
    description.stop = syntax.stop.compactMap { write($0) }
    checkDangers(syntax, description)
    for write in syntax.start + syntax.stop
      + [syntax.control?.take, syntax.control?.release].compactMap(\.self)
    {
      guard let lack = write.lack else { continue }
      report(.outOfRange("only what `prepare` writes can be lacking", at: lack.range))
    }
    guard let stop = syntax.stopBySetPoint else { return }
    let unit = description.setPoint.unit
    guard stop.name.key == unit.rawValue else {
      return report(.unknownDeviceWord(stop.name, what: "set-point of this charger", among: [unit.rawValue]))
    }
    guard
      let value = value(
        stop.value, in: [unit == .power ? .watts : .amperes], for: "what stops it",
        example: unit == .power ? "0W" : "0A")
    else { return }
    if value.value != 0 { report(.outOfRange("only a set-point of 0 stops a charger", at: stop.value.range)) }
    if description.setPoint.forbidsZero { report(.forbiddenStop(at: stop.value.range)) }
    if let first = syntax.stop.first {
      report(.repeatedSetting("stop", at: stop.name.range, first: first.place))
    }
  }

  /// Says of writes that would do something else than they are for.
  private mutating func checkDangers(_ syntax: ChargerSyntax, _ description: ChargerDescription) {
    let mistakes = diagnostics.count
    let writes: [(ChargerDescription.Purpose, [ChargerSyntax.Write])] = [
      (.control, [syntax.control?.take, syntax.control?.release].compactMap(\.self)),
      (.preparation, syntax.preparation), (.start, syntax.start), (.stop, syntax.stop),
    ]
    var dangers: [Diagnostic] = []
    for (purpose, writes) in writes {
      for syntax in writes {
        guard let write = write(syntax), let danger = description.danger(of: write, for: purpose) else {
          continue
        }
        dangers.append(.dangerousWrite(danger, at: syntax.place))
      }
    }
    for write in description.heartbeat?.writes ?? [] {
      guard let danger = description.danger(of: write, for: .heartbeat) else { continue }
      dangers.append(.dangerousWrite(danger, at: syntax.heartbeats[0].place))
      break
    }
    // What cannot be written at all was said already.
    diagnostics.removeSubrange(mistakes...)
    for danger in dangers { report(danger) }
  }

  mutating func write(_ syntax: ChargerSyntax.Write) -> ChargerDescription.Write? {
    var place = syntax.register
    // What a command writes is a code, in one register unless it is said otherwise.
    if place.kind == nil { place.kind = Word(text: "uint16", range: syntax.place) }
    guard let register = placed(register(place), at: syntax.place), isWritable(register, at: syntax.place),
      isTelling(register, number: false, at: syntax.place),
      let value = wholeNumber(syntax.value, for: "what is written", in: -0x8000_0000...0xFFFF_FFFF)
    else { return nil }
    guard register.words(of: Double(value)) != nil else {
      report(.unencodable("\(value)", as: register.kind.rawValue, at: syntax.value.range))
      return nil
    }
    return .init(register, value, lack: syntax.lack?.text)
  }

  /// A register that is read beside another, wherever it is.
  mutating func readableRegister(
    _ syntax: DescriptionSyntax.RegisterSyntax, at range: SourceRange
  ) -> Register? {
    guard let register = placed(register(syntax), at: range), isReadable(register, at: syntax.table.range)
    else { return nil }
    return register
  }

  mutating func isWritable(_ register: Register, at range: SourceRange) -> Bool {
    if register.table == .input { report(.readOnlyRegister(at: range)) }
    return register.table == .holding
  }
}
