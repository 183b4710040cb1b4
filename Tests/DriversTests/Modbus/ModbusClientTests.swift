import Platform
import Testing

@testable import Drivers

@Suite("Modbus client")
struct ModbusClientTests {
  private let deadline = ExchangeDeadline(uptime: .nanoseconds(1))

  private func client(_ peer: ScriptedPeer) -> ModbusClient {
    ModbusClient(endpoint: Endpoint(host: "peer", port: 502), unit: 1, connector: peer)
  }

  private func reply(_ transaction: UInt16, _ value: UInt8) -> [UInt8] {
    ModbusFrame(transaction: transaction, unit: 1, body: [3, 2, 0, value]).bytes
  }

  @Test("sends one frame a request and keeps the connection")
  func exchanges() throws {
    let peer = ScriptedPeer([.bytes(reply(1, 7)), .bytes(reply(2, 8))])
    let client = client(peer)
    #expect(try client.read(0x219, count: 1, by: deadline) == [7])
    #expect(try client.read(0x21A, count: 1, by: deadline) == [8])
    #expect(
      peer.sent == [
        [0, 1, 0, 0, 0, 6, 1, 3, 0x02, 0x19, 0, 1], [0, 2, 0, 0, 0, 6, 1, 3, 0x02, 0x1A, 0, 1],
      ])
    #expect(client.connectionCount == 1)
  }

  @Test("a refusal keeps the connection")
  func refusal() throws {
    let refused = ModbusFrame(transaction: 1, unit: 1, body: [0x83, 2]).bytes
    let client = client(ScriptedPeer([.bytes(refused), .bytes(reply(2, 8))]))
    #expect(throws: DeviceError.refused("Modbus exception 2 (illegal data address)")) {
      try client.read(0, count: 1, by: deadline)
    }
    #expect(try client.read(0, count: 1, by: deadline) == [8])
    #expect(client.connectionCount == 1)
  }

  /// A deadline so many tenths of a second after the first.
  private func tenths(_ count: UInt64) -> ExchangeDeadline {
    ExchangeDeadline(uptime: .milliseconds(1000 + count * 100))
  }

  private let stop = ModbusRequest.writeSingle(address: 0x101, value: 2)

  @Test(
    "what is urgent is sent in its own call, also to a device that may be busy with what was asked over a new connection"
  )
  func urgentBehindOwed() throws {
    let peer = ScriptedPeer([.silence, .silence, .silence, .silence, .silence, .silence])
    let client = client(peer)
    _ = try? client.read(0x219, count: 1, by: tenths(0))
    // The first connection is given up, and a new one is owed a reply.
    _ = try? client.read(0x219, count: 1, by: tenths(10))
    let before = peer.sent.count
    _ = try? client.reply(to: stop, isUrgent: true, by: tenths(12))
    #expect(peer.sent.dropFirst(before).contains { $0.suffix(5) == [6, 1, 1, 0, 2] })
  }

  @Test("a reply that comes after its call answers the same request, which is not sent again")
  func late() throws {
    let peer = ScriptedPeer([.silence, .bytes(reply(1, 7))])
    let client = client(peer)
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: tenths(0)) }
    #expect(try client.read(0, count: 1, by: tenths(5)) == [7])
    #expect(peer.sent.count == 1)
    #expect(client.isSlow)
  }

  @Test("another request waits for the reply that is owed, which is told; only what is urgent does not")
  func order() throws {
    let peer = ScriptedPeer([
      .silence, .bytes(reply(1, 7)), .bytes(reply(2, 8)), .silence,
      .bytes(reply(3, 9) + ModbusFrame(transaction: 4, unit: 1, body: [6, 1, 1, 0, 2]).bytes),
    ])
    let client = client(peer)
    var told: [[UInt16]?] = []
    client.onLateReply = { told.append(try? $1.get()) }
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: tenths(0)) }
    #expect(try client.read(1, count: 1, by: tenths(5)) == [8])
    #expect(told == [[7]])
    // It is known to be slow now: not to have answered yet says nothing against it.
    #expect(throws: DeviceError.unfinished) { try client.read(2, count: 1, by: tenths(10)) }
    #expect(try client.reply(to: stop, isUrgent: true, by: tenths(12)) == .registers([2]))
    #expect(peer.sent.count == 4)
    #expect(told == [[7], [9]])
    #expect(client.connectionCount == 1)
  }

  @Test("a connection on which nothing comes is given up within the next call")
  func silence() throws {
    let peer = ScriptedPeer([.silence, .silence, .bytes(reply(2, 7))])
    let client = client(peer)
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: tenths(0)) }
    #expect(peer.isOpen)
    #expect(try client.read(0, count: 1, by: tenths(10)) == [7])
    #expect(client.connectionCount == 2)
  }

  @Test("a device that may be slow is waited for longer over the second connection")
  func coldSlowness() throws {
    // The first connection is given up after a second look.
    let peer = ScriptedPeer(Array(repeating: .silence, count: 4) + [.bytes(reply(2, 7))])
    let client = client(peer)
    for call in 0..<3 {
      #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: tenths(UInt64(call) * 10)) }
    }
    #expect(try client.read(0, count: 1, by: tenths(30)) == [7])
    #expect(client.connectionCount == 2)
  }

  @Test("what is urgent goes over a new connection where the old one is silent")
  func urgency() throws {
    let peer = ScriptedPeer([
      .silence, .bytes(ModbusFrame(transaction: 2, unit: 1, body: [6, 1, 1, 0, 2]).bytes),
    ])
    let client = client(peer)
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: tenths(0)) }
    #expect(try client.reply(to: stop, isUrgent: true, by: tenths(2)) == .registers([2]))
    #expect(client.connectionCount == 2)
  }

  @Test("the rest of a reply is waited for")
  func timeout() throws {
    let frame = reply(1, 7)
    let peer = ScriptedPeer([.bytes(Array(frame.prefix(9))), .silence, .bytes(Array(frame.dropFirst(9)))])
    let client = client(peer)
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: tenths(0)) }
    #expect(try client.read(0, count: 1, by: tenths(5)) == [7])
  }

  @Test("replies that arrive together are told apart")
  func together() throws {
    let client = client(ScriptedPeer([.bytes(reply(1, 7) + reply(2, 8))]))
    #expect(try client.read(0, count: 1, by: deadline) == [7])
    #expect(try client.read(0, count: 1, by: deadline) == [8])
  }

  @Test("a reply that is late by any number of requests is passed over")
  func foreignLate() throws {
    let peer = ScriptedPeer([.bytes(reply(0, 1)), .bytes(reply(0xFFFF, 2) + reply(1, 7))])
    #expect(try client(peer).read(0, count: 1, by: deadline) == [7])
  }

  @Test("nothing but late replies is a time-out")
  func onlyLate() {
    let peer = ScriptedPeer((0..<100).map { _ in .bytes(reply(0, 1)) })
    #expect(throws: DeviceError.timeout) { try client(peer).read(0, count: 1, by: deadline) }
  }

  @Test(
    "a reply to another request is a violation and drops the connection",
    arguments: [
      ModbusFrame(transaction: 2, unit: 1, body: [3, 2, 0, 7]),
      ModbusFrame(transaction: 1, unit: 2, body: [3, 2, 0, 7]),
      ModbusFrame(transaction: 1, unit: 1, body: [4, 2, 0, 7]),
      ModbusFrame(transaction: 1, unit: 1, body: [3, 4, 0, 7, 0, 8]),
      ModbusFrame(transaction: 1, unit: 1, body: [0x83]),
      ModbusFrame(transaction: 1, unit: 1, body: [0x86, 2]),
    ])
  func violation(frame: ModbusFrame) {
    let peer = ScriptedPeer([.bytes(frame.bytes)])
    let error = #expect(throws: DeviceError.self) { try client(peer).read(0, count: 1, by: deadline) }
    if case .protocolViolation = error {} else { Issue.record("\(String(describing: error))") }
    #expect(!peer.isOpen)
  }

  @Test("the transaction number wraps around")
  func wrapping() throws {
    let count = 0x1_0002
    let client = client(ScriptedPeer((1...count).map { .bytes(reply(UInt16($0 & 0xFFFF), 5)) }))
    for _ in 1..<count { _ = try client.read(0, count: 1, by: deadline) }
    #expect(try client.read(0, count: 1, by: deadline) == [5])
    #expect(client.connectionCount == 1)
  }
}
