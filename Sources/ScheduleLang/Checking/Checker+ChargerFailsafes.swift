// How a charger stops by itself.
extension Checker {
  /// How it stops by itself; nil where that is wrong.
  mutating func compileFailsafe(_ syntax: ChargerSyntax.Failsafe) -> ChargerDescription.Failsafe? {
    if let consequence = syntax.consequence {
      guard consequence.text.contains(where: { $0 != " " }) else {
        report(.missingSettings(["\"what then happens\""], of: "failsafe: none", at: syntax.place))
        return nil
      }
      return ChargerDescription.Failsafe.none(consequence.text)
    }
    if let fixed = syntax.fixed {
      guard let seconds = seconds(fixed, for: "the time-out", minimum: 1, maximum: 65_535) else { return nil }
      guard seconds >= 10 else {
        report(.shortFailsafe(seconds, at: fixed.range))
        return nil
      }
      return .fixed(seconds)
    }
    guard let written = syntax.register else { return nil }
    guard let unit = syntax.unit, let limits = syntax.range else {
      report(
        .missingSettings([syntax.unit == nil ? "in s" : "from 10s to 600s"], of: "failsafe", at: syntax.place)
      )
      return nil
    }
    let counted = CountedThing(name: "failsafe", unit: .seconds, example: "in s", limit: "600s")
    guard let register = placed(register(written), at: syntax.place),
      syntax.isRead
        ? isReadable(register, at: syntax.place)
        : isWritable(register, at: syntax.place)
          && isTelling(register, number: true, at: written.table.range),
      let scale = scale(unit, of: counted), let range = range(limits, of: counted),
      let seconds = wholeSeconds(range, limits, isRead: syntax.isRead)
    else { return nil }
    for (limit, syntax) in [(range.lowerBound, limits.low), (range.upperBound, limits.high)]
    where register.words(of: limit / scale) == nil {
      report(
        .unencodable(
          syntax.text, as: register.kind.rawValue, at: syntax.range))
      return nil
    }
    if !syntax.isRead, describedAccess != nil, syntax.readBack == nil {
      report(.missingSettings(["read back from …"], of: "failsafe", at: syntax.place))
    }
    if syntax.isRead, let readBack = syntax.readBack {
      report(.outOfRange("what is only read is not read back", at: readBack.address.range))
    }
    return syntax.isRead
      ? .told(register, secondsPerUnit: scale, range: seconds)
      : .timeout(register, secondsPerUnit: scale, range: seconds)
  }

  /// The range in whole seconds, as a site asks for it; a register of the charger may hold more than any site needs.
  private mutating func wholeSeconds(
    _ range: ClosedRange<Double>, _ written: (low: QuantitySyntax, high: QuantitySyntax), isRead: Bool
  ) -> ClosedRange<Int>? {
    // One that nobody here sets can be as short as it says.
    let (longest, syntax) = isRead ? (range.lowerBound, written.low) : (range.upperBound, written.high)
    guard longest >= 10 else {
      report(.shortFailsafe(Int(longest), at: syntax.range))
      return nil
    }
    let lowest = max(0, range.lowerBound).rounded(.up)
    let highest = min(range.upperBound, 65_535).rounded(.down)
    guard lowest <= highest else {
      report(.emptyRange("no whole number of seconds up to 65535 lies in this range", at: written.low.range))
      return nil
    }
    return Int(lowest)...Int(highest)
  }

  /// With what current it goes on by itself; nil where that is wrong.
  mutating func compileFailsafeCurrent(
    _ syntax: ChargerSyntax.FailsafeCurrent
  ) -> ChargerDescription.FailsafeCurrent? {
    let counted = CountedThing(name: "failsafe current", unit: .amperes, example: "in A", limit: "6A")
    guard let unit = syntax.unit else {
      report(.missingSettings(["in A"], of: "failsafe current", at: syntax.place))
      return nil
    }
    guard let register = placed(register(syntax.register), at: syntax.place),
      syntax.value == nil
        ? isReadable(register, at: syntax.place)
        : isWritable(register, at: syntax.place)
          && isTelling(register, number: true, at: syntax.register.table.range),
      let scale = scale(unit, of: counted)
    else { return nil }
    var current = ChargerDescription.FailsafeCurrent(register, factor: scale)
    current.readBack = syntax.readBack.flatMap { readableRegister($0, at: syntax.place) }
    if let written = syntax.value {
      guard let value = value(written, in: [.amperes], for: "the failsafe current", example: "0A") else {
        return nil
      }
      guard value.value >= 0 else {
        report(.outOfRange("a charger that is left alone must not discharge", at: written.range))
        return nil
      }
      guard register.words(of: value.value / scale) != nil else {
        report(
          .unencodable(
            written.text, as: register.kind.rawValue, at: written.range))
        return nil
      }
      current.wanted = value.value
    }
    return current
  }

  /// What puts its time-out off; nil where that is wrong.
  mutating func compileHeartbeat(
    _ syntax: ChargerSyntax.Heartbeat, of description: ChargerDescription
  ) -> ChargerDescription.Heartbeat? {
    guard let kind = heartbeatKind(syntax, of: description),
      let period = value(syntax.period, in: [.seconds], for: "`every`", example: "5s")
    else { return nil }
    guard let shortest = description.failsafe.shortest else {
      report(.outOfRange("nothing waits for a heartbeat where `failsafe` is none", at: syntax.place))
      return nil
    }
    guard period.value >= 1 else {
      report(.outOfRange("a heartbeat comes each second at the most", at: syntax.period.range))
      return nil
    }
    guard period.value * 2 <= Double(shortest) else {
      report(.lateHeartbeat(within: shortest, at: syntax.period.range))
      return nil
    }
    return .init(kind, every: period.value)
  }

  private mutating func heartbeatKind(
    _ syntax: ChargerSyntax.Heartbeat, of description: ChargerDescription
  ) -> ChargerDescription.Heartbeat.Kind? {
    if let repeated = syntax.repeated {
      switch repeated.key {
      case "set":
        guard !description.setPoint.forbidsZero else {
          report(.forbiddenStop(at: repeated.range))
          return nil
        }
        return .setPoint
      case "failsafe":
        if case .timeout = description.failsafe { return .timeout }
        report(.outOfRange("no time-out is set that could be repeated", at: repeated.range))
        return nil
      default:
        report(.unknownDeviceWord(repeated, what: "thing to repeat", among: ["set", "failsafe"]))
        return nil
      }
    }
    guard var place = syntax.register else { return nil }
    if place.kind == nil { place.kind = Word(text: "uint16", range: syntax.place) }
    guard let register = placed(register(place), at: syntax.place), isWritable(register, at: syntax.place),
      isTelling(register, number: syntax.range != nil || !syntax.values.isEmpty, at: place.table.range)
    else { return nil }
    let written = syntax.range.map { [$0.low, $0.high] } ?? syntax.values
    // A request that is the same each time.
    if written.isEmpty { return .values(register, [0]) }
    let values = written.compactMap { syntax -> Int? in
      guard let value = wholeNumber(syntax, for: "what is written", in: -0x8000_0000...0xFFFF_FFFF) else {
        return nil
      }
      if register.words(of: Double(value)) != nil { return value }
      report(.unencodable("\(value)", as: register.kind.rawValue, at: syntax.range))
      return nil
    }
    guard values.count == written.count else { return nil }
    guard let range = syntax.range else { return .values(register, values) }
    guard values[0] < values[1] else {
      report(.emptyRange("the smaller number of a counter comes first", at: range.low.range))
      return nil
    }
    return .counter(register, values[0]...values[1])
  }
}
