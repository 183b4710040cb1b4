// What a charger is told.
extension Checker {
  /// The set-point; nil where it is wrong.
  mutating func compileSetPoint(_ syntax: ChargerSyntax.SetPoint) -> ChargerDescription.SetPoint? {
    guard let unit = ChargerDescription.SetPoint.Unit(rawValue: syntax.name.key) else {
      report(.unknownDeviceWord(syntax.name, what: "set-point", among: ["current", "power"]))
      return nil
    }
    let counted: CountedThing =
      unit == .power
      ? .chargerPower
      : CountedThing(
        name: "current", unit: .amperes, directions: ["charging", "discharging"], example: "in A",
        limit: "32A")
    let read = syntax.value
    guard let number = number(read, of: counted) else { return nil }
    guard let range = number.range, let written = read.range else {
      let example = unit == .power ? "range -10kW..10kW" : "range -32A..32A"
      report(.missingSettings([example], of: "set \(unit.rawValue)", at: read.place))
      return nil
    }
    guard isWritable(number.register, at: read.terms[0].place) else { return nil }
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
    return setPoint
  }

  /// How it stops by itself; nil where that is wrong.
  mutating func compileFailsafe(_ syntax: ChargerSyntax.Failsafe) -> ChargerDescription.Failsafe? {
    if let consequence = syntax.consequence {
      guard consequence.text.contains(where: { $0 != " " }) else {
        report(.missingSettings(["\"what then happens\""], of: "failsafe: none", at: syntax.place))
        return nil
      }
      return ChargerDescription.Failsafe.none(consequence.text)
    }
    let counted = CountedThing(name: "failsafe", unit: .seconds, example: "in s", limit: "600s")
    guard let written = syntax.register else { return nil }
    guard let unit = syntax.unit, let limits = syntax.range else {
      report(
        .missingSettings([syntax.unit == nil ? "in s" : "from 10s to 600s"], of: "failsafe", at: syntax.place)
      )
      return nil
    }
    guard let register = placed(register(written), at: syntax.place), isWritable(register, at: syntax.place),
      let scale = scale(unit, of: counted), let range = range(limits, of: counted)
    else { return nil }
    guard range.upperBound >= 10 else {
      report(.shortFailsafe(Int(range.upperBound), at: limits.high.range))
      return nil
    }
    // In whole seconds, as a site asks for it; a register of the charger may hold more than any site needs.
    let lowest = max(0, range.lowerBound).rounded(.up)
    let highest = min(range.upperBound, 65_535).rounded(.down)
    guard lowest <= highest else {
      report(.emptyRange("no whole number of seconds up to 65535 lies in this range", at: limits.low.range))
      return nil
    }
    for (limit, syntax) in [(range.lowerBound, limits.low), (range.upperBound, limits.high)]
    where register.words(of: limit / scale) == nil {
      report(
        .unencodable(
          syntax.text, as: register.kind.rawValue, at: syntax.range))
      return nil
    }
    return .timeout(
      register, secondsPerUnit: scale, range: Int(lowest)...Int(highest))
  }

  /// What takes control, starts and stops.
  mutating func compileCommands(_ syntax: ChargerSyntax, into description: inout ChargerDescription) {
    if let control = syntax.control, let take = write(control.take), let release = write(control.release) {
      description.control = .init(take: take, release: release)
      if take.register != release.register || take.value == release.value {
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
    // What cannot be written at all was said already.
    diagnostics.removeSubrange(mistakes...)
    for danger in dangers { report(danger) }
  }

  private mutating func write(_ syntax: ChargerSyntax.Write) -> ChargerDescription.Write? {
    var place = syntax.register
    // What a command writes is a code, in one register unless it is said otherwise.
    if place.kind == nil { place.kind = Word(text: "uint16", range: syntax.place) }
    guard let register = placed(register(place), at: syntax.place), isWritable(register, at: syntax.place),
      let value = wholeNumber(syntax.value, for: "what is written", in: -0x8000_0000...0xFFFF_FFFF)
    else { return nil }
    guard register.words(of: Double(value)) != nil else {
      report(.unencodable("\(value)", as: register.kind.rawValue, at: syntax.value.range))
      return nil
    }
    return .init(register, value, lack: syntax.lack?.text)
  }

  private mutating func isWritable(_ register: Register, at range: SourceRange) -> Bool {
    if register.table == .input { report(.readOnlyRegister(at: range)) }
    return register.table == .holding
  }

  /// Says of registers that lie across each other that not both can be numbers.
  mutating func checkOverlaps(_ syntax: DescriptionSyntax, _ description: ChargerDescription) {
    var known: [(register: Register, place: SourceRange)] = []
    func check(_ register: Register?, at place: SourceRange) {
      guard let register else { return }
      if let other = known.first(where: { $0.register.lies(across: register) }) {
        report(.overlappingRegisters(at: place, first: other.place))
      }
      known.append((register, place))
    }
    for read in syntax.reads {
      guard case .register(let syntax)? = read.terms.first?.source else { continue }
      let mistakes = diagnostics.count
      let register = register(syntax)
      // What is wrong with it was said already.
      diagnostics.removeSubrange(mistakes...)
      check(register, at: read.terms[0].place)
    }
    for setPoint in syntax.charger.setPoints.prefix(1) {
      check(description.setPoint.register, at: setPoint.value.terms[0].place)
    }
    if case .timeout(let register, _, _) = description.failsafe {
      check(register, at: syntax.charger.failsafes[0].place)
    }
    let control = [
      (description.control?.take, syntax.charger.control?.take),
      (description.control?.release, syntax.charger.control?.release),
    ]
    let pairs =
      control
      + zip(description.preparation.map { $0 }, syntax.charger.preparation.map { $0 }).map { ($0, $1) }
      + zip(description.start, syntax.charger.start).map { ($0, $1) }
      + zip(description.stop, syntax.charger.stop).map { ($0, $1) }
    for (write, syntax) in pairs {
      guard let write, let syntax else { continue }
      check(write.register, at: syntax.place)
    }
  }
}
