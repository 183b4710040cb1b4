// Devices whose generations say the same in different ways.
extension Checker {
  /// A meter with generations; nil where something is wrong.
  mutating func compileGenerations(
    _ syntax: DescriptionSyntax, _ settings: [DeviceDescription.Setting]
  ) -> DeviceDescription? {
    reportMisplaced(besideGenerations: syntax)
    guard let identity = syntax.identity else {
      report(.unknownGeneration(at: syntax.generations[0].description.range))
      return nil
    }
    var kinds: [DeviceGenerations.Kind] = []
    for (index, generation) in syntax.generations.enumerated() {
      guard let numbers = numbers(of: generation) else { continue }
      if let other = kinds.firstIndex(where: { $0.numbers.overlaps(numbers) }), other < index {
        report(
          .sharedGeneration(
            max(numbers.lowerBound, kinds[other].numbers.lowerBound), at: generation.low.range,
            first: syntax.generations[other].low.range))
      }
      guard let description = compile(generation, of: syntax, settings) else { continue }
      kinds.append(.init(numbers: numbers, description: description))
    }
    guard var description = kinds.first?.description, kinds.count == syntax.generations.count else {
      if syntax.generations.isEmpty, !syntax.isIncomplete {
        report(.missingSettings(["generation 1 { … }"], of: syntax.name.text, at: syntax.range))
      }
      return nil
    }
    reportUnlike(kinds, syntax)
    let fallback = identity.fallback.flatMap {
      wholeNumber($0, for: "a generation", in: 0...DeviceGenerations.last)
    }
    guard let place = place(identity.place, over: HTTPAccess()) else { return nil }
    description.generations = DeviceGenerations(place: place, fallback: fallback, kinds: kinds)
    (description.facts, description.trial) = (syntax.facts?.text, syntax.trial?.text)
    return description
  }

  private mutating func numbers(of generation: DescriptionSyntax.Generation) -> ClosedRange<Int>? {
    let limits = 0...DeviceGenerations.last
    guard let low = wholeNumber(generation.low, for: "a generation", in: limits) else { return nil }
    guard let high = generation.high else { return low...(generation.isOpen ? DeviceGenerations.last : low) }
    guard let last = wholeNumber(high, for: "a generation", in: limits) else { return nil }
    guard low <= last else {
      report(.emptyRange("the smaller number comes first", at: generation.low.range))
      return nil
    }
    return low...last
  }

  private mutating func compile(
    _ generation: DescriptionSyntax.Generation, of syntax: DescriptionSyntax,
    _ settings: [DeviceDescription.Setting]
  ) -> DeviceDescription? {
    let own = generation.description
    let foreign =
      own.settings.first?.name.range ?? own.offsets.first?.name.range ?? own.charger.first
      ?? own.facts?.range ?? own.trial?.range ?? own.identity?.range
      ?? own.generations.first?.description.range
    if let foreign {
      report(.misplacedStatement("this is said of all generations, not of one", at: foreign))
      return nil
    }
    for word in own.repeated { report(.repeatedSetting(word.text, at: word.range, first: own.range)) }
    for further in own.transports.dropFirst() {
      report(.repeatedSetting("over", at: further.name.range, first: own.transports[0].name.range))
    }
    guard let way = own.transports.first, way.name.key == "http" else {
      report(
        .missingSettings(
          ["over http { … }"], of: "generation", at: own.transports.first?.name.range ?? own.range))
      return nil
    }
    return compile(own, .meter, settings)
  }

  /// Says of what only a generation has that it stands beside them.
  private mutating func reportMisplaced(besideGenerations syntax: DescriptionSyntax) {
    let places =
      syntax.transports.map(\.name.range) + syntax.expectations.map(\.place.path.range)
      + syntax.reads.map(\.name.range) + syntax.samples.map(\.file.range)
    for place in places {
      report(.misplacedStatement("this belongs into a generation: each has its own", at: place))
    }
  }

  /// Says of a generation what it does not tell and another does.
  private mutating func reportUnlike(_ kinds: [DeviceGenerations.Kind], _ syntax: DescriptionSyntax) {
    let told = Set(kinds.flatMap { $0.description.values.map(\.reading) })
    for (kind, generation) in zip(kinds, syntax.generations) {
      let missing = DescribedQuantity.all(of: .meter).filter {
        told.contains($0) && !kind.description.measures($0)
      }
      guard !missing.isEmpty else { continue }
      report(
        .missingSettings(
          missing.map { "read \($0.rawValue) from …" }, of: "generation \(kind.numbers.lowerBound)",
          at: generation.description.range))
    }
  }
}
