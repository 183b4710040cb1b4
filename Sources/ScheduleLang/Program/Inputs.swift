/// `input NAME = on` or `off`: a switch that the owner sets while the program runs.
public struct SwitchInput: Hashable, Sendable {
  /// Its name as declared.
  public var name: String
  /// What it is unless it is set.
  public var isOn: Bool
  /// Where its name is declared.
  public var range: SourceRange

  /// Creates a switch that is declared at `range`.
  public init(name: String, isOn: Bool, range: SourceRange) {
    (self.name, self.isOn, self.range) = (name, isOn, range)
  }

  /// The name by which it is known, whatever the case of its letters.
  public var key: String { name.lowercased() }
}

/// How switches are set; what is not set is as it was declared.
public struct InputValues: Hashable, Sendable {
  private var given: [String: Bool] = [:]

  /// Creates values of which none is set.
  public init() {}

  /// Whether none is set.
  public var isEmpty: Bool { given.isEmpty }

  /// How the switch of this name is set; nil where it is not.
  public subscript(key: String) -> Bool? {
    get { given[key] }
    set { given[key] = newValue }
  }

  /// Those that are set, in the order of their names.
  public var all: [(key: String, isOn: Bool)] { given.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}
