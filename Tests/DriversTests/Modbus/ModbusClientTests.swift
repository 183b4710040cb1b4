import Runtime
import Testing

@testable import Drivers

@Suite("Modbus client")
struct ModbusClientTests {
  private let deadline = ExchangeDeadline(nanoseconds: 1)

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

  @Test("a reply that comes after its time-out is passed over, on the same connection")
  func slow() throws {
    let peer = ScriptedPeer([.silence, .bytes(reply(1, 7)), .silence, .bytes(reply(2, 8) + reply(3, 9))])
    let client = client(peer)
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: deadline) }
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: deadline) }
    #expect(try client.read(0, count: 1, by: deadline) == [9])
    #expect(client.connectionCount == 1)
  }

  @Test("a probe that is not answered in time drops the connection")
  func silence() throws {
    let peer = ScriptedPeer([.silence, .silence, .bytes(reply(3, 7))])
    let client = client(peer)
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: deadline) }
    #expect(peer.isOpen && client.isConnected && client.isOwedReply)
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, isProbe: true, by: deadline) }
    #expect(!peer.isOpen && !client.isConnected && !client.isOwedReply)
    #expect(try client.read(0, count: 1, by: deadline) == [7])
    #expect(client.connectionCount == 2)
  }

  @Test("a time-out in the middle of a reply drops the connection")
  func timeout() throws {
    let peer = ScriptedPeer([.bytes(Array(reply(1, 7).prefix(9)))])
    let client = client(peer)
    #expect(throws: DeviceError.timeout) { try client.read(0, count: 1, by: deadline) }
    #expect(!peer.isOpen)
  }

  @Test("replies that arrive together are told apart")
  func together() throws {
    let client = client(ScriptedPeer([.bytes(reply(1, 7) + reply(2, 8))]))
    #expect(try client.read(0, count: 1, by: deadline) == [7])
    #expect(try client.read(0, count: 1, by: deadline) == [8])
  }

  @Test("a reply that is late by any number of requests is passed over")
  func late() throws {
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
