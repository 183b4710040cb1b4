import FoundationEssentials

/// What is wrong with JSON that is beyond the limits.
package struct JSONLimitError: Error, Hashable {}

/// How much JSON is taken from outside: what is beyond it is not decoded, since decoding takes far longer than reading.
package struct JSONLimits: Sendable {
  /// The most bytes.
  package var bytes: Int
  /// The most values, keys of objects not counted.
  package var elements: Int
  /// The deepest nesting.
  package var depth: Int

  /// The longest number or text, in bytes: none that anybody sends is longer.
  private static let longestToken = 16 << 10

  /// What a device in the house says of itself.
  package static let device = JSONLimits(bytes: 64 << 10, elements: 2000, depth: 16)
  /// What a service on the internet answers; a thread of its own reads it.
  package static let service = JSONLimits(bytes: 4 << 20, elements: 50_000, depth: 16)
  /// What the program has written itself.
  package static let own = JSONLimits(bytes: 1 << 20, elements: 50_000, depth: 16)

  /// Creates limits.
  package init(bytes: Int, elements: Int, depth: Int) {
    (self.bytes, self.elements, self.depth) = (bytes, elements, depth)
  }

  /// Decodes `bytes` where they are within the limits; throws for what is not, and for what is no JSON of that shape.
  package func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    guard contains(bytes) else { throw JSONLimitError() }
    return try JSONDecoder().decode(type, from: Data(bytes))
  }

  /// Whether `text` is within the limits; it need not be JSON at all.
  ///
  /// Commas and opening brackets outside of texts tell how many values there are: one pass over the bytes, a thousand
  /// times faster than decoding them.
  package func contains(_ text: [UInt8]) -> Bool {
    guard text.count <= bytes else { return false }
    var (count, level, token) = (1, 0, 0)
    var isInText = false
    var isEscaped = false
    for byte in text {
      token += 1
      if token > Self.longestToken { return false }
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): (isInText, token) = (true, 0)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        (count, level, token) = (count + 1, level + 1, 0)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): (level, token) = (level - 1, 0)
      case UInt8(ascii: ","): (count, token) = (count + 1, 0)
      case UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        token = 0
      default: break
      }
      if count > elements || level > depth { return false }
    }
    return true
  }
}
