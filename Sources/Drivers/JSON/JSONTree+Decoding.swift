import FoundationEssentials
import ScheduleLang

extension JSONTree: Decodable {
  /// Decodes any value.
  public init(from decoder: any Decoder) throws {
    if let fields = try? decoder.container(keyedBy: Key.self) {
      var members: [String: JSONTree] = [:]
      for key in fields.allKeys { members[key.stringValue] = try fields.decode(JSONTree.self, forKey: key) }
      self = .object(members)
      return
    }
    if var list = try? decoder.unkeyedContainer() {
      var elements: [JSONTree] = []
      while !list.isAtEnd { elements.append(try list.decode(JSONTree.self)) }
      self = .list(elements)
      return
    }
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let flag = try? value.decode(Bool.self) {
      self = .bool(flag)
    } else {
      // A number that is greater than any: what stands beside it stays what it is.
      self = .null
    }
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// The value that a device's answer spells; nil where it spells none, or more than any device says.
  package static func decode(_ bytes: [UInt8]) -> JSONTree? {
    try? JSONLimits.device.decode(JSONTree.self, from: bytes)
  }
}
