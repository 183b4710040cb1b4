import Platform
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import Drivers

/// Nothing that a charger answers, and nothing that can be described, may trap; and what is told stays what is wanted.
@Suite("Fuzzed chargers")
struct FuzzedChargerTests {
  /// A reply that may be another, shorter, longer or an exception.
  private static func spoilt(_ reply: [UInt8], by random: inout SeededGenerator) -> [UInt8] {
    var reply = reply
    switch Int.random(in: 0..<12, using: &random) {
    case 0: reply[Int.random(in: 0..<reply.count, using: &random)] = .random(in: 0...255, using: &random)
    case 1: reply.removeLast(Int.random(in: 1...reply.count, using: &random))
    case 2: reply += bytes(Int.random(in: 1...9, using: &random), by: &random)
    case 3, 4:
      // Whatever stands in the registers.
      for index in min(9, reply.count)..<reply.count where index > 8 {
        let bytes: [UInt8] = [0, 0x7F, 0x80, 0xFF, .random(in: 0...255, using: &random)]
        reply[index] = bytes.randomElement(using: &random) ?? 0
      }
    case 5 where reply.count > 8:
      reply = reply[..<4] + [0, 3, reply[6], reply[7] | 0x80, .random(in: 0...12, using: &random)]
    default: break
    }
    return reply
  }

  private static func bytes(_ count: Int, by random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  @Test("answers of every kind end in no more power than was wanted", arguments: PretendedChargerTests.names)
  func answers(name: String) throws {
    for seed in 0..<UInt64(Thoroughness.cases(4, of: 200)) {
      var random = SeededGenerator(seed: seed)
      let home = try PretendedHome(name)
      home.world.spoils = { Self.spoilt($0, by: &random) }
      for current in [6, 16, 0, 10] {
        home.decision = current == 0 ? .idle : Decision(.charge, current, current)
        home.run(40)
        #expect((0...16 * 230 + 1).contains(home.world.power), "seed \(seed)")
        home.forget()
      }
    }
  }

  private static let numbers = [
    "0", "1", "-1", "6", "255", "256", "32767", "32768", "65535", "65536", "99999", "2147483648",
    "4294967295",
    "999999999999", "0.001", "0.5", "1e9",
  ]

  private static let kinds = Register.Kind.allCases.map(\.rawValue)

  /// The text with some of its numbers and types replaced.
  private static func mutated(_ text: String, by random: inout SeededGenerator) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let line = Int.random(in: 0..<lines.count, using: &random)
      var words = lines[line].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      let word = Int.random(in: 0..<max(1, words.count), using: &random)
      guard words.indices.contains(word) else { continue }
      if kinds.contains(words[word]) {
        words[word] = kinds.randomElement(using: &random) ?? ""
      } else if let digits = words[word].firstMatch(of: /[0-9][0-9xA-F]*/) {
        words[word].replaceSubrange(digits.range, with: numbers.randomElement(using: &random) ?? "0")
      }
      lines[line] = words.joined(separator: " ")
      if Int.random(in: 0..<20, using: &random) == 0 { lines.remove(at: line) }
    }
    return lines.joined(separator: "\n")
  }

  @Test("whatever can be described can be driven", arguments: PretendedChargerTests.names)
  func descriptions(name: String) throws {
    let source = try #require(BuiltInDevices.source(name))
    let text = String(decoding: source.bytes, as: UTF8.self)
    var valid = 0
    for seed in 0..<UInt64(Thoroughness.cases(60, of: 3000)) {
      var random = SeededGenerator(seed: seed)
      let mutated = Self.mutated(text, by: &random)
      // What has mistakes, or an address that cannot be, is refused; that is all that may become of it.
      guard let home = try? PretendedHome(text: mutated) else { continue }
      valid += 1
      for current in [6, 16, -10, 0] {
        home.decision = current == 0 ? .idle : Decision(current > 0 ? .charge : .discharge, current, current)
        home.run(5)
      }
      if let charger = home.charger as? DescribedCharger { _ = ChargerFrames(charger) }
      _ = home.charger.failsafeProblem
    }
    #expect(valid > 5)
  }

  @Test(
    "requests of every kind are answered, or end the connection", arguments: [ModbusAccess.Framing.tcp, .rtu])
  func requests(framing: ModbusAccess.Framing) throws {
    var random = SeededGenerator(seed: 7)
    let home = try PretendedHome("evtec-bidipro")
    for _ in 0..<3000 {
      var conversation = PretendedConversation(home.world.charger, unit: 1, framing: framing)
      var bytes = Self.bytes(Int.random(in: 0...40, using: &random), by: &random)
      let function = ([3, 4, 5, 6, 16] as [UInt8]).randomElement(using: &random) ?? 3
      if framing == .tcp, bytes.count > 8 {
        bytes.replaceSubrange(2..<8, with: [0, 0, 0, UInt8(bytes.count - 6), 1, function])
      } else if bytes.count > 3 {
        bytes = [1, function] + bytes[2...]
        bytes += ModbusFrame.checksum(of: bytes)
      }
      _ = conversation.answer(bytes, at: .seconds(1000))
    }
  }
}
