/// A device whose generations say the same in different ways.
public struct DeviceGenerations: Hashable, Sendable {
  /// Some generations that are alike.
  public struct Kind: Hashable, Sendable {
    /// Their numbers.
    public var numbers: ClosedRange<Int>
    /// How they are read.
    public var description: DeviceDescription
  }

  /// Where a device tells its generation; it is asked there without a login.
  public var place: JSONPlace
  /// Which generation it is where it does not tell; nil where it must.
  public var fallback: Int?
  /// The generations that are known.
  public var kinds: [Kind]

  /// The greatest number of a generation.
  static let last = 999

  /// How a generation is read; nil where nobody knows it.
  public func description(of number: Int) -> DeviceDescription? {
    kinds.first { $0.numbers.contains(number) }?.description
  }
}

extension DeviceDescription {
  /// The same without what asks for a setting that a site leaves open.
  ///
  /// - Parameter isGiven: whether the site gives a setting.
  public func settled(_ isGiven: (String) -> Bool) -> DeviceDescription {
    let open = Set(settings.filter { $0.isOptional && !isGiven($0.name) }.map(\.name))
    guard !open.isEmpty else { return self }
    func isKnown(_ terms: [Term]) -> Bool { terms.allSatisfy { open.isDisjoint(with: $0.source.settings) } }
    var settled = self
    settled.expectations.removeAll { !open.isDisjoint(with: $0.place.settings + $0.text.settings) }
    settled.values = values.compactMap { value in
      let ways = ([value.terms] + value.alternatives).filter(isKnown)
      guard let first = ways.first else { return nil }
      var value = value
      (value.terms, value.alternatives) = (first, Array(ways.dropFirst()))
      return value
    }
    if let generations {
      settled.generations?.kinds = generations.kinds.map {
        DeviceGenerations.Kind(numbers: $0.numbers, description: $0.description.settled(isGiven))
      }
    }
    return settled
  }
}

extension DeviceDescription.Source {
  /// The settings that it asks for.
  public var settings: [String] {
    switch self {
    case .path(let place): place.settings
    case .register(let register): register.offset.map { [$0] } ?? []
    }
  }
}
