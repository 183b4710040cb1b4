/// A place of a charger over HTTP: where it tells something, or how it is told something.
///
/// The engine of chargers knows numbers in registers alone. Over HTTP a charger has places instead, and each is as one register
/// that holds its number: `ChargerPlaces` says which.
public enum ChargerPlace: Hashable, Sendable {
  /// A number, or a text of the table of words, in an answer.
  case told(JSONPlace, Freshness?)
  /// A request by which it is told something.
  case request(ChargerRequest)

  /// By what a number is known to be of now.
  public struct Freshness: Hashable, Sendable {
    /// Where the time stands at which it was taken, in seconds since 1970, in the same answer.
    public var path: JSONPath
    /// After how many seconds it counts no more.
    public var seconds: Double

    /// Creates it.
    public init(_ path: JSONPath, seconds: Double) { (self.path, self.seconds) = (path, seconds) }
  }
}

/// A request by which a charger over HTTP is told something.
public struct ChargerRequest: Hashable, Sendable {
  /// Its method.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    case get, post, put, delete
  }

  /// What a member of its body is.
  public enum Value: Hashable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    /// The number that is told.
    case told
  }

  /// A member of its body.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What it is.
    public var value: Value
  }

  /// Its method.
  public var method: Method
  /// Path and query, in which `{value}` stands for the number that is told.
  public var target: TextTemplate
  /// What its body has, in order; none where it has no body.
  public var members: [Member] = []
  /// Whether the body is that of a form; else it is JSON.
  public var isForm = false

  /// What stands for the number in a path or query.
  public static let told = "value"

  /// Whether it tells a number, instead of the same each time.
  public var tellsNumber: Bool {
    target.settings.contains(Self.told) || members.contains { $0.value == .told }
  }
}

/// The places of a charger over HTTP, each as one register.
public struct ChargerPlaces: Hashable, Sendable {
  /// The places, in order.
  public var list: [ChargerPlace] = []
  /// The codes of the texts by which it tells states and the like; `true` and `false` may be among them.
  public var words: [String: Int] = [:]

  /// No places.
  public init() {}

  /// The most that a description may have.
  static let limit = 100

  /// How many registers each place has.
  public static let width = Register.Kind.float64.width

  /// The register that stands for a place, which is added where it is new.
  mutating func register(of place: ChargerPlace) -> Register {
    let index = list.firstIndex(of: place) ?? list.count
    if index == list.count { list.append(place) }
    return Register(.holding, index * Self.width, .float64)
  }

  /// The code of a text, which is given one where it is new.
  mutating func code(of word: String) -> Int {
    if let known = words[word] { return known }
    // No device counts its states so.
    let code = -1_000_000 - words.count
    words[word] = code
    return code
  }

  /// The text that a code stands for; nil where it is a number of the device's own.
  public func word(of code: Int) -> String? { words.first { $0.value == code }?.key }

  /// The place that a register stands for.
  public subscript(register: Register) -> ChargerPlace? {
    let index = register.address / Self.width
    return list.indices.contains(index) ? list[index] : nil
  }
}
