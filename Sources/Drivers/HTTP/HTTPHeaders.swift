/// The header fields of a message, in its order; names ignore case.
struct HTTPHeaders {
  private var fields: [(name: String, value: String)] = []

  /// Adds a field; one of the same name stays.
  mutating func add(_ name: String, _ value: String) { fields.append((name.lowercased(), value)) }

  /// All values of the field with this name.
  subscript(name: String) -> [String] {
    let name = name.lowercased()
    return fields.filter { $0.name == name }.map(\.value)
  }
}
