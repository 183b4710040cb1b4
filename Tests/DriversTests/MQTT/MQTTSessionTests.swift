import Platform
import SeededRandomness
import Testing

@testable import Drivers

@Suite("MQTT session")
struct MQTTSessionTests {
  private static func session(_ topics: [String] = ["a", "b"], asks: Bool = false) -> MQTTSession {
    MQTTSession(
      MQTTSession.Wishes(
        connect: MQTTConnect(client: "me", keepAlive: 30), topics: topics,
        request: asks ? ("R", .seconds(25)) : nil), at: .zero)
  }

  /// One that the broker has welcomed and that is subscribed.
  private static func ready(asks: Bool = false) throws -> MQTTSession {
    var session = session(asks: asks)
    _ = session.takeOutput(at: .zero)
    _ = try session.take(MQTTPacket.connectAcknowledged(code: 0).bytes, at: .zero)
    _ = try session.take(MQTTPacket.subscribeAcknowledged(1, [0, 0]).bytes, at: .zero)
    return session
  }

  @Test("says who it is, subscribes, and acknowledges what is to be acknowledged")
  func course() throws {
    var session = Self.session()
    #expect(
      session.takeOutput(at: .zero) == MQTTPacket.connect(MQTTConnect(client: "me", keepAlive: 30)).bytes)
    #expect(session.takeOutput(at: .zero) == [])
    _ = try session.take(MQTTPacket.connectAcknowledged(code: 0).bytes, at: .zero)
    #expect(
      session.takeOutput(at: .zero)
        == MQTTPacket.subscribe(1, [.init(topic: "a", quality: 0), .init(topic: "b", quality: 0)]).bytes)
    #expect(!session.isReady)
    // The first messages may come before the answer.
    let early = MQTTMessage(topic: "a", payload: [0x31], acknowledgement: 7)
    let other = MQTTMessage(topic: "z", payload: [0x31])
    let bytes = [MQTTPacket.publish(early), .publish(other), .subscribeAcknowledged(1, [0, 0])].flatMap(
      \.bytes)
    #expect(try session.take(bytes, at: .zero) == [early], "a topic that nobody wants is passed over")
    #expect(session.isReady)
    #expect(session.takeOutput(at: .zero) == MQTTPacket.publishAcknowledged(7).bytes)
  }

  @Test("pings where it has nothing else to say, and misses a broker that does not answer")
  func pings() throws {
    var session = try Self.ready()
    _ = session.takeOutput(at: .zero)
    #expect(session.takeOutput(at: .seconds(29)) == [])
    #expect(session.takeOutput(at: .seconds(30)) == MQTTPacket.ping.bytes)
    #expect(session.takeOutput(at: .seconds(35)) == [])
    try session.check(at: .seconds(39))
    #expect(throws: DeviceError.timeout) { try session.check(at: .seconds(40)) }
    _ = try session.take(MQTTPacket.pong.bytes, at: .seconds(39))
    try session.check(at: .seconds(69))
    #expect(session.takeOutput(at: .seconds(60)) == MQTTPacket.ping.bytes)
  }

  @Test("asks a device again and again to go on")
  func request() throws {
    var session = try Self.ready(asks: true)
    let asked = MQTTPacket.publish(MQTTMessage(topic: "R", payload: [])).bytes
    #expect(session.takeOutput(at: .zero).suffix(asked.count) == asked[...])
    #expect(session.takeOutput(at: .seconds(24)) == [])
    #expect(session.takeOutput(at: .seconds(25)) == asked)
  }

  @Test("ends where the broker refuses, or does not answer")
  func refusals() throws {
    for (code, word) in [(UInt8(4), "password"), (5, "user"), (2, "name"), (3, "ready")] {
      var session = Self.session()
      do {
        _ = try session.take(MQTTPacket.connectAcknowledged(code: code).bytes, at: .zero)
        Issue.record("\(code) is a refusal")
      } catch {
        guard case .refused(let why) = error else { Issue.record("\(error)"); continue }
        #expect(why.contains(word))
      }
    }
    var session = Self.session()
    _ = try session.take(MQTTPacket.connectAcknowledged(code: 0).bytes, at: .zero)
    #expect(throws: DeviceError.refused("the broker does not allow `b`")) {
      _ = try session.take(MQTTPacket.subscribeAcknowledged(1, [0, 0x80]).bytes, at: .zero)
    }
    #expect(throws: DeviceError.timeout) { try Self.session().check(at: .seconds(10)) }
  }

  @Test(
    "ends where the broker sends what does not belong there",
    arguments: [
      MQTTPacket.ping, .disconnect, .connectAcknowledged(code: 0), .subscribeAcknowledged(1, [0, 0]),
      .publishAcknowledged(1), .subscribe(1, [.init(topic: "a", quality: 0)]),
    ])
  func disorder(packet: MQTTPacket) throws {
    var session = try Self.ready()
    #expect(throws: DeviceError.self) { _ = try session.take(packet.bytes, at: .zero) }
    var early = Self.session()
    #expect(throws: DeviceError.self) {
      _ = try early.take(MQTTPacket.publish(MQTTMessage(topic: "a", payload: [])).bytes, at: .zero)
    }
    var short = Self.session()
    _ = try short.take(MQTTPacket.connectAcknowledged(code: 0).bytes, at: .zero)
    #expect(throws: DeviceError.self) {
      _ = try short.take(MQTTPacket.subscribeAcknowledged(1, [0]).bytes, at: .zero)
    }
  }

  @Test("ends where the broker sends more than any home has to say")
  func flood() throws {
    var session = try Self.ready()
    let message = MQTTPacket.publish(MQTTMessage(topic: "a", payload: [UInt8](repeating: 0, count: 4000)))
      .bytes
    for _ in 0..<250 { _ = try session.take(message, at: .zero) }
    // What comes over hours is no flood.
    for second in 1..<1000 { _ = try session.take(message, at: .seconds(second)) }
    #expect(throws: DeviceError.self) {
      for _ in 0..<300 { _ = try session.take(message, at: .seconds(2000)) }
    }
  }

  @Test("neither traps nor grows, whatever the broker sends")
  func fuzz() {
    let packets: [MQTTPacket] = [
      .connectAcknowledged(code: 0), .subscribeAcknowledged(1, [0, 0]), .pong, .publishAcknowledged(3),
      .publish(MQTTMessage(topic: "a", payload: Array("12".utf8))),
      .publish(MQTTMessage(topic: "b", payload: Array("{}".utf8), acknowledgement: 4)),
    ]
    for seed in 0..<UInt64(Thoroughness.cases(5000, of: 500_000)) {
      var random = SeededGenerator(seed: seed)
      var session = Self.session(asks: true)
      var time = Duration.zero
      for step in 0..<12 {
        var bytes =
          step == 0
          ? packets[0].bytes : step == 1 ? packets[1].bytes : packets.randomElement(using: &random)!.bytes
        if Int.random(in: 0..<4, using: &random) == 0 {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
        }
        time += .seconds(Int.random(in: 0...40, using: &random))
        guard let messages = try? session.take(bytes, at: time) else { break }
        #expect(messages.allSatisfy { ["a", "b"].contains($0.topic) }, "seed \(seed)")
        #expect(session.takeOutput(at: time).count < 200, "seed \(seed)")
      }
    }
  }
}
