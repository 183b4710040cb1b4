import FoundationEssentials

/// Spelling of reports as JSON.
enum JSONText {
  /// The version of the shape of all reports.
  static let schemaVersion = 1

  /// `report` as JSON text with its keys in alphabetical order.
  static func text(_ report: some Encodable) throws -> String {
    String(decoding: try encoder([.prettyPrinted]).encode(report), as: UTF8.self) + "\n"
  }

  /// An encoder with its keys in alphabetical order; a number that JSON cannot spell becomes a text, and takes nothing
  /// else with it.
  static func encoder(_ formatting: JSONEncoder.OutputFormatting = []) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

/// A value that is written as `null` where there is none, instead of being left out.
struct Nullable<Value: Encodable>: Encodable {
  var value: Value?

  init(_ value: Value?) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}

extension Nullable: Sendable where Value: Sendable {}

extension Nullable: Decodable where Value: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value = container.decodeNil() ? nil : try container.decode(Value.self)
  }
}
