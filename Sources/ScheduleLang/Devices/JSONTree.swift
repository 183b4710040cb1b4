/// A value of JSON that was decoded.
public enum JSONTree: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  /// What a path leads to.
  public enum Found: Hashable, Sendable {
    case number(Double)
    /// `null`, or a text by which systems say that they do not know.
    case nothing
    /// Anything else: its kind, for a message.
    case other(String)
    /// There is nothing: the part of the path that leads nowhere, for a message.
    case missing(String)
  }

  /// Follows a path; `setting` gives the number of a setting.
  public func find(_ path: JSONPath, setting: (String) -> Int? = { _ in nil }) -> Found {
    var place = self
    for step in path.steps {
      guard let next = place.next(step, setting: setting) else { return .missing(JSONTree.text(of: step)) }
      place = next
    }
    return place.found
  }

  /// Follows a path to a number, or to a text that is a code by `words`.
  public func find(
    _ path: JSONPath, words: [String: Int], setting: (String) -> Int? = { _ in nil }
  ) -> Found {
    switch value(at: path.steps, setting: setting) {
    case .text(let text): if let code = words[text] { return .number(Double(code)) }
    case .bool(let flag):
      if let code = words[flag ? "true" : "false"] { return .number(Double(code)) }
    default: break
    }
    return find(path, setting: setting)
  }

  /// Whether a text, or a whole number that is written so, is at the end of a path; nil where nothing is there.
  public func says(_ text: String, at path: JSONPath, setting: (String) -> Int? = { _ in nil }) -> Bool? {
    switch value(at: path.steps, setting: setting) {
    case nil: nil
    case .text(let found): found == text
    case .number(let number): Int(exactly: number).map(String.init) == text
    default: false
    }
  }

  /// Whether `false` stands where `validity` leads to from the object that holds what is at the end of a path.
  public func denies(
    _ path: JSONPath, by validity: JSONPath, setting: (String) -> Int? = { _ in nil }
  ) -> Bool {
    value(at: path.steps.dropLast() + validity.steps, setting: setting) == .bool(false)
  }

  private func value(at steps: [JSONPath.Step], setting: (String) -> Int?) -> JSONTree? {
    var place = self
    for step in steps {
      guard let next = place.next(step, setting: setting) else { return nil }
      place = next
    }
    return place
  }

  private func next(_ step: JSONPath.Step, setting: (String) -> Int?) -> JSONTree? {
    switch (step, self) {
    case (.member(let name), .object(let members)): members[name]
    case (.element(let number), .list(let elements)):
      elements.indices.contains(number) ? elements[number] : nil
    case (.elementOfSetting(let name), .list(let elements)):
      setting(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
    case (.elementWhere(let member, let text), .list(let elements)):
      elements.first { element in
        guard case .object(let members) = element else { return false }
        return members[member] == .text(text)
      }
    default: nil
    }
  }

  private var found: Found {
    switch self {
    case .number(let number): return number.isFinite ? .number(number) : .nothing
    case .null: return .nothing
    case .text(let text):
      // Many systems send numbers as texts.
      if let number = Double(text), number.isFinite { return .number(number) }
      return ["", "unknown", "unavailable", "null", "nan"].contains(text.lowercased())
        ? .nothing : .other("a text")
    case .bool: return .other("true or false")
    case .list: return .other("a list")
    case .object: return .other("an object")
    }
  }

  private static func text(of step: JSONPath.Step) -> String {
    switch step {
    case .member(let name): ".\(name)"
    case .element(let number): "[\(number)]"
    case .elementOfSetting(let name): "[\(name)]"
    case .elementWhere(let member, let text): "[\(member) = \"\(text)\"]"
    }
  }
}
