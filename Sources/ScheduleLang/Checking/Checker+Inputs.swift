// Switches that the owner sets.
extension Checker {
  /// The switches of the program, in the order of the text.
  var declaredInputs: [SwitchInput] {
    lets.values.compactMap { entry in
      guard case .input(let isOn) = entry.syntax.value else { return nil }
      return SwitchInput(name: entry.syntax.name.text, isOn: isOn, range: entry.syntax.name.range)
    }.sorted { ($0.range.file, $0.range.start) < ($1.range.file, $1.range.start) }
  }

  /// The switch that a name stands for; nil where it stands for none, which is reported.
  mutating func input(_ name: Word) -> SwitchInput? {
    guard let value = lookUp(name, or: [.soc, .plugged, .unplugged]) else { return nil }
    if case .input(let input) = value { return input }
    report(
      .wrongKind(name, is: value.noun, expected: "a switch", declared: lets[name.key]?.syntax.name.range))
    return nil
  }

  /// How a test sets switches; nil where a name is none.
  mutating func inputValues(_ given: [(name: Word, isOn: Bool)]) -> InputValues? {
    var values = InputValues()
    var places: [String: SourceRange] = [:]
    for (name, isOn) in given {
      guard let input = input(name) else { return nil }
      if let first = places[input.key] { report(.repeatedSetting(name.text, at: name.range, first: first)) }
      places[input.key] = name.range
      values[input.key] = isOn
    }
    return values
  }
}
