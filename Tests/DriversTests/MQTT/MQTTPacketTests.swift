import SeededRandomness
import Testing

@testable import Drivers

@Suite("MQTT packets")
struct MQTTPacketTests {
  /// All packets in bytes that come in pieces of `size`.
  private func decode(_ bytes: [UInt8], in size: Int = .max) throws -> [MQTTPacket] {
    var decoder = MQTTDecoder()
    var packets: [MQTTPacket] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      decoder.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
      while let packet = try decoder.next() { packets.append(packet) }
    }
    return packets
  }

  private static let connect = MQTTPacket.connect(
    MQTTConnect(client: "me", keepAlive: 30, user: "owner", password: "pässword"))
  private static let packets: [MQTTPacket] = [
    connect, .connect(MQTTConnect(client: "", keepAlive: 0)), .connectAcknowledged(code: 5),
    .publish(MQTTMessage(topic: "a/b", payload: Array("1.5".utf8))),
    .publish(MQTTMessage(topic: "ü", payload: [], isRetained: true, acknowledgement: 0xABCD)),
    .publish(MQTTMessage(topic: "long", payload: [UInt8](repeating: 7, count: 20_000))),
    .publishAcknowledged(9), .subscribe(1, [.init(topic: "a", quality: 0), .init(topic: "b/c", quality: 1)]),
    .subscribeAcknowledged(1, [0, 0x80]), .ping, .pong, .disconnect,
  ]

  /// As OASIS's standard of 29 October 2014 has them: section 3.1.2.10 and others.
  @Test("are the bytes of the standard")
  func standard() throws {
    let user = MQTTPacket.connect(MQTTConnect(client: "c", keepAlive: 10, user: "u", password: "p"))
    #expect(
      user.bytes == [
        0x10, 19, 0, 4, 0x4D, 0x51, 0x54, 0x54, 4, 0b1100_0010, 0, 10, 0, 1, 0x63, 0, 1, 0x75, 0, 1, 0x70,
      ])
    let message = MQTTMessage(topic: "a/b", payload: [0x31], acknowledgement: 10)
    #expect(MQTTPacket.publish(message).bytes == [0x32, 8, 0, 3, 0x61, 0x2F, 0x62, 0, 10, 0x31])
    let wishes = [MQTTPacket.Subscription(topic: "a/b", quality: 1), .init(topic: "c/d", quality: 2)]
    #expect(
      MQTTPacket.subscribe(10, wishes).bytes == [
        0x82, 14, 0, 10, 0, 3, 0x61, 0x2F, 0x62, 1, 0, 3, 0x63, 0x2F, 0x64, 2,
      ])
    #expect(MQTTPacket.ping.bytes == [0xC0, 0] && MQTTPacket.disconnect.bytes == [0xE0, 0])
    // Table 2.4: the length of 128 is the first of two bytes, that of 16,384 the first of three.
    for (size, length) in [
      (127, [0x7F]), (128, [0x80, 1]), (16_383, [0xFF, 0x7F]), (16_384, [0x80, 0x80, 1]),
    ] {
      let payload = [UInt8](repeating: 0, count: size - 3)
      let bytes = MQTTPacket.publish(MQTTMessage(topic: "a", payload: payload)).bytes
      #expect(bytes[1...].prefix(length.count).map { Int($0) } == length)
    }
  }

  @Test("are read as they were written, in whatever pieces they come", arguments: [1, 2, 3, 7, 4096])
  func pieces(size: Int) throws {
    #expect(try decode(Self.packets.flatMap(\.bytes), in: size) == Self.packets)
  }

  @Test(
    "bytes that are none are an error, whatever comes behind them",
    arguments: [
      [0x00, 0], [0xF0, 0], [0x50, 2, 0, 1], [0x34, 6, 0, 1, 0x61, 0, 1, 0x31], [0x36, 5, 0, 1, 0x61, 0, 1],
      [0x30, 2, 0, 9], [0x30, 1, 0], [0x30, 3, 0, 1, 0x2B], [0x30, 2, 0, 0], [0x30, 3, 0, 1, 0xFF],
      [0x30, 3, 0, 1, 0], [0x32, 5, 0, 1, 0x61, 0, 0], [0x20, 1, 0], [0x20, 3, 0, 0, 0], [0x21, 2, 0, 0],
      [0x80, 5, 0, 1, 0, 1, 0x61], [0x82, 2, 0, 1], [0x82, 6, 0, 1, 0, 1, 0x61, 3], [0xD0, 1, 0],
      [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0x30, 0xFF, 0xFF, 0xFF, 0x7F], [0x30, 0x81, 0x80, 4],
      [0x10, 12, 0, 6, 0x4D, 0x51, 0x49, 0x73, 0x64, 0x70, 3, 2, 0, 9],
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) {
    #expect(throws: MQTTError.self) { _ = try decode(bytes + MQTTPacket.ping.bytes) }
  }

  @Test("a packet that is too large is refused before it has come")
  func limit() throws {
    var decoder = MQTTDecoder()
    decoder.append([0x30, 0x81, 0x80, 4])
    #expect(throws: MQTTError.tooLarge(65_537)) { _ = try decoder.next() }
    let whole = MQTTMessage(topic: "a", payload: [UInt8](repeating: 0, count: MQTTDecoder.limit - 3))
    #expect(try decode(MQTTPacket.publish(whole).bytes, in: 4096) == [.publish(whole)])
  }

  @Test("whatever comes, reading it neither traps nor hangs, and what is read is written the same")
  func fuzz() {
    for seed in 0..<UInt64(Thoroughness.cases(20_000, of: 2_000_000)) {
      var random = SeededGenerator(seed: seed)
      var bytes = Self.packets.filter { $0.bytes.count < 100 }.shuffled(using: &random).prefix(3).flatMap(
        \.bytes)
      for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(.random(in: 0...255, using: &random), at: index)
        default: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
      }
      guard let packets = try? decode(bytes, in: Int.random(in: 1...50, using: &random)) else { continue }
      let again = try? decode(packets.flatMap(\.bytes))
      #expect(again == packets, "seed \(seed)")
    }
  }
}
