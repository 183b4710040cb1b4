import Platform
import Foundation
import PeerSupport
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// The driver against Python's own HTTP server.
@Suite("Shelly driver", .waits, .needsPython, .timeLimit(.minutes(10)))
struct ShellyMeterTests {
  private var patient: ExchangeDeadline { MonotonicClock.deadline(after: .milliseconds(20_000)) }
  private var impatient: ExchangeDeadline { MonotonicClock.deadline(after: .milliseconds(300)) }

  private func meter(
    _ peer: PeerProcess, grid: Int? = 0, solar: Int? = 1, password: String? = nil
  ) throws -> DescribedMeter {
    try .shelly(at: "\(peer.endpoint)", grid: grid, solar: solar, password: password)
  }

  @Test("reads both channels of a first-generation device with one request a reading")
  func firstGeneration() throws {
    let peer = try PeerProcess("shelly.py")
    let meter = try meter(peer)
    let expected = MeterReading(
      grid: Watts(512.25), solar: Watts(1830.5), voltage: Volts(241.5), powerFactor: 0.9)
    #expect(try meter.reading(by: patient) == expected)
    #expect(try meter.reading(by: patient) == expected)
    #expect(try peer.order("log") == "/shelly:200 /status:200 /status:200")
    #expect(try peer.order("connections") == "1")
  }

  @Test("reads both channels of a later device")
  func laterGeneration() throws {
    let peer = try PeerProcess("shelly.py", ["--generation", "3"])
    let meter = try meter(peer)
    let expected = MeterReading(
      grid: Watts(-512.25), solar: Watts(1830.5), voltage: Volts(241.5), powerFactor: 0.9)
    #expect(try meter.reading(by: patient) == expected)
    #expect(
      try peer.order("log") == "/shelly:200 /rpc/EM1.GetStatus?id=0:200 /rpc/EM1.GetStatus?id=1:200")
    #expect(try peer.order("connections") == "1")
  }

  @Test("reads only the channels that the site names")
  func channels() throws {
    let peer = try PeerProcess("shelly.py", ["--generation", "2"])
    let swapped = try meter(peer, grid: 1, solar: nil).reading(by: patient)
    let expected = MeterReading(
      grid: Watts(1830.5), solar: nil, voltage: Volts(240), powerFactor: 0.9, measuresSolar: false)
    #expect(swapped == expected)
    #expect(try peer.order("log") == "/shelly:200 /rpc/EM1.GetStatus?id=1:200")
    let first = try PeerProcess("shelly.py")
    #expect(
      try meter(first, grid: 0, solar: 5).reading(by: patient)
        == MeterReading(
          grid: Watts(512.25), solar: nil, voltage: Volts(241.5), powerFactor: 0.9,
          partFailure: .protocolViolation(
            "`.emeters[solar channel].power` leads nowhere: there is no `[solar channel]`")))
  }

  @Test("what is not measured is unknown and never 0", arguments: [("1", "power"), ("2", "act_power")])
  func unknown(generation: String, power: String) throws {
    let peer = try PeerProcess("shelly.py", ["--generation", generation])
    let meter = try meter(peer)
    for value in ["null", "\"twelve\"", "true", "-"] {
      try peer.order("set 0 \(power) 100")
      #expect(try meter.reading(by: patient).grid == Watts(100))
      try peer.order("set 0 \(power) \(value)")
      let reading = try meter.reading(by: patient)
      #expect(reading.grid == nil)
      #expect(reading.solar == Watts(1830.5))
    }
  }

  @Test("a channel that the device calls invalid is unknown")
  func invalid() throws {
    let peer = try PeerProcess("shelly.py")
    try peer.order("set 1 is_valid false")
    let reading = try meter(peer).reading(by: patient)
    #expect(reading == MeterReading(grid: Watts(512.25), solar: nil, voltage: Volts(241.5), powerFactor: 0.9))
  }

  @Test("an inverter's own consumption at night is no production")
  func nightOffset() throws {
    let peer = try PeerProcess("shelly.py")
    try peer.order("set 1 power -3.5")
    #expect(try meter(peer).reading(by: patient).solar == Watts(0))
  }

  @Test("logs in with Basic where the device is of the first generation")
  func basic() throws {
    let peer = try PeerProcess("shelly.py", ["--password", "gehe:im"])
    #expect(try meter(peer, password: "gehe:im").reading(by: patient).grid == Watts(512.25))
    #expect(throws: DeviceError.refused("the meter wants another user or password (HTTP 401)")) {
      try meter(peer, password: "other").reading(by: patient)
    }
    #expect(throws: DeviceError.self) { try meter(peer).reading(by: patient) }
  }

  @Test("logs in with Digest, is challenged once, and again when the nonce is stale")
  func digest() throws {
    let peer = try PeerProcess("shelly.py", ["--generation", "2", "--password", "gehe:im \"x"])
    let meter = try meter(peer, solar: nil, password: "gehe:im \"x")
    #expect(try meter.reading(by: patient).grid == Watts(-512.25))
    #expect(try meter.reading(by: patient).grid == Watts(-512.25))
    let status = "/rpc/EM1.GetStatus?id=0"
    #expect(try peer.order("log") == "/shelly:200 \(status):401 \(status):200 \(status):200")
    try peer.order("stale")
    #expect(try meter.reading(by: patient).grid == Watts(-512.25))
    #expect(try peer.order("log") == "\(status):401 \(status):200")
    #expect(throws: DeviceError.refused("the meter wants another user or password (HTTP 401)")) {
      try self.meter(peer, password: "other").reading(by: patient)
    }
  }

  @Test(
    "a misbehaving answer is a typed error, and the next reading is right",
    arguments: [
      ("silent", DeviceError.timeout),
      ("cut", .transport("the peer closed the connection in the middle of a response")),
      ("huge", .protocolViolation("a body of more than 1048576 bytes")),
      ("endless", .protocolViolation("headers of more than 16384 bytes")),
      ("redirect", .protocolViolation("an unexpected redirect (HTTP 302)")),
      ("junk", .protocolViolation("the device's answer is no JSON, or too much of it")),
      ("error", .refused("the device answers HTTP 500")),
    ])
  func misbehaviour(mode: String, expected: DeviceError) throws {
    let peer = try PeerProcess("shelly.py")
    let meter = try meter(peer)
    _ = try meter.reading(by: patient)
    try peer.order("behave \(mode)")
    #expect(throws: expected) { try meter.reading(by: expected == .timeout ? impatient : patient) }
    #expect(try meter.reading(by: patient).grid == Watts(512.25))
  }

  @Test("a device that was late is not asked again who it is, one that answers otherwise is")
  func identity() throws {
    let peer = try PeerProcess("shelly.py")
    let meter = try meter(peer)
    _ = try meter.reading(by: patient)
    for mode in ["silent", "error"] {
      _ = try peer.order("log")
      try peer.order("behave \(mode)")
      _ = try? meter.reading(by: mode == "silent" ? impatient : patient)
      _ = try meter.reading(by: patient)
      #expect(try peer.order("log").contains("/shelly:") == (mode == "error"))
    }
  }

  @Test(
    "answers in chunks, single bytes or up to the end are read",
    arguments: ["chunked", "trickle", "until-close"])
  func framings(mode: String) throws {
    let peer = try PeerProcess("shelly.py")
    let meter = try meter(peer)
    for _ in 0..<2 {
      try peer.order("behave \(mode)")
      #expect(try meter.reading(by: patient).grid == Watts(512.25))
    }
  }

  @Test("a kept connection that the device closed is opened anew, and a fresh one is not")
  func reconnection() throws {
    let peer = try PeerProcess("shelly.py")
    let meter = try meter(peer)
    _ = try meter.reading(by: patient)
    try peer.order("behave hang-up")
    #expect(try meter.reading(by: patient).grid == Watts(512.25))
    #expect(try peer.order("connections") == "2")
    try peer.order("behave hang-up")
    #expect(throws: DeviceError.transport("the peer closed the connection without an answer")) {
      try self.meter(peer).reading(by: patient)
    }
  }
}
