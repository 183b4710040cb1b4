/// The header fields of a message, in its order; names ignore case.
public struct HTTPHeaders: Sendable {
  private var fields: [(name: String, value: String)] = []

  /// Creates a header without fields.
  public init() {}

  /// Adds a field; one of the same name stays.
  public mutating func add(_ name: String, _ value: String) { fields.append((name.lowercased(), value)) }

  /// All values of the field with this name.
  public subscript(name: String) -> [String] {
    let name = name.lowercased()
    return fields.filter { $0.name == name }.map(\.value)
  }
}
