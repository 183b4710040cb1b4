import Platform
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import Drivers

/// Nothing that a meter answers may trap, hang or grow the program; and what it makes of it is nothing that no home has.
@Suite("Fuzzed meters")
struct FuzzedMeterTests {
  /// A device whose answers a test makes up, as bytes.
  private final class Liar: Connector, ByteStream {
    private let answer: ([UInt8]) -> [UInt8]
    private var pending: [[UInt8]] = []
    private(set) var connections = 0

    init(_ answer: @escaping ([UInt8]) -> [UInt8]) { self.answer = answer }

    func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
      connections += 1
      pending = []
      return self
    }

    func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
      let bytes = answer(bytes)
      guard !bytes.isEmpty else { return }
      // In two pieces: nothing says that a reply comes at once.
      pending += [Array(bytes[..<(bytes.count / 2)]), Array(bytes[(bytes.count / 2)...])].filter {
        !$0.isEmpty
      }
    }

    func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
      guard !pending.isEmpty else { throw .timeout }
      return pending.removeFirst()
    }

    var isQuiet: Bool { pending.isEmpty }
    func close() { pending = [] }
  }

  private static func meter(_ name: String, _ liar: Liar) throws -> any Meter {
    let description = try #require(DeviceDescription.shipped(name))
    var device = DeviceConfiguration(driver: name, address: "10.0.0.9", range: .nowhere)
    device.description = description
    for (index, setting) in description.settings.enumerated() {
      switch setting.kind {
      case .number(let range, _):
        device.settings[setting.name] = .number(min(range.lowerBound + index, range.upperBound))
      case .text: device.settings[setting.name] = .text("made-up")
      }
    }
    return try DeviceFactory(connector: liar).meter(device)
  }

  /// Reads it some times, a second apart, and holds what it says against what a home can have.
  private static func check(_ meter: any Meter, _ seed: UInt64) {
    for second in 1...6 {
      let deadline = ExchangeDeadline(uptime: .seconds(1000 + second))
      guard let reading = try? meter.reading(by: deadline) else { continue }
      #expect(reading.grid.map { HouseholdRange.power.contains($0.value) } ?? true, "seed \(seed)")
      #expect(
        reading.solar.map { (0...HouseholdRange.power.upperBound).contains($0.value) } ?? true, "seed \(seed)"
      )
      #expect(reading.voltage.map { HouseholdRange.voltage.contains($0.value) } ?? true, "seed \(seed)")
      #expect(reading.powerFactor.map { HouseholdRange.powerFactor.contains($0) } ?? true, "seed \(seed)")
    }
  }

  private static func bytes(_ count: Int, by random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// The bytes with some of them changed, taken out or put in.
  private static func spoilt(_ bytes: [UInt8], by random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[index] = .random(in: 0...255, using: &random)
      case 1: bytes.remove(at: index)
      case 2:
        bytes.insert(contentsOf: Self.bytes(Int.random(in: 1...9, using: &random), by: &random), at: index)
      case 3: bytes = Array(bytes[..<index])
      default: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
    }
    return bytes
  }

  // MARK: HTTP

  /// A value that a liar says where a number or anything else should be.
  private static func value(_ depth: Int, by random: inout SeededGenerator) -> String {
    let numbers = [
      "0", "-1", "1e308", "-1e999", "1e-400", "99999999999999999999", "0.1", "500", "-60000", "3.4e38",
    ]
    let others = [
      "null", "true", "false", "\"unknown\"", "\"5\"", "\"\\u0000\"", "\"NaN\"", "{}", "[]", "-", "01",
    ]
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0, 1: return numbers.randomElement(using: &random) ?? "0"
    case 2, 3: return others.randomElement(using: &random) ?? "null"
    case 4: return "[\((0..<3).map { _ in value(depth - 1, by: &random) }.joined(separator: ","))]"
    default: return "{\"a\":\(value(depth - 1, by: &random)),\"power\":\(value(depth - 1, by: &random))}"
    }
  }

  /// An answer that the meter's paths need, its numbers replaced at random.
  private static func body(_ whole: String, by random: inout SeededGenerator) -> String {
    var result = ""
    var rest = whole[...]
    while let next = rest.firstMatch(of: /-?[0-9]+\.[0-9]+|true|false/) {
      result += rest[..<next.range.lowerBound]
      result +=
        Int.random(in: 0..<3, using: &random) == 0 ? value(2, by: &random) : String(next.output)
      rest = rest[next.range.upperBound...]
    }
    return result + rest
  }

  private static let httpNames = BuiltInDevices.names(role: "meter").filter {
    if case .http = DeviceDescription.shipped($0)?.transport { true } else { false }
  }

  @Test("answers over HTTP of every kind are taken for what they are", arguments: httpNames)
  func http(name: String) throws {
    let description = try #require(DeviceDescription.shipped(name))
    let kinds = description.generations?.kinds.map(\.description) ?? [description]
    for seed in 0..<UInt64(Thoroughness.cases(60, of: 5000)) {
      var random = SeededGenerator(seed: seed)
      let kind = kinds[Int(seed) % kinds.count]
      var device = DeviceConfiguration(driver: name, address: "10.0.0.9", range: .nowhere)
      for setting in kind.settings {
        if case .number(let range, _) = setting.kind {
          device.settings[setting.name] = .number(range.lowerBound)
        }
      }
      let documents = PretendedMeter(kind, DescribedSettings(kind, device)).documents.values.map(\.text)
      let liar = Liar { request in
        let isIdentity = String(decoding: request.prefix(20), as: UTF8.self).hasPrefix("GET /shelly ")
        let answer =
          isIdentity ? "{\"gen\":\(seed % 3 + 1)}" : documents.randomElement(using: &random) ?? "{}"
        let body = Self.body(answer, by: &random)
        let length = Int.random(in: 0..<20, using: &random) == 0 ? "99999999999999" : "\(body.utf8.count)"
        let status = [
          "200", "200", "200", "200", "401", "429", "503", "200 OK\r\nTransfer-Encoding: chunked",
        ]
        .randomElement(using: &random)
        let response = "HTTP/1.1 \(status ?? "200") OK\r\nContent-Length: \(length)\r\n\r\n\(body)"
        return Bool.random(using: &random)
          ? Array(response.utf8) : Self.spoilt(Array(response.utf8), by: &random)
      }
      Self.check(try Self.meter(name, liar), seed)
    }
  }

  @Test("an answer without an end is given up, and keeps nothing")
  func endless() throws {
    for name in Self.httpNames {
      var sent = 0
      let liar = Liar { _ in
        sent += 1
        return Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
          + Array(repeating: UInt8(ascii: "1"), count: 1 << 20)
      }
      let meter = try Self.meter(name, liar)
      for second in 1...3 {
        #expect(throws: DeviceError.self) {
          try meter.reading(by: ExchangeDeadline(uptime: .seconds(1000 + second)))
        }
      }
      #expect(sent <= 12, "\(name) asks \(sent) times")
    }
  }

  // MARK: Modbus

  private static let modbusNames = BuiltInDevices.names(role: "meter").filter {
    if case .modbus = DeviceDescription.shipped($0)?.transport { true } else { false }
  }

  @Test("answers over Modbus of every kind are taken for what they are", arguments: modbusNames)
  func modbus(name: String) throws {
    let description = try #require(DeviceDescription.shipped(name))
    guard case .modbus(let access) = description.transport else { return }
    for seed in 0..<UInt64(Thoroughness.cases(100, of: 10_000)) {
      var random = SeededGenerator(seed: seed)
      let liar = Liar { request in
        let isTCP = access.framing == .tcp
        let body = isTCP ? Array(request.dropFirst(7)) : Array(request.dropFirst().dropLast(2))
        guard body.count >= 5 else { return [] }
        let count = Int(body[4])
        let codes: [UInt8] = [0, 0x7F, 0x80, 0xFF, .random(in: 0...255, using: &random)]
        let words = (0..<2 * count).map { _ in codes.randomElement(using: &random) ?? 0 }
        let answer =
          Int.random(in: 0..<8, using: &random) == 0
          ? [body[0] | 0x80, .random(in: 0...12, using: &random)] : [body[0], UInt8(2 * count)] + words
        let frame = ModbusFrame(
          transaction: isTCP ? UInt16(request[0]) << 8 | UInt16(request[1]) : nil,
          unit: isTCP ? request[6] : request[0], body: answer)
        return Bool.random(using: &random) ? frame.bytes : Self.spoilt(frame.bytes, by: &random)
      }
      Self.check(try Self.meter(name, liar), seed)
    }
  }
}
