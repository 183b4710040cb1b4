import Platform
import Foundation
import PeerSupport
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Who drives a charger", .waits, .timeLimit(.minutes(10)))
struct ChargerClaimTests {
  private func charger(_ address: String) -> DeviceConfiguration {
    DeviceConfiguration(
      driver: "wallbox-quasar", address: address, range: SourceRange(file: 0, start: 0, end: 0))
  }

  private var soon: ExchangeDeadline { MonotonicClock.deadline(after: .milliseconds(5000)) }

  /// What a connection over this claim comes to.
  private func connect(_ claim: ChargerClaim, _ endpoint: Endpoint, _ base: any Connector = TCPConnector())
    -> DeviceError?
  {
    do throws(DeviceError) {
      let stream = try ClaimedConnector(base, claim: claim, serial: Register(.holding, 2, .uint32), unit: 1)
        .connect(to: endpoint, by: soon)
      stream.close()
      return nil
    } catch {
      return error
    }
  }

  @Test("one charger cannot be claimed twice, however its address is spelt", .needsPymodbus)
  func spellings() throws {
    let peer = try PeerProcess("quasar.py")
    let hosts = [
      "127.0.0.1", "[::1]", "0.0.0.0", "localhost", "[::]", "[::ffff:127.0.0.1]", "127.1", "127.0.0.9",
    ]
    for (one, other) in zip(hosts, hosts.dropFirst() + hosts.prefix(1)) {
      // 127.0.0.9 leads elsewhere where the charger listens at one address alone.
      if [one, other].contains("127.0.0.9") { continue }
      let first = try ChargerClaim(charger("\(one):\(peer.port)"))
      #expect(throws: ClaimError.taken, "\(one) \(other)") {
        try ChargerClaim(self.charger("\(other):\(peer.port)"))
      }
      withExtendedLifetime(first) {}
    }
  }

  /// TCP, as it is or traced.
  private struct Way: Connector {
    var isTraced: Bool

    func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
      let stream = try TCPConnector().connect(to: endpoint, by: deadline)
      return isTraced ? TracedStream(stream, peer: "charger") : stream
    }
  }

  @Test(
    "a charger whose name is not known at the start is claimed where a connection leads, traced or not",
    .needsPymodbus, arguments: [false, true])
  func lateName(isTraced: Bool) throws {
    let peer = try PeerProcess("quasar.py", ["--lacks", "1"])
    let way = Way(isTraced: isTraced)
    let first = try ChargerClaim(charger("127.0.0.1:\(peer.port)"))
    let second = try ChargerClaim(charger("charger.invalid:\(peer.port)"))
    #expect(connect(first, peer.endpoint, way) == nil)
    #expect(!second.isLost)
    #expect(connect(second, peer.endpoint, way) == ClaimedConnector.loss)
    #expect(second.isLost && !first.isLost)
    #expect(connect(second, peer.endpoint, way) == ClaimedConnector.loss)
    #expect(connect(first, peer.endpoint, way) == nil)
    #expect(try peer.order("log") == "")
  }

  /// A charger that tells a serial number, or refuses to, and what it was sent.
  private func reply(serial: UInt32?) -> ScriptedPeer {
    guard let serial else { return ScriptedPeer([.bytes([0, 1, 0, 0, 0, 3, 1, 0x83, 2])]) }
    let words = [24, 16, 8, 0].map { UInt8(serial >> $0 & 0xFF) }
    return ScriptedPeer([.bytes([0, 1, 0, 0, 0, 7, 1, 3, 4] + words)])
  }

  @Test("two ways to one charger are told by its serial number, before it is told anything")
  func serial() throws {
    let serial = UInt32.random(in: 1_000_000...2_000_000_000)
    let first = try ChargerClaim(charger("192.0.2.1"))
    let second = try ChargerClaim(charger("192.0.2.2"))
    let endpoint = Endpoint(host: "192.0.2.1", port: 502)
    #expect(connect(first, endpoint, reply(serial: serial)) == nil)
    let way = reply(serial: serial)
    #expect(connect(second, endpoint, way) == ClaimedConnector.loss)
    #expect(way.sent.count == 1 && !way.isOpen)
    #expect(second.isLost && !first.isLost)
    let third = try ChargerClaim(charger("192.0.2.3"))
    #expect(connect(third, endpoint, reply(serial: serial - 1)) == nil)
  }

  @Test("a serial number that is none says nothing", arguments: [nil, 0, UInt32.max])
  func noSerial(serial: UInt32?) throws {
    for host in ["192.0.2.11", "192.0.2.12"] {
      let claim = try ChargerClaim(charger("\(host):\(serial ?? 1)"))
      #expect(connect(claim, Endpoint(host: host, port: 502), reply(serial: serial)) == nil)
    }
  }

  @Test("a charger that does not answer who it is is asked twice, and is driven all the same")
  func silentIdentity() throws {
    let claim = try ChargerClaim(charger("192.0.2.21"))
    let silent = ScriptedPeer([])
    let connector = ClaimedConnector(silent, claim: claim, serial: Register(.holding, 2, .uint32), unit: 1)
    let endpoint = Endpoint(host: "192.0.2.21", port: 502)
    for _ in 0..<2 { #expect(throws: DeviceError.timeout) { try connector.connect(to: endpoint, by: soon) } }
    let stream = try connector.connect(to: endpoint, by: soon)
    try stream.send([1], by: soon)
    #expect(silent.sent.count == 3 && silent.connectionCount == 3)
  }

  @Test("nothing is sent over a connection whose claim is lost", .needsPymodbus)
  func lostLater() throws {
    let peer = try PeerProcess("quasar.py")
    let claim = try ChargerClaim(charger("charger.invalid"))
    let way = ScriptedPeer([.bytes([0, 1, 0, 0, 0, 3, 1, 0x83, 2])])
    let stream = try ClaimedConnector(way, claim: claim, serial: Register(.holding, 2, .uint32), unit: 1)
      .connect(
        to: Endpoint(host: "x", port: 502), by: soon)
    try stream.send([1, 2, 3], by: soon)
    let other = try ChargerClaim(charger("127.0.0.1:\(peer.port)"))
    #expect(connect(claim, peer.endpoint) == ClaimedConnector.loss)
    #expect(throws: ClaimedConnector.loss) { try stream.send([4], by: soon) }
    #expect(way.sent.last == [1, 2, 3])
    withExtendedLifetime(other) {}
  }
}

/// A neighbour on the machine who takes the name of a charger.
@Suite("Who only holds a charger's name", .needsPymodbus, .timeLimit(.minutes(10)))
struct ClaimSquatterTests {
  private let peer: PeerProcess
  private let charger: DeviceConfiguration

  init() throws {
    peer = try PeerProcess("quasar.py")
    charger = DeviceConfiguration(
      driver: "wallbox-quasar", address: "127.0.0.1:\(peer.port)",
      range: SourceRange(file: 0, start: 0, end: 0))
  }

  private func holder(user: uid_t, _ manner: String) throws -> PeerProcess {
    try PeerProcess("claim_holder.py", ["wallbox-quasar-127.0.0.1:\(peer.port)", "\(user)", manner])
  }

  @Test("does not keep the owner's program away where it drives nothing, and one of the owner's still does")
  func silent() throws {
    let holder = try holder(user: geteuid(), "silent")
    let claim = try ChargerClaim(charger)
    #expect(!claim.isLost)
    #expect(throws: ClaimError.taken) { try ChargerClaim(charger) }
    withExtendedLifetime(holder) {}
  }

  @Test("keeps it away where it is connected to the charger")
  func connected() throws {
    let holder = try holder(user: geteuid(), "silent")
    try holder.order("connect 127.0.0.1 \(peer.port)")
    #expect(throws: ClaimError.taken) { try ChargerClaim(charger) }
  }

  @Test("is taken for the owner's own program where it is of the same user")
  func sameUser() throws {
    let holder = try holder(user: geteuid(), "listen")
    #expect(throws: ClaimError.taken) { try ChargerClaim(charger) }
    withExtendedLifetime(holder) {}
  }

  @Test("is told where it is of another user, until it drives the charger", .enabled(if: geteuid() == 0))
  func stranger() throws {
    let holder = try holder(user: 65_534, "listen")
    let claim = try ChargerClaim(charger)
    #expect(
      claim.remarks == ["user 65534 has claimed this charger and does not drive it: that is not regarded"])
    for _ in 0..<100 { claim.attend() }
    #expect(!claim.isLost)
    #expect(throws: ClaimError.taken) { try ChargerClaim(charger) }
    try holder.order("connect 127.0.0.1 \(peer.port)")
    claim.attend()
    #expect(claim.isLost)
  }

  @Test("a program that is asked again and again who it is answers every time")
  func manyCallers() throws {
    let claim = try ChargerClaim(charger)
    for _ in 0..<300 {
      #expect(throws: ClaimError.taken) { try ChargerClaim(charger) }
      claim.attend()
    }
  }
}
