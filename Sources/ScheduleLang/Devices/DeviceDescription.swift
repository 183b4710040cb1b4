/// A device as a text describes it: how it is reached and what its values mean.
public struct DeviceDescription: Hashable, Sendable {
  /// What a device does in a home.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    case meter, charger, car
  }

  /// A number or a text that the site gives, such as a channel.
  public struct Setting: Hashable, Sendable {
    /// What it can be.
    public enum Kind: Hashable, Sendable {
      /// A whole number within the range, and what it is where the site says nothing; nil where the site must say it.
      case number(ClosedRange<Int>, default: Int?)
      /// A name of letters, digits, `.`, `_` and `-`, and what it is where the site says nothing.
      case text(default: String?)
    }

    /// The name, in lower case.
    public var name: String
    /// What it can be.
    public var kind: Kind
    /// Whether the site may leave it open: what asks for it is not read then.
    public var isOptional = false
  }

  /// One value that is read.
  public struct Value: Hashable, Sendable {
    /// What it is.
    public var reading: DescribedQuantity
    /// What it is made of.
    public var terms: [Term]
    /// What it is made of where that tells nothing, in order.
    public var alternatives: [[Term]] = []
    /// From the device's unit, and its direction, to watts with import and production positive, or to volts.
    public var factor: Double
    /// What it can be, in base units and the device's direction; anything else is no reading.
    public var range: ClosedRange<Double>?
    /// Whether what the device says nothing of, with `null` or a code for that, is 0: an inverter that sleeps.
    public var isZeroUnlessSaid = false
    /// Whether the device may lack it without being in trouble.
    public var isOptional: Bool
    /// After how many seconds what was told of it counts no more; nil where it is asked for each time.
    public var staleAfter: Double?
    /// What its codes mean, where it tells whether a car is connected; any other code is not known.
    public var codes: [Int: Bool] = [:]
    /// The codes of the texts among them.
    public var words: [String: Int] = [:]
    /// A way from the object that holds a number: where it leads to `false` the number is no reading.
    public var validity: JSONPath?

    /// All that it may be made of.
    public var parts: [Term] { terms + alternatives.joined() }
  }

  /// A part of a value, which is added or taken away.
  public struct Term: Hashable, Sendable {
    /// Where it is read.
    public var source: Source
    /// Whether it is taken away.
    public var isSubtracted: Bool
  }

  /// Where a number is read.
  public enum Source: Hashable, Sendable {
    case path(JSONPlace)
    case register(Register)
  }

  /// A text that the device must give, so that its numbers mean what the description says.
  public struct Expectation: Hashable, Sendable {
    /// Where it is.
    public var place: JSONPlace
    /// What it must be.
    public var text: TextTemplate
    /// Whether the device may say nothing there.
    public var isOptional = false
  }

  /// The name by which sites call it, in lower case.
  public var name: String
  /// What it does in a home.
  public var role: Role
  /// Where its facts are from; nil where nobody says.
  public var facts: String?
  /// How it was tried, and by whom; nil is not at all.
  public var trial: String?
  /// How it is reached.
  public var transport: Transport
  /// What the site says of it.
  public var settings: [Setting]
  /// What must be so before anything that is read is believed.
  public var expectations: [Expectation]
  /// What a meter or a car reads.
  public var values: [Value]
  /// What is read of a charger, and how it is told what to do.
  public var charger: ChargerDescription?
  /// What differs from one generation of it to the next; values and the way to it are those of the first one then.
  public var generations: DeviceGenerations?

  /// What is asked for over HTTP, each once: what tells of the grid comes first, since limits hang on it.
  public var targets: [TextTemplate] {
    var targets: [TextTemplate] = []
    let ordered = values.filter { $0.reading == .grid } + values
    let places = ordered.flatMap(\.parts).compactMap {
      if case .path(let place) = $0.source { place } else { nil }
    }
    let told = (charger?.places?.list ?? []).compactMap {
      if case .told(let place, _) = $0 { place } else { nil }
    }
    for place in places + told + expectations.map(\.place) where !targets.contains(place.target) {
      targets.append(place.target)
    }
    return targets
  }

  /// Whether it tells a quantity.
  public func measures(_ quantity: DescribedQuantity) -> Bool { values.contains { $0.reading == quantity } }
}

/// What a meter or a car can tell.
public enum DescribedQuantity: String, Hashable, Sendable, CaseIterable {
  /// Power through the grid connection.
  case grid
  /// Power from the sun.
  case solar
  /// Mains voltage.
  case voltage
  /// The grid's power factor.
  case powerFactor = "power factor"
  /// The SoC of a car.
  case soc
  /// Whether a car is connected to a charger, wherever: 1 or 0.
  case plugged

  /// What a device in a role can tell; nothing of a charger, which is described otherwise.
  public static func all(of role: DeviceDescription.Role) -> [DescribedQuantity] {
    switch role {
    case .meter: [.grid, .solar, .voltage, .powerFactor]
    case .car: [.soc, .plugged]
    case .charger: []
    }
  }

  /// The unit that it is counted in: `W`, `V` or `%`; empty where it has none.
  public var unitName: String {
    switch self {
    case .grid, .solar: "W"
    case .voltage: "V"
    case .soc: "%"
    case .powerFactor, .plugged: ""
    }
  }

  /// The words for the direction in which it may count up, that of the program first; none where it has no direction.
  public var directions: [String] {
    switch self {
    case .grid: ["importing", "exporting"]
    case .solar: ["producing", "consuming"]
    case .voltage, .powerFactor, .soc, .plugged: []
    }
  }
}
