// The values that a description reads.
extension Checker {
  /// The texts that must be in the device's answer.
  mutating func compileExpectations(_ syntax: DescriptionSyntax, into description: inout DeviceDescription) {
    for expectation in syntax.expectations {
      guard case .http(let access) = description.transport, !expectation.place.isTopic else {
        report(.foreignSource(expectation.place.path.range, transport: description.transport.name))
        continue
      }
      guard let place = place(expectation.place, over: access) else { continue }
      let text = TextTemplate(expectation.text.text) ?? TextTemplate(literal: expectation.text.text)
      description.expectations.append(
        .init(place: place, text: text, isOptional: expectation.isOptional))
    }
  }

  /// Every value, each once.
  mutating func compileValues(_ syntax: DescriptionSyntax, into description: inout DeviceDescription) {
    let quantities = DescribedQuantity.all(of: description.role)
    for read in syntax.reads {
      guard let quantity = quantities.first(where: { $0.rawValue == read.name.key }) else {
        report(
          .unknownDeviceWord(
            read.name, what: "reading of a \(description.role.rawValue)", among: quantities.map(\.rawValue)))
        continue
      }
      if let first = syntax.reads.first(where: { $0.name.key == read.name.key }), first.place != read.place {
        report(.repeatedSetting("read \(read.name.text)", at: read.name.range, first: first.name.range))
        continue
      }
      if let value = compile(read, as: quantity, of: description.role, transport: description.transport) {
        description.values.append(value)
      }
    }
  }

  private mutating func compile(
    _ read: DescriptionSyntax.Read, as quantity: DescribedQuantity, of role: DeviceDescription.Role,
    transport: Transport
  ) -> DeviceDescription.Value? {
    for clause in read.repeated {
      report(.repeatedSetting(clause.text, at: clause.range, first: read.name.range))
    }
    let ways = ([read.terms] + read.alternatives).map { terms in
      terms.compactMap { term -> DeviceDescription.Term? in
        source(term, transport: transport).map { .init(source: $0, isSubtracted: term.isSubtracted) }
      }
    }
    let counted = quantity.counted
    guard let scale = scale(read, of: counted), let isReversed = isReversed(read, of: counted),
      ways.map(\.count) == [read.terms.count] + read.alternatives.map(\.count)
    else { return nil }
    var value = DeviceDescription.Value(
      reading: quantity, terms: ways[0], alternatives: Array(ways.dropFirst()),
      factor: isReversed ? -scale : scale, isOptional: read.isOptional)
    if let freshness = read.freshness {
      report(.outOfRange("only what a charger tells can be too old", at: freshness.path.range))
    }
    if role == .car || transport.tellsApart {
      guard let staleness = read.staleness else {
        report(.missingSettings(["stale after 30s"], of: "read \(read.name.text)", at: read.place))
        return nil
      }
      guard let age = staleAfter(staleness, role) else { return nil }
      value.staleAfter = age
    } else if let staleness = read.staleness {
      report(.outOfRange("only what comes over `mqtt` or `https` can be stale", at: staleness.range))
    }
    if let validity = read.validity {
      if case .modbus = transport {
        report(.foreignSource(validity.range, transport: transport.name))
        return nil
      }
      guard let path = path(validity) else { return nil }
      value.validity = path
    }
    guard takeCodes(of: read, as: quantity, into: &value) else { return nil }
    if quantity == .soc { value.range = 0...100 }
    if let syntax = read.range {
      guard let range = self.range(syntax, of: counted) else { return nil }
      value.range = range
    }
    if let fallback = read.fallback {
      guard quantity == .solar else {
        report(.assumedReading(quantity.rawValue, at: fallback.range))
        return nil
      }
      guard let number = self.value(fallback, in: [counted.unit], for: "the value", example: "0W") else {
        return nil
      }
      guard number.value == 0 else {
        report(.outOfRange("what is not said can only be `0W`", at: fallback.range))
        return nil
      }
      value.isZeroUnlessSaid = true
    }
    return value
  }

  /// After how many seconds what was told is not known any more; nil where that cannot be.
  private mutating func staleAfter(_ syntax: QuantitySyntax, _ role: DeviceDescription.Role) -> Double? {
    guard let age = value(syntax, in: [.seconds], for: "`stale after`", example: "30s") else { return nil }
    // A car that stands still has nothing new to tell for days.
    let (longest, text) = role == .car ? (14 * 86_400.0, "336h") : (600, "10min")
    guard (2...longest).contains(age.value) else {
      report(.outOfRange("what a \(role.rawValue) tells is stale after 2s to \(text)", at: syntax.range))
      return nil
    }
    return age.value
  }

  /// What the codes of a car that is connected or not mean; false where one is wrong.
  private mutating func takeCodes(
    of read: DescriptionSyntax.Read, as quantity: DescribedQuantity, into value: inout DeviceDescription.Value
  ) -> Bool {
    guard quantity == .plugged else {
      guard let line = read.meanings?.first else { return true }
      report(.outOfRange("`\(quantity.rawValue)` is a number, and has no table", at: line.kind.range))
      return false
    }
    guard let lines = read.meanings else {
      report(.missingSettings(["{ \"true\": plugged … }"], of: "read plugged", at: read.place))
      return false
    }
    for line in lines {
      guard ["plugged", "unplugged"].contains(line.kind.key), line.alternative == nil else {
        report(.unknownDeviceWord(line.kind, what: "way to be connected", among: ["plugged", "unplugged"]))
        return false
      }
      for syntax in line.codes {
        let code: Int?
        switch syntax {
        case .number(let quantity):
          code = wholeNumber(quantity, for: "a code", in: -0x8000_0000...0xFFFF_FFFF)
        case .letters(let word):
          // No device counts so.
          code = -0x1_0000_0000 - value.words.count
          if value.words[word.text] == nil { value.words[word.text] = code }
        }
        guard let code else { return false }
        value.codes[code] = line.kind.key == "plugged"
      }
    }
    for (kind, isPluggedIn) in [("plugged", true), ("unplugged", false)]
    where !value.codes.values.contains(isPluggedIn) {
      report(.missingPlug(kind, at: read.place))
      return false
    }
    return true
  }

  /// What a number can be, in the device's direction and the base unit; nil where that is wrong.
  mutating func range(
    _ syntax: (low: QuantitySyntax, high: QuantitySyntax), of counted: CountedThing
  ) -> ClosedRange<Double>? {
    guard
      let low = value(syntax.low, in: [counted.unit], for: "the range", example: counted.limit),
      let high = value(syntax.high, in: [counted.unit], for: "the range", example: counted.limit)
    else { return nil }
    guard low.value < high.value else {
      report(.emptyRange("the smaller value of a range comes first", at: syntax.low.range))
      return nil
    }
    return low.value...high.value
  }

  /// How many of the base unit one is, in the device's own numbers; nil where the unit is wrong.
  mutating func scale(_ read: DescriptionSyntax.Read, of counted: CountedThing) -> Double? {
    guard counted.unit != .none else {
      guard let unit = read.unit else { return 1 }
      report(.withoutUnit(counted.name, at: unit.range))
      return nil
    }
    guard let unit = read.unit else {
      report(.missingSettings([counted.example], of: "read \(read.name.text)", at: read.place))
      return nil
    }
    return scale(unit, of: counted)
  }

  /// How many of the base unit `unit` is; nil where it is wrong.
  mutating func scale(_ unit: DescriptionSyntax.Unit, of counted: CountedThing) -> Double? {
    switch unit {
    case .name(let word):
      guard let (unit, factor) = MeasuredUnit.named(word.text) else {
        report(.unknownDeviceWord(word, what: "unit", among: MeasuredUnit.names(of: counted.unit)))
        return nil
      }
      guard unit == counted.unit else {
        report(.wrongUnit("`\(counted.name)`", found: unit, example: counted.example, at: word.range))
        return nil
      }
      return factor
    case .quantity(let syntax):
      guard
        let number = value(
          syntax, in: [counted.unit], for: "`\(counted.name)`", example: counted.example)
      else { return nil }
      guard number.value > 0 else {
        report(.negativeScale(at: syntax.range, directions: counted.directions))
        return nil
      }
      return number.value
    }
  }

  /// Whether the device counts up in the other direction than the program; nil where it is not said, or wrong.
  mutating func isReversed(_ read: DescriptionSyntax.Read, of counted: CountedThing) -> Bool? {
    let words = counted.directions
    guard let word = read.direction else {
      if words.isEmpty { return false }
      report(.missingDirection(counted, at: read.place))
      return nil
    }
    guard let index = words.firstIndex(of: word.key) else {
      if words.isEmpty {
        report(.unexpectedDirection(counted, at: word.range))
      } else {
        report(.unknownDeviceWord(word, what: "direction of `\(counted.name)`", among: words))
      }
      return nil
    }
    return index == 1
  }

  private mutating func source(
    _ term: DescriptionSyntax.Term, transport: Transport
  ) -> DeviceDescription.Source? {
    switch (term.source, transport) {
    case (.path(let syntax), .http(let access)) where !syntax.isTopic:
      return place(syntax, over: access).map { .path($0) }
    case (.path(let syntax), .mqtt) where syntax.isTopic: return topicPlace(syntax).map { .path($0) }
    case (.register(let syntax), .modbus(let access)) where access.findsModels == (syntax.model != nil):
      return register(syntax).map { .register($0) }
    default:
      report(.foreignSource(term.place, transport: transport.name))
      return nil
    }
  }

  /// A place in an answer; nil where it is wrong.
  mutating func place(_ syntax: DescriptionSyntax.PathSyntax, over access: HTTPAccess) -> JSONPlace? {
    guard let path = path(syntax.path), let target = target(syntax.target, of: access, at: syntax.path.range)
    else { return nil }
    return JSONPlace(path, of: target)
  }

  /// A place in the messages of a topic; nil where it is wrong.
  private mutating func topicPlace(_ syntax: DescriptionSyntax.PathSyntax) -> JSONPlace? {
    guard let word = syntax.target, let topic = topic(word) else { return nil }
    if syntax.path.text.isEmpty { return JSONPlace(.whole, of: topic) }
    return path(syntax.path).map { JSONPlace($0, of: topic) }
  }

  mutating func path(_ word: Word) -> JSONPath? {
    do { return try JSONPath(word.text) } catch {
      report(.notPath(word, reason: error.reason))
      return nil
    }
  }
}

extension Transport {
  /// Whether what it tells comes by a thread of its own, and not for each reading anew.
  var tellsApart: Bool {
    switch self {
    case .mqtt: true
    case .http(let access): access.isSecure
    case .modbus: false
    }
  }
}

/// What a number counts, and in which direction.
struct CountedThing {
  /// What it is called.
  var name: String
  /// Its base unit.
  var unit: Quantity.Unit
  /// The words for the direction in which it may count up, that of the program first; none where it has no direction.
  var directions: [String] = []
  /// How its unit may be written.
  var example = "in W"
  /// How a limit of its range may be written.
  var limit = "50kW"
}

extension DescribedQuantity {
  /// What it counts.
  var counted: CountedThing {
    switch self {
    case .grid, .solar: CountedThing(name: rawValue, unit: .watts, directions: directions)
    case .voltage: CountedThing(name: rawValue, unit: .volts, example: "in V", limit: "250V")
    case .soc: CountedThing(name: rawValue, unit: .percent, example: "in %", limit: "100%")
    case .powerFactor, .plugged: CountedThing(name: rawValue, unit: .none, example: "", limit: "1")
    }
  }
}

/// The units that a device may count in.
enum MeasuredUnit {
  private static let table: [(name: String, unit: Quantity.Unit, factor: Double)] = [
    ("W", .watts, 1), ("kW", .watts, 1000), ("mW", .watts, 0.001), ("V", .volts, 1), ("mV", .volts, 0.001),
    ("A", .amperes, 1), ("mA", .amperes, 0.001), ("%", .percent, 1), ("s", .seconds, 1),
    ("ms", .seconds, 0.001), ("min", .seconds, 60),
  ]

  /// What a name means, in the case in which it is written: `mW` is no `MW`.
  static func named(_ name: String) -> (unit: Quantity.Unit, factor: Double)? {
    table.first { $0.name == name }.map { ($0.unit, $0.factor) }
  }

  /// The names of the units that count the same thing as `unit`.
  static func names(of unit: Quantity.Unit) -> [String] { table.filter { $0.unit == unit }.map(\.name) }
}
