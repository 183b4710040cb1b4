// Numbers and units.
extension Checker {
  /// The value of a quantity or of the name of one.
  mutating func quantity(_ syntax: QuantitySyntax) -> Quantity? {
    switch syntax {
    case .literal(let quantity, _, let range):
      if quantity.unit.isMoney { noteMoney(quantity.unit, at: range) }
      return quantity
    case .name(let name):
      guard let value = lookUp(name) else { return nil }
      if case .quantity(let quantity) = value { return quantity }
      report(
        .wrongKind(name, is: value.noun, expected: "a quantity", declared: lets[name.key]?.syntax.name.range))
      return nil
    }
  }

  /// One program counts in one money unit.
  mutating func noteMoney(_ unit: Quantity.Unit, at range: SourceRange) {
    guard let first = money else { return money = (unit, range) }
    if first.unit != unit { report(.mixedMoney(at: range, first: first.range)) }
  }

  /// A quantity of one of the units, in its base; anything else is reported.
  mutating func value(
    _ syntax: QuantitySyntax, in units: [Quantity.Unit], for purpose: String, example: String
  ) -> Quantity? {
    guard let quantity = quantity(syntax) else { return nil }
    if units.contains(quantity.unit) { return quantity }
    if quantity.unit == .none {
      reportMissingUnit(purpose, example: example, units: units, of: quantity, at: syntax)
    } else {
      report(.wrongUnit(purpose, found: quantity.unit, example: example, at: syntax.range))
    }
    return nil
  }

  /// Says that a number lacks its unit, with what it may mean where it stands here itself.
  mutating func reportMissingUnit(
    _ purpose: String, example: String, units: [Quantity.Unit], of quantity: Quantity,
    at syntax: QuantitySyntax
  ) {
    var choices: [UnitChoice] = []
    if case .literal(_, let text, _) = syntax {
      // The program may have said what it counts in.
      let possible = money.map { money in units.filter { !$0.isMoney || $0 == money.unit } } ?? units
      choices = UnitChoice.all(of: text, value: quantity.value, units: possible)
    }
    report(.missingUnit(purpose, example: example, choices: choices, at: syntax.range))
  }

  /// A percentage within `0...100`.
  mutating func percent(_ syntax: QuantitySyntax, for purpose: String) -> Double? {
    guard let quantity = value(syntax, in: [.percent], for: purpose, example: "80%") else { return nil }
    guard (0...100).contains(quantity.value) else {
      report(.outOfRange("\(purpose) is between 0% and 100%", at: syntax.range))
      return nil
    }
    return quantity.value
  }

  /// A duration in whole seconds, at least `minimum` and at most a year.
  mutating func seconds(_ syntax: QuantitySyntax, for purpose: String, minimum: Int = 1, maximum: Int? = nil)
    -> Int?
  {
    guard let quantity = value(syntax, in: [.seconds], for: purpose, example: "10min") else { return nil }
    guard quantity.value >= Double(minimum), quantity.value <= Double(maximum ?? 366 * 86_400),
      quantity.value == quantity.value.rounded()
    else {
      report(
        .outOfRange(
          "\(purpose) is a whole number of seconds, at least \(minimum) s and at most \(maximum.map { "\($0) s" } ?? "a year")",
          at: syntax.range))
      return nil
    }
    return Int(quantity.value)
  }

  /// A power of a home, rounded to whole watts, at most a megawatt.
  mutating func watts(_ syntax: QuantitySyntax, for purpose: String) -> Int? {
    guard let quantity = value(syntax, in: [.watts], for: purpose, example: "400W") else { return nil }
    guard (0...1e6).contains(quantity.value) else {
      report(.outOfRange("\(purpose) is between 0 W and 1000 kW", at: syntax.range))
      return nil
    }
    return Int(quantity.value.rounded())
  }

  /// A whole number without a unit.
  mutating func wholeNumber(_ syntax: QuantitySyntax, for purpose: String, in range: ClosedRange<Int>) -> Int?
  {
    guard let quantity = quantity(syntax) else { return nil }
    guard quantity.unit == .none, quantity.value == quantity.value.rounded(),
      Double(range.lowerBound) <= quantity.value, quantity.value <= Double(range.upperBound)
    else {
      report(
        .outOfRange(
          "\(purpose) is a whole number from \(range.lowerBound) to \(range.upperBound)", at: syntax.range))
      return nil
    }
    return Int(quantity.value)
  }
}
