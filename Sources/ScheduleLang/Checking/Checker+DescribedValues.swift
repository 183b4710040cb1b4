// The values that a description reads.
extension Checker {
  /// The texts that must be in the device's answer.
  mutating func compileExpectations(_ syntax: DescriptionSyntax, into description: inout DeviceDescription) {
    for expectation in syntax.expectations {
      guard case .http = description.transport else {
        report(.foreignSource(expectation.path.range, transport: description.transport.name))
        continue
      }
      guard let path = path(expectation.path) else { continue }
      description.expectations.append(.init(path: path, text: expectation.text.text))
    }
  }

  /// Every value, each once.
  mutating func compileValues(_ syntax: DescriptionSyntax, into description: inout DeviceDescription) {
    for read in syntax.reads {
      guard let quantity = MeterQuantity(rawValue: read.name.key) else {
        report(
          .unknownDeviceWord(
            read.name, what: "reading of a meter", among: MeterQuantity.allCases.map(\.rawValue)))
        continue
      }
      if let first = syntax.reads.first(where: { $0.name.key == read.name.key }), first.place != read.place {
        report(.repeatedSetting("read \(read.name.text)", at: read.name.range, first: first.name.range))
        continue
      }
      if let value = compile(read, as: quantity, transport: description.transport) {
        description.values.append(value)
      }
    }
  }

  private mutating func compile(
    _ read: DescriptionSyntax.Read, as quantity: MeterQuantity, transport: Transport
  ) -> DeviceDescription.Value? {
    for clause in read.repeated {
      report(.repeatedSetting(clause.text, at: clause.range, first: read.name.range))
    }
    let terms = read.terms.compactMap { term -> DeviceDescription.Term? in
      source(term, transport: transport).map { .init(source: $0, isSubtracted: term.isSubtracted) }
    }
    guard let scale = scale(read, of: quantity), let isReversed = isReversed(read, of: quantity),
      terms.count == read.terms.count
    else { return nil }
    var value = DeviceDescription.Value(
      reading: quantity, terms: terms, factor: isReversed ? -scale : scale, isOptional: read.isOptional)
    let (unit, example) = (quantity.unit, quantity == .voltage ? "250V" : "50kW")
    if let range = read.range {
      guard let low = self.value(range.low, in: [unit], for: "the range", example: example),
        let high = self.value(range.high, in: [unit], for: "the range", example: example)
      else { return nil }
      guard low.value < high.value else {
        report(.emptyRange("the smaller value of a range comes first", at: range.low.range))
        return nil
      }
      value.range = low.value...high.value
    }
    if let fallback = read.fallback {
      guard quantity == .solar else {
        report(.assumedReading(quantity, at: fallback.range))
        return nil
      }
      guard let number = self.value(fallback, in: [unit], for: "the value", example: "0W") else { return nil }
      guard number.value == 0 else {
        report(.outOfRange("what is not said can only be `0W`", at: fallback.range))
        return nil
      }
      value.isZeroUnlessSaid = true
    }
    return value
  }

  /// How many watts or volts one is, in the device's own numbers; nil where the unit is wrong.
  private mutating func scale(_ read: DescriptionSyntax.Read, of quantity: MeterQuantity) -> Double? {
    let example = quantity == .voltage ? "in V" : "in W"
    switch read.unit {
    case nil:
      report(.missingSettings([example], of: "read \(read.name.text)", at: read.place))
      return nil
    case .name(let word):
      guard let (unit, factor) = MeasuredUnit.named(word.text) else {
        report(.unknownDeviceWord(word, what: "unit", among: MeasuredUnit.names(of: quantity.unit)))
        return nil
      }
      guard unit == quantity.unit else {
        report(.wrongUnit("`\(quantity.rawValue)`", found: unit, example: example, at: word.range))
        return nil
      }
      return factor
    case .quantity(let syntax):
      guard
        let number = value(syntax, in: [quantity.unit], for: "`\(quantity.rawValue)`", example: example)
      else { return nil }
      guard number.value > 0 else {
        report(.negativeScale(at: syntax.range, directions: quantity.directions))
        return nil
      }
      return number.value
    }
  }

  /// Whether the device counts up in the other direction than the program; nil where it is not said, or wrong.
  private mutating func isReversed(_ read: DescriptionSyntax.Read, of quantity: MeterQuantity) -> Bool? {
    let words = quantity.directions
    guard let word = read.direction else {
      if words.isEmpty { return false }
      report(.missingDirection(quantity, at: read.place))
      return nil
    }
    guard let index = words.firstIndex(of: word.key) else {
      if words.isEmpty {
        report(.unexpectedDirection(quantity, at: word.range))
      } else {
        report(.unknownDeviceWord(word, what: "direction of `\(quantity.rawValue)`", among: words))
      }
      return nil
    }
    return index == 1
  }

  private mutating func source(
    _ term: DescriptionSyntax.Term, transport: Transport
  ) -> DeviceDescription.Source? {
    switch (term.source, transport) {
    case (.path(let word), .http): return path(word).map { .path($0) }
    case (.register(let syntax), .modbus): return register(syntax).map { .register($0) }
    default:
      report(.foreignSource(term.place, transport: transport.name))
      return nil
    }
  }

  private mutating func path(_ word: Word) -> JSONPath? {
    do { return try JSONPath(word.text) } catch {
      report(.notPath(word, reason: error.reason))
      return nil
    }
  }
}

extension MeterQuantity {
  /// The unit that it is counted in.
  var unit: Quantity.Unit { self == .voltage ? .volts : .watts }
}

/// The units that a device may count in.
enum MeasuredUnit {
  private static let table: [(name: String, unit: Quantity.Unit, factor: Double)] = [
    ("W", .watts, 1), ("kW", .watts, 1000), ("mW", .watts, 0.001), ("V", .volts, 1), ("mV", .volts, 0.001),
  ]

  /// What a name means, in the case in which it is written: `mW` is no `MW`.
  static func named(_ name: String) -> (unit: Quantity.Unit, factor: Double)? {
    table.first { $0.name == name }.map { ($0.unit, $0.factor) }
  }

  /// The names of the units that count the same thing as `unit`.
  static func names(of unit: Quantity.Unit) -> [String] { table.filter { $0.unit == unit }.map(\.name) }
}
