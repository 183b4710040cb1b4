import Foundation
import PeerSupport
import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// The description that ships against a charger that others wrote from the maker's list.
@Suite(
  "Elli charger of others", .waits,
  .enabled(if: PeerPython.isWanted(with: "elli2modbus"), "elli-2-modbus is not installed"))
struct ElliPeerTests {
  @Test("is armed, charges by what it is told, stops, and is heard of as it is")
  func commands() throws {
    let peer = try PeerProcess("elli.py")
    let description = try #require(DeviceDescription.shipped("elli"))
    var device = DeviceConfiguration(
      driver: "elli", address: "127.0.0.1:\(peer.port)", range: SourceRange(file: 0, start: 0, end: 0))
    device.description = description
    device.settings = ["phases": .number(3)]
    let charger = try DeviceFactory().charger(device)
    func deadline() -> ExchangeDeadline { MonotonicClock.deadline(after: .seconds(2)) }
    #expect(try charger.status(by: deadline()).state == .paused)
    // 24 A of one phase are 8 A of each.
    try charger.start(at: Amperes(24), by: deadline())
    #expect(try peer.order("writes") == "262=0 257=60000 261=80")
    let status = try charger.status(by: deadline())
    #expect(status.state == .charging && status.power == Watts(5520) && status.setPoint == Amperes(24))
    #expect(charger.failsafeTimeout == .seconds(60) && charger.failsafeProblem == nil)
    try charger.stop(by: deadline())
    #expect(try peer.order("power") == "0")
    #expect(try charger.status(by: deadline()).state == .paused)
    _ = try peer.order("vehicle 0")
    #expect(try charger.status(by: deadline()).state == .unplugged)
  }
}
