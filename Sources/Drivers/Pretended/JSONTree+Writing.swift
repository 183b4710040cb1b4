import ScheduleLang

extension JSONTree {
  /// Puts a value at the end of a path, with all that the path needs; `setting` gives the number of a setting.
  mutating func put(_ value: JSONTree, at steps: ArraySlice<JSONPath.Step>, setting: (String) -> Int) {
    guard let step = steps.first else { return self = value }
    let rest = steps.dropFirst()
    switch step {
    case .member(let name):
      var members = if case .object(let members) = self { members } else { [String: JSONTree]() }
      members[name, default: .null].put(value, at: rest, setting: setting)
      self = .object(members)
    case .element(let number): putElement(number, value, rest, setting)
    case .elementOfSetting(let name): putElement(max(0, min(999, setting(name))), value, rest, setting)
    case .elementWhere(let member, let text):
      var elements = if case .list(let elements) = self { elements } else { [JSONTree]() }
      let index = elements.firstIndex {
        if case .object(let members) = $0 { members[member] == .text(text) } else { false }
      }
      var element = index.map { elements[$0] } ?? .object([member: .text(text)])
      element.put(value, at: rest, setting: setting)
      if let index { elements[index] = element } else { elements.append(element) }
      self = .list(elements)
    }
  }

  private mutating func putElement(
    _ number: Int, _ value: JSONTree, _ rest: ArraySlice<JSONPath.Step>, _ setting: (String) -> Int
  ) {
    var elements = if case .list(let elements) = self { elements } else { [JSONTree]() }
    while elements.count <= number { elements.append(.null) }
    elements[number].put(value, at: rest, setting: setting)
    self = .list(elements)
  }
}
