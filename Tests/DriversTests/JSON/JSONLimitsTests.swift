import Foundation
import SeededRandomness
import Testing

@testable import Drivers

@Suite("How much JSON is taken")
struct JSONLimitsTests {
  private struct Anything: Decodable {}

  @Test("an answer of a megabyte with hundreds of thousands of elements is not decoded")
  func flood() {
    for element in ["{}", "[]", "0", "null", "\"\""] {
      let text = "{\"emeters\":[" + Array(repeating: element, count: 349_000).joined(separator: ",") + "]}"
      for limits in [JSONLimits.device, .service, .own] { #expect(!limits.contains(Array(text.utf8))) }
    }
  }

  @Test("a deep, a long and an endless one is not decoded")
  func shapes() {
    let texts = [
      String(repeating: "[", count: 5000),
      String(repeating: "{\"a\":", count: 100) + "1" + String(repeating: "}", count: 100),
      "[" + String(repeating: "9", count: 20_000) + "]",
      "[\"" + String(repeating: "x", count: 20_000) + "\"]",
      "[\"" + String(repeating: "\\\"", count: 12_000),
      String(repeating: "]", count: 10) + String(repeating: "[", count: 5000),
    ]
    for text in texts { #expect(!JSONLimits.device.contains(Array(text.utf8)), "\(text.prefix(20))") }
  }

  @Test("brackets and commas within texts are none")
  func texts() {
    let text = "{\"a\":\"" + String(repeating: "[,{\\\"", count: 500) + "\"}"
    #expect(JSONLimits(bytes: 10_000, elements: 3, depth: 1).contains(Array(text.utf8)))
  }

  @Test("it counts what JSONSerialization finds", arguments: UInt64(1)...50)
  func count(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    func value(_ depth: Int) -> Any {
      switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
      case 0: return Int.random(in: -1000...1000, using: &random)
      case 1: return ["a,b", "[", "{\"x\":[1]}", "\\", "é\""][Int.random(in: 0..<5, using: &random)]
      case 2: return Bool.random(using: &random)
      case 3: return NSNull()
      case 4: return (0..<Int.random(in: 1...4, using: &random)).map { _ in value(depth - 1) }
      default:
        return Dictionary(
          uniqueKeysWithValues: (0..<Int.random(in: 1...4, using: &random)).map {
            ("k\($0)", value(depth - 1))
          })
      }
    }
    /// How many commas and opening brackets there are, and one: more than the values themselves by those.
    func measure(_ any: Any) -> (count: Int, depth: Int) {
      let inner: [Any] = (any as? [Any]) ?? (any as? [String: Any]).map { Array($0.values) } ?? []
      guard any is [Any] || any is [String: Any] else { return (0, 0) }
      let parts = inner.map(measure)
      return (1 + inner.count - 1 + parts.reduce(0) { $0 + $1.count }, 1 + (parts.map(\.depth).max() ?? 0))
    }
    let root = [value(4)]
    let bytes = Array(try JSONSerialization.data(withJSONObject: root))
    let (count, depth) = measure(root)
    #expect(JSONLimits(bytes: bytes.count, elements: count + 1, depth: depth).contains(bytes))
    #expect(!JSONLimits(bytes: bytes.count, elements: count, depth: depth).contains(bytes))
    #expect(!JSONLimits(bytes: bytes.count, elements: count + 1, depth: depth - 1).contains(bytes))
    #expect(!JSONLimits(bytes: bytes.count - 1, elements: count + 1, depth: depth).contains(bytes))
  }
}
