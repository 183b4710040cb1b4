// What the owner sets while the program runs.
extension Checker {
  /// The inputs of the program, in the order of the text.
  var declaredInputs: [DeclaredInput] {
    inputs.values.sorted { ($0.range.file, $0.range.start) < ($1.range.file, $1.range.start) }
  }

  /// What an input stands for: itself where it is a switch, otherwise its value; nil where it is declared wrongly.
  mutating func compile(_ syntax: InputSyntax, of name: Word) -> LetValue? {
    guard let input = declaration(syntax, of: name) else { return nil }
    inputs[input.key] = input
    if input.isSwitch { return .input(input) }
    touchesInput = true
    switch settings[input.key].flatMap({ input.accepts($0) ? $0 : nil }) ?? input.declared {
    case .quantity(let quantity): return .quantity(quantity)
    case .time(let minute): return .time(minute)
    case .toggle: return nil
    }
  }

  private mutating func declaration(_ syntax: InputSyntax, of name: Word) -> DeclaredInput? {
    switch syntax {
    case .toggle(let isOn): return DeclaredInput(name: name.text, declared: .toggle(isOn), range: name.range)
    case .time(let minute, let within):
      let (from, to) = within ?? (0, 1440)
      let input = DeclaredInput(
        name: name.text, declared: .time(minute), bounds: .times(from: from, to: to), range: name.range)
      return isWithinItsBounds(input) ? input : nil
    case .quantity(let declared, let low, let high):
      guard let value = quantity(declared), let least = quantity(low), let most = quantity(high) else {
        return nil
      }
      for (end, syntax) in [(least, low), (most, high)] where end.unit != value.unit {
        report(.unlikeEnds(of: name.text, value.unit, end.unit, at: syntax.range))
        return nil
      }
      let ends = low.range.union(high.range)
      guard least.value <= most.value else {
        report(.emptyRange("the lower end is above the upper one", at: ends))
        return nil
      }
      guard value.unit != .percent || least.value >= 0 && most.value <= 100 else {
        report(.outOfRange("a percentage to be set is between 0% and 100%", at: ends))
        return nil
      }
      let input = DeclaredInput(
        name: name.text, declared: .quantity(value), bounds: .quantities(least.value...most.value),
        range: name.range)
      return isWithinItsBounds(input) ? input : nil
    }
  }

  private mutating func isWithinItsBounds(_ input: DeclaredInput) -> Bool {
    if input.accepts(input.declared) { return true }
    report(
      .outOfRange(
        "`\(input.name)` is declared as what it cannot be set to: it is \(input.allowed)", at: input.range))
    return false
  }

  /// A time of day, or what a name stands for that is one.
  mutating func time(_ syntax: TimeSyntax) -> Int? {
    switch syntax {
    case .literal(let minute): return minute
    case .name(let name):
      guard let value = lookUp(name) else { return nil }
      if case .time(let minute) = value { return minute }
      report(
        .wrongKind(
          name, is: value.noun, expected: "a time of day", declared: lets[name.key]?.syntax.name.range))
      return nil
    }
  }

  /// The switch that a name stands for; nil where it stands for none, which is reported.
  mutating func input(_ name: Word) -> DeclaredInput? {
    guard let value = lookUp(name, or: [.soc, .plugged, .unplugged]) else { return nil }
    if case .input(let input) = value { return input }
    report(
      .wrongKind(name, is: value.noun, expected: "a switch", declared: lets[name.key]?.syntax.name.range))
    return nil
  }

  /// How a test sets inputs; nil where a name is none, or a value does not suit it.
  mutating func inputValues(_ given: [(name: Word, value: GivenInputSyntax)]) -> InputValues? {
    var values = InputValues()
    var places: [String: SourceRange] = [:]
    for (name, syntax) in given {
      guard
        let standsFor = lookUp(
          name, or: [.soc, .home, .solar, .importing, .exporting, .grid, .plugged, .unplugged])
      else { return nil }
      guard let input = inputs[name.key] else {
        report(
          .wrongKind(
            name, is: standsFor.noun, expected: "an input", declared: lets[name.key]?.syntax.name.range))
        return nil
      }
      if let first = places[input.key] { report(.repeatedSetting(name.text, at: name.range, first: first)) }
      places[input.key] = name.range
      guard let value = value(syntax) else { return nil }
      guard input.accepts(value) else {
        report(.outOfRange("`\(input.name)` is \(input.allowed)", at: name.range))
        return nil
      }
      values[input.key] = value
    }
    return values
  }

  private mutating func value(_ syntax: GivenInputSyntax) -> InputValue? {
    switch syntax {
    case .toggle(let isOn): .toggle(isOn)
    case .time(let minute): .time(minute)
    case .quantity(let quantity): self.quantity(quantity).map { .quantity($0) }
    }
  }
}

extension Diagnostic {
  /// An input where something is described that stays as it is.
  static func inputInSite(_ name: Word, declared: SourceRange?) -> Diagnostic {
    Diagnostic(
      .wrongKind,
      "`\(name.text)` is set while the program runs; what a site, a device or a tariff is stays as it is",
      at: name.range, labels: declared.map { [Label($0, "declared here")] } ?? [])
  }

  static func unlikeEnds(
    of name: String, _ own: Quantity.Unit, _ other: Quantity.Unit, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(.unlikeUnits, "`\(name)` is \(own.noun), and this is \(other.noun)", at: range)
  }

  /// An end of what an input may be set to, with which the files are wrong.
  static func uselessEnd(_ value: InputValue, of input: DeclaredInput, reason: Diagnostic) -> Diagnostic {
    Diagnostic(
      .outOfRange,
      "`\(input.name)` may be set to \(value), and then this is wrong: \(reason.message)", at: input.range,
      labels: [Label(reason.range, "here")])
  }
}
