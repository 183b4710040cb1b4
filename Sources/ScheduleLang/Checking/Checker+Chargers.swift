// What a description says of a charger.
extension Checker {
  /// The names of what is read of a charger, besides what its conditions ask for.
  private static let readings = ["error", "plugged", "power", "serial", "soc", "state"]

  /// What a description says of a charger; nil where a part of it is wrong.
  mutating func compileCharger(_ syntax: DescriptionSyntax, over transport: Transport) -> ChargerDescription?
  {
    let charger = syntax.charger
    reportReads(syntax)
    reportMissing(syntax)
    let state = syntax.reads.first { $0.name.key == "state" }
    let setPoint = charger.setPoints.first.flatMap { compileSetPoint($0) }
    let failsafe = charger.failsafes.first.flatMap { compileFailsafe($0) }
    let states = state.flatMap {
      compileStates($0, discharges: setPoint.map { $0.range.lowerBound < 0 } ?? false)
    }
    guard let setPoint else { return nil }
    // What else is wrong is said where one of these is missing, too.
    var description = ChargerDescription(
      state: states?.register ?? Register(), meanings: states?.meanings ?? [:],
      failsafe: failsafe ?? .none(""), setPoint: setPoint)
    compileSafety(charger, into: &description)
    compileReads(syntax, into: &description)
    compileCommands(charger, into: &description)
    compileConditions(syntax, into: &description)
    compileLimits(syntax, into: &description)
    if description.meanings.values.contains(where: { $0.kind == .either }), description.power == nil {
      report(
        .missingSettings(
          ["read power from …"], of: "charging or discharging", at: state?.place ?? syntax.range))
    }
    checkOverlaps(syntax, description)
    if let word = charger.restart {
      description.restart = ChargerDescription.Restart(rawValue: word.key)
      if description.restart == nil {
        let ways = ChargerDescription.Restart.allCases.map(\.rawValue)
        report(.unknownDeviceWord(word, what: "way to restart a charger", among: ways))
      }
    }
    if case .http = transport { description.places = describedPlaces }
    return failsafe == nil || states == nil ? nil : description
  }

  /// What else is said of its time-out.
  private mutating func compileSafety(_ charger: ChargerSyntax, into description: inout ChargerDescription) {
    if let failsafe = charger.failsafes.first {
      description.mayLackFailsafe = failsafe.isOptional
      description.timeoutReadBack = failsafe.readBack.flatMap { readableRegister($0, at: failsafe.place) }
    }
    for (name, words) in [
      ("failsafe current", charger.failsafeCurrents.map(\.word)),
      ("heartbeat", charger.heartbeats.map(\.word)),
    ] {
      for word in words.dropFirst() {
        report(.repeatedSetting(name, at: word.range, first: words[0].range))
      }
    }
    if let current = charger.failsafeCurrents.first {
      if case .none = description.failsafe, charger.failsafes.first?.consequence != nil {
        report(.outOfRange("without a time-out it never falls back to a current", at: current.place))
      }
      description.failsafeCurrent = compileFailsafeCurrent(current)
    }
    // Against a time-out that is wrong or missing nothing more is said.
    if let heartbeat = charger.heartbeats.first,
      charger.failsafes.first?.consequence != nil
        || description.failsafe.shortest != nil
    {
      description.heartbeat = compileHeartbeat(heartbeat, of: description)
    }
  }

  /// Says of reads that there are no such, or that they stand there already.
  private mutating func reportReads(_ syntax: DescriptionSyntax) {
    let asked = syntax.charger.conditions.map(\.name.key) + syntax.charger.limits.map(\.name.key)
    var seen: [String: SourceRange] = [:]
    for read in syntax.reads {
      for clause in read.repeated {
        report(.repeatedSetting(clause.text, at: clause.range, first: read.name.range))
      }
      let key = read.name.key
      guard Self.readings.contains(key) || asked.contains(key) else {
        report(.unknownDeviceWord(read.name, what: "reading of a charger", among: Self.readings))
        continue
      }
      if key == "error" {
        if read.label == nil {
          report(.missingSettings(["\"what it is called\""], of: "read error", at: read.place))
        }
        continue
      }
      if let label = read.label {
        report(.outOfRange("only a `read error` has a name between quotes", at: label.range))
      }
      if let first = seen[key] {
        report(.repeatedSetting("read \(read.name.text)", at: read.name.range, first: first))
      }
      seen[key] = read.name.range
    }
  }

  private mutating func reportMissing(_ syntax: DescriptionSyntax) {
    let charger = syntax.charger
    for further in charger.failsafes.dropFirst() {
      report(.repeatedSetting("failsafe", at: further.word.range, first: charger.failsafes[0].word.range))
    }
    for further in charger.setPoints.dropFirst() {
      report(.repeatedSetting("set", at: further.name.range, first: charger.setPoints[0].name.range))
    }
    guard !syntax.isIncomplete else { return }
    var missing: [String] = []
    if !syntax.reads.contains(where: { $0.name.key == "state" }) { missing.append("read state from … { … }") }
    if charger.setPoints.isEmpty { missing.append("set current to …` or `set power to …") }
    if charger.stop.isEmpty, charger.stopBySetPoint == nil { missing.append("stop: …") }
    if !missing.isEmpty { report(.missingSettings(missing, of: syntax.name.text, at: syntax.range)) }
    if charger.failsafes.isEmpty { report(.missingFailsafe(of: syntax.name, at: syntax.range)) }
  }

  // MARK: Reads

  private mutating func compileReads(_ syntax: DescriptionSyntax, into description: inout ChargerDescription)
  {
    for read in syntax.reads {
      switch read.name.key {
      case "soc":
        let counted = CountedThing(name: "soc", unit: .percent, example: "in %", limit: "100%")
        description.soc = number(read, of: counted)
      case "power": description.power = number(read, of: .chargerPower)
      case "serial": description.serial = plainRegister(of: read)
      case "plugged": description.plug = compilePlug(read)
      case "error":
        guard let label = read.label, let register = plainRegister(of: read) else { continue }
        if let last = description.errors.last?.register,
          last.table != register.table || last.addresses.upperBound != register.address
        {
          report(
            .outOfRange(
              "the registers of errors follow each other, since they are read at once", at: read.place))
        }
        description.errors.append(.init(label.text, register))
      default: continue
      }
    }
  }

  /// A number of a charger, in its base unit.
  mutating func number(_ read: DescriptionSyntax.Read, of counted: CountedThing) -> ChargerDescription.Number?
  {
    guard let register = register(of: read), let scale = scale(read, of: counted),
      let isReversed = isReversed(read, of: counted)
    else { return nil }
    var number = ChargerDescription.Number(register, factor: isReversed ? -scale : scale)
    if let syntax = read.range {
      guard let range = range(syntax, of: counted) else { return nil }
      number.range = range
    }
    return number
  }

  /// The register of a read that is a code, without a unit.
  mutating func plainRegister(of read: DescriptionSyntax.Read) -> Register? {
    if let direction = read.direction {
      report(.unexpectedDirection(CountedThing(name: read.name.key, unit: .none), at: direction.range))
    }
    if read.unit != nil { report(.outOfRange("`\(read.name.key)` has no unit", at: read.place)) }
    if let range = read.range { report(.outOfRange("`\(read.name.key)` has no range", at: range.low.range)) }
    return register(of: read)
  }

  private mutating func register(of read: DescriptionSyntax.Read) -> Register? {
    if let fallback = read.fallback { report(.assumedReading(read.name.key, at: fallback.range)) }
    if read.meanings != nil, !["state", "plugged"].contains(read.name.key) {
      report(.outOfRange("only `state` and `plugged` have a table of codes", at: read.place))
    }
    if let validity = read.validity {
      report(.outOfRange("only what a meter tells is valid or not", at: validity.range))
    }
    guard read.terms.count == 1, read.alternatives.isEmpty else {
      report(.outOfRange("a reading of a charger is one place, not several", at: read.place))
      return nil
    }
    switch (read.terms[0].source, describedAccess) {
    case (.path(let path), let access?):
      return register(of: path, over: access, in: read)
    case (.register(let syntax), let access) where (syntax.place == nil) == (access == nil):
      if let freshness = read.freshness {
        report(.outOfRange("only what is read can be too old", at: freshness.path.range))
      }
      return placed(register(syntax), at: read.place)
    case (_, let access):
      report(.foreignSource(read.terms[0].place, transport: access == nil ? "modbus" : "http"))
      return nil
    }
  }

  /// A register, where no setting puts it behind the last one there is.
  mutating func placed(_ register: Register?, at range: SourceRange) -> Register? {
    guard let register, let offset = register.offset else { return register }
    guard let setting = describedSettings.first(where: { $0.name == offset }) else { return nil }
    guard let objection = objection(to: setting, addedTo: register, at: range) else { return register }
    report(objection)
    return nil
  }
}

extension CountedThing {
  /// Power of a charger.
  static let chargerPower = CountedThing(
    name: "power", unit: .watts, directions: ["charging", "discharging"], limit: "15kW")

  /// A current of a charger.
  static let chargerCurrent = CountedThing(
    name: "current", unit: .amperes, directions: ["charging", "discharging"], example: "in A", limit: "32A")
}
