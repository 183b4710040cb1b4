import Platform
import Foundation
import PeerSupport
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// The driver against pymodbus, an independent implementation of the protocol.
@Suite("Quasar driver", .waits, .needsPymodbus, .timeLimit(.minutes(10)))
struct QuasarChargerTests {
  /// A deadline that only a hang reaches.
  private var patient: ExchangeDeadline { MonotonicClock.deadline(after: .milliseconds(20_000)) }
  /// A deadline for an answer that never comes.
  private var impatient: ExchangeDeadline { MonotonicClock.deadline(after: .milliseconds(300)) }

  private func charger(_ peer: PeerProcess, _ change: (inout ChargerSettings) -> Void = { _ in })
    -> DescribedCharger
  {
    var settings = ChargerSettings()
    change(&settings)
    return DescribedCharger(.wallboxQuasar, endpoint: peer.endpoint, settings: settings)
  }

  /// How many readings a second apart it takes until a first SoC has lasted for long enough to be believed.
  private static let settling = 6

  /// The status once the SoC is believed.
  private func settled(_ charger: DescribedCharger) throws -> ChargerStatus {
    let start = patient.uptime
    var status: ChargerStatus?
    for second in 0..<UInt64(Self.settling) {
      status = try charger.status(by: ExchangeDeadline(uptime: start + .seconds(second)))
    }
    return try #require(status)
  }

  @Test("reads state, SoC and power without touching a gap")
  func status() throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer)
    try peer.order("set 0x219 11")
    try peer.order("set 0x21A 64")
    try peer.order("set 0x20E -3650")
    try peer.order("set 0x102 -16")
    let status = try settled(charger)
    #expect(
      status
        == ChargerStatus(
          state: .discharging, pluggedIn: true, soc: 64, power: Watts(-3650), setPoint: Amperes(-16),
          isControlled: false))
    let reads = try peer.order("reads").split(separator: " ")
    // The time-out too, and after a while again: whether what flows would end by itself.
    #expect(reads.contains("0x58+1"))
    let others = Array(repeating: ["0x219+2", "0x20e+1", "0x102+1"], count: Self.settling)
    #expect(reads.filter { $0 != "0x58+1" } == others.flatMap { $0.map { Substring($0) } })
  }

  @Test("maps all twelve states and survives one that is not documented")
  func states() throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer)
    try peer.order("set 0x21A 50")
    let expected: [(ChargerState, Bool?, Int?)] = [
      (.unplugged, false, nil), (.charging, true, 50), (.paused, true, 50), (.paused, true, 50),
      (.paused, true, 50), (.paused, true, 50), (.unavailable("locked, no car is connected"), false, nil),
      (.fault("an error, or starting up (unrecoverable 0x0, recoverable 0x0)"), nil, nil),
      (.unavailable("queued by power sharing"), true, 50),
      (.unavailable("power sharing is not configured"), nil, nil),
      (.unavailable("queued by power boost"), true, 50), (.discharging, true, 50),
      (.unavailable("state 12, which is not documented"), nil, nil),
    ]
    for (value, (state, pluggedIn, soc)) in expected.enumerated() {
      try peer.order("set 0x219 \(value)")
      let status = try settled(charger)
      #expect(status.state == state)
      #expect(status.pluggedIn == pluggedIn)
      #expect(status.soc == soc)
    }
  }

  @Test("takes control once, arms the time-out, and keeps control until released")
  func keepingControl() throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer)
    try charger.start(at: Amperes(16), by: patient)
    #expect(try peer.order("log") == "0x51=1 0x58=60 0x53=0 0x102=16 0x101=1")
    try charger.start(at: Amperes(-7), by: patient)
    #expect(try peer.order("log") == "0x102=-7 0x101=1")
    #expect(try charger.status(by: patient).state == .discharging)
    #expect(try charger.status(by: patient).power == Watts(-1617))
    try charger.stop(by: patient)
    #expect(try peer.order("log") == "0x101=2 0x102=0")
    #expect(try charger.status(by: patient).state == .paused)
    try charger.release(by: patient)
    #expect(try peer.order("log") == "0x51=0")
    #expect(try peer.order("get 0x58") == "0")
    try charger.stop(by: patient)
    #expect(try peer.order("log") == "0x101=2 0x51=1 0x58=60 0x53=0 0x101=2 0x102=0")
  }

  @Test("hands control back after each command where the owner wants that")
  func handingBack() throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer) { $0.control = .handBack }
    try charger.start(at: Amperes(-3), by: patient)
    #expect(try peer.order("log") == "0x51=1 0x102=-3 0x101=1 0x51=0")
    try charger.stop(by: patient)
    #expect(try peer.order("log") == "0x51=1 0x101=2 0x102=0 0x51=0")
  }

  @Test("firmware without set-point type and time-out does without, and that is told")
  func olderFirmware() throws {
    let peer = try PeerProcess("quasar.py", ["--lacks", "0x53", "--lacks", "0x58"])
    var notices: [String] = []
    let charger = DescribedCharger(.wallboxQuasar, endpoint: peer.endpoint) { notices.append($0) }
    try charger.start(at: Amperes(6), by: patient)
    #expect(try charger.status(by: patient).state == .charging)
    #expect(notices == ["the charger's set-point has no type: it is taken to be a current"])
    #expect(charger.failsafeProblem == "its firmware has no time-out of its own")
    try charger.start(at: Amperes(7), by: patient)
    #expect(notices.count == 1)
  }

  @Test("the charger stops by itself once nothing is heard any more")
  func watchdog() throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer) { $0.failsafe = 1 }
    try charger.start(at: Amperes(-16), by: patient)
    #expect(try peer.order("get 0x219") == "11")
    let end = patient.uptime
    while try peer.order("get 0x219") == "11", MonotonicClock.now < end { usleep(50_000) }
    #expect(try peer.order("get 0x219") == "4")
  }

  @Test("takes control anew when the user took it, and after a lost connection")
  func losingControl() throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer)
    try charger.start(at: Amperes(6), by: patient)
    #expect(try charger.status(by: patient).isControlled)
    try peer.order("set 0x51 0")
    try peer.order("set 0x58 0")
    #expect(try !charger.status(by: patient).isControlled)
    try peer.order("log")
    try charger.start(at: Amperes(7), by: patient)
    #expect(try peer.order("log") == "0x51=1 0x58=60 0x53=0 0x102=7 0x101=1")

    try peer.order("set 0x51 0")
    #expect(throws: DeviceError.refused("Modbus exception 3 (illegal data value)")) {
      try charger.start(at: Amperes(8), by: patient)
    }
    try peer.order("log")
    try charger.start(at: Amperes(8), by: patient)
    #expect(try peer.order("log") == "0x51=1 0x58=60 0x53=0 0x102=8 0x101=1")

    try peer.order("behave close")
    #expect(throws: DeviceError.self) { try charger.status(by: patient) }
    #expect(try !charger.status(by: patient).isControlled)
    try charger.start(at: Amperes(9), by: patient)
    #expect(try peer.order("log") == "0x51=1 0x58=60 0x53=0 0x102=9 0x101=1")
    #expect(try peer.order("connections") == "2")
  }

  @Test("refuses a current that the charger does not have", arguments: [0, 33, -33, 70_000, Int.min])
  func currentOutsideTheRange(current: Int) throws {
    let charger = DescribedCharger(.wallboxQuasar, endpoint: Endpoint(host: "127.0.0.1", port: 1))
    #expect(throws: DeviceError.refused("a current of \(current) A is not within ±1...32 A")) {
      try charger.start(at: Amperes(current), by: patient)
    }
  }

  @Test(
    "a misbehaving reply is a typed error, and the next reading is right",
    arguments: [
      ("silent", DeviceError.timeout), ("cut", .timeout),
      ("foreign", .protocolViolation("a reply to a request that was never sent")),
      ("unit", .protocolViolation("unit 9 answers unit 1")),
      ("exception", .refused("Modbus exception 4 (server device failure)")),
      ("close", .transport("the device closed the connection")),
    ])
  func misbehaviour(mode: String, expected: DeviceError) throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer)
    try peer.order("set 0x219 1")
    try peer.order("set 0x21A 42")
    try peer.order("behave \(mode)")
    #expect(throws: expected) { try charger.status(by: expected == .timeout ? impatient : patient) }
    #expect(try settled(charger).soc == 42)
  }

  @Test("replies that come late or in single bytes are read rightly", arguments: ["late", "trickle"])
  func slowReplies(mode: String) throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer)
    try peer.order("set 0x219 1")
    try peer.order("set 0x21A 42")
    try peer.order("always \(mode)")
    let status = try settled(charger)
    #expect(status.soc == 42)
    #expect(try charger.status(by: patient) == status)
    #expect(try peer.order("connections") == "1")
  }

  @Test(
    "a charger that takes its time is under control after a few ticks",
    arguments: [("slow", 5), ("slower", 9)])
  func slowCharger(mode: String, ticks: Int) throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer)
    try peer.order("set 0x219 4")
    try peer.order("set 0x21A 50")
    try peer.order("always \(mode)")
    var tries = 0
    while try peer.order("get 0x219") != "1", tries < ticks {
      // As much as a tick has left beside the meter.
      let tick = MonotonicClock.now
      #expect(try charger.status(by: ExchangeDeadline(uptime: tick + .milliseconds(700))).state == .paused)
      try? charger.start(at: Amperes(10), by: ExchangeDeadline(uptime: tick + .milliseconds(900)))
      tries += 1
      MonotonicClock.rest(for: tick + .seconds(1) - MonotonicClock.now)
    }
    let writes = try peer.order("log").split(separator: " ")
    #expect(writes.filter { $0 == "0x51=1" }.count <= 2, "it goes on where it was: \(writes)")
    #expect(writes.last == "0x101=1" && writes.contains("0x58=60") && writes.contains("0x102=10"))
    #expect(try charger.status(by: patient).state == .charging)
  }

  @Test("it is known whether a charger that is under way stops by itself", arguments: [0, 10, 60])
  func timeoutOfAnEarlierRun(seconds: Int) throws {
    let peer = try PeerProcess("quasar.py")
    let charger = charger(peer)
    #expect(charger.failsafeTimeout == nil)
    try peer.order("set 0x58 \(seconds)")
    try peer.order("set 0x219 11")
    try peer.order("set 0x21A 50")
    _ = try settled(charger)
    // One that reads as less than is asked for may be a false number.
    #expect(charger.failsafeTimeout == (seconds > 0 ? .seconds(max(seconds, 60)) : nil))
    try charger.stop(by: patient)
    #expect(charger.failsafeTimeout == .seconds(60))
    try charger.release(by: patient)
    #expect(charger.failsafeTimeout == nil)
  }

  @Test("a time-out that the charger rounds is armed all the same, and told once")
  func roundedFailsafe() throws {
    let peer = try PeerProcess("quasar.py")
    var notices: [String] = []
    var settings = ChargerSettings()
    settings.failsafe = 60
    let charger = DescribedCharger(.wallboxQuasar, endpoint: peer.endpoint, settings: settings) {
      notices.append($0)
    }
    try peer.order("set 0x219 4")
    try charger.start(at: Amperes(10), by: patient)
    try peer.order("set 0x58 30")
    for _ in 0..<3 { #expect(try charger.status(by: patient).isControlled) }
    #expect(notices == ["the charger's time-out is 30 s where 60 s were asked for"])
    try peer.order("set 0x58 0")
    #expect(try !charger.status(by: patient).isControlled)
  }

  @Test("a charger that is not there is a transport error")
  func nobody() throws {
    let endpoint = try Endpoint.unused()
    #expect(throws: DeviceError.transport("Connection refused")) {
      try DescribedCharger(.wallboxQuasar, endpoint: endpoint).status(by: patient)
    }
  }
}
