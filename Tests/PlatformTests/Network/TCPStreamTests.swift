import Foundation
import PeerSupport
import Testing

@testable import Platform

/// Sockets against Python's own.
@Suite("TCP stream", .waits, .needsPython, .timeLimit(.minutes(10)))
struct TCPStreamTests {
  private var patient: ExchangeDeadline { MonotonicClock.deadline(after: .milliseconds(20_000)) }
  private var impatient: ExchangeDeadline { MonotonicClock.deadline(after: .milliseconds(200)) }

  @Test("carries many packets there and back, then sees the end", arguments: ["127.0.0.1", "localhost"])
  func echo(host: String) throws {
    let peer = try PeerProcess("socket_peer.py", ["echo"])
    let stream = try TCPConnector().connect(to: Endpoint(host: host, port: peer.endpoint.port), by: patient)
    let message = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try stream.send(message, by: patient)
    var echo: [UInt8] = []
    while echo.count < message.count {
      let bytes = try stream.receive(by: patient)
      try #require(!bytes.isEmpty)
      echo += bytes
    }
    #expect(echo == message)
    #expect(try stream.receive(by: patient).isEmpty)
    stream.close()
    #expect(throws: DeviceError.transport("the connection is closed")) { try stream.receive(by: patient) }
    #expect(throws: DeviceError.transport("the connection is closed")) { try stream.send([1], by: patient) }
  }

  @Test("closing, or letting go of a stream, reaches the peer", arguments: [true, false])
  func closing(explicitly: Bool) throws {
    let peer = try PeerProcess("socket_peer.py", ["sink"])
    var stream: (any ByteStream)? = try TCPConnector().connect(to: peer.endpoint, by: patient)
    if explicitly { stream?.close() } else { stream = nil }
    // Answers once its receive has seen the end.
    #expect(try peer.order("await-end") == "ended")
  }

  @Test("a peer that never pauses, never sends, or never reads runs into the deadline")
  func deadlines() throws {
    let flooding = try PeerProcess("socket_peer.py", ["flood"])
    let flood = try TCPConnector().connect(to: flooding.endpoint, by: patient)
    let end = impatient
    #expect(throws: DeviceError.timeout) {
      while true { _ = try flood.receive(by: end) }
    }
    let quiet = try PeerProcess("socket_peer.py", ["ignore"])
    let stream = try TCPConnector().connect(to: quiet.endpoint, by: patient)
    #expect(throws: DeviceError.timeout) { try stream.receive(by: impatient) }
    #expect(throws: DeviceError.timeout) {
      try stream.send([UInt8](repeating: 0, count: 50_000_000), by: impatient)
    }
  }

  @Test("addresses that swallow what they are sent hold no files open")
  func deadAddresses() throws {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    let address = try #require(SocketAddress(numeric: "127.0.0.1", port: 0))
    try #require(address.withPointer { bind(number, $0, $1) } == 0 && listen(number, 0) == 0)
    var storage = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(number, $0, &size) }
    }
    let endpoint = Endpoint(host: "127.0.0.1", port: UInt16(bigEndian: storage.sin_port))
    // What has room in its queue is taken; the next ones are not answered.
    var taken: [any ByteStream] = []
    while taken.count < 16,
      let stream = try? TCPConnector().connect(
        to: endpoint, by: MonotonicClock.deadline(after: .milliseconds(500)))
    { taken.append(stream) }
    func openFiles() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
    let before = try openFiles()
    for _ in 0..<400 {
      #expect(throws: DeviceError.timeout) {
        try TCPConnector().connect(to: endpoint, by: MonotonicClock.deadline(after: .milliseconds(2)))
      }
    }
    // Other tests open some meanwhile.
    #expect(try openFiles() - before < 200)
  }

  @Test("nobody there is refused, and a deadline in the past is a time-out")
  func connecting() throws {
    let endpoint = try Endpoint.unused()
    #expect(throws: DeviceError.transport("Connection refused")) {
      try TCPConnector().connect(to: endpoint, by: patient)
    }
    let peer = try PeerProcess("socket_peer.py", ["ignore"])
    #expect(throws: DeviceError.timeout) {
      try TCPConnector().connect(to: peer.endpoint, by: ExchangeDeadline(uptime: .zero))
    }
  }
}
