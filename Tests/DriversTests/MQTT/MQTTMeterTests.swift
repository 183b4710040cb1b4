import PeerSupport
import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// Meters through a real broker, mosquitto, which paho publishes to.
@Suite("Meters over MQTT", .waits, .needsBroker, .timeLimit(.minutes(10)))
struct MQTTMeterTests {
  /// The meter of a site in which it is declared with these settings.
  private func meter(_ port: UInt16, _ name: String, _ settings: String = "", described: String = "") throws
    -> any Meter
  {
    let text = """
      \(described)
      site "home" { timezone "UTC"   meter \(name) at "127.0.0.1:\(port)" { \(settings) } }
      """
    let compilation = ScheduleCompiler(decodeJSON: JSONTree.decode).compile(
      SourceFile(path: "home.evs", bytes: Array(text.utf8)))
    let site = try #require(compilation.program?.site, "\(compilation.diagnostics.map(\.message))")
    return try DeviceFactory().meter(try #require(site.meter))
  }

  /// Asks again and again, for ten seconds at most, until `isWanted`; what came last.
  @discardableResult
  private func wait(
    _ meter: any Meter, saying words: (() throws -> Void)? = nil,
    until isWanted: (Result<MeterReading, DeviceError>) -> Bool
  ) throws -> Result<MeterReading, DeviceError> {
    var last = Result<MeterReading, DeviceError>.failure(.timeout)
    for _ in 0..<200 {
      try words?()
      do throws(DeviceError) {
        last = .success(try meter.reading(by: MonotonicClock.deadline(after: .milliseconds(100))))
      } catch {
        last = .failure(error)
      }
      if isWanted(last) { return last }
      MonotonicClock.rest(for: .milliseconds(50))
    }
    Issue.record("\(last)")
    return last
  }

  private func tells(_ watts: Double) -> (Result<MeterReading, DeviceError>) -> Bool {
    { (try? $0.get())?.grid == Watts(watts) }
  }

  private func isRefused(_ result: Result<MeterReading, DeviceError>) -> Bool {
    if case .failure(.refused) = result { true } else { false }
  }

  @Test("tell what paho says, by the shipped descriptions")
  func shipped() throws {
    let broker = try PeerProcess("broker.py")
    let reader = try meter(broker.port, "dsmr-reader")
    let reading = try wait(
      reader,
      saying: {
        try broker.order("say dsmr/reading/electricity_currently_delivered 0.000")
        try broker.order("say dsmr/reading/electricity_currently_returned 1.234")
      }, until: tells(-1234))
    #expect(try reading.get().partFailure == nil)
    let plug = try meter(broker.port, "zigbee2mqtt", "name \"clamp\"")
    try wait(
      plug, saying: { try broker.order(#"say1 zigbee2mqtt/clamp {"power": -40.5, "voltage": 229.5}"#) },
      until: tells(-40.5))
    let victron = try meter(broker.port, "victron-mqtt", "portal \"abc\"")
    try wait(
      victron, saying: { try broker.order(#"say N/abc/system/0/Ac/Grid/L1/Power {"value": 88}"#) },
      until: tells(88))
    #expect(try broker.order("heard").contains("R/abc/keepalive="), "a GX is asked to go on")
  }

  @Test("what the broker has kept is no reading, and what it says next is")
  func retained() throws {
    let broker = try PeerProcess("broker.py")
    try broker.order("keep tele/plug/SENSOR {\"ENERGY\": {\"Power\": 700}}")
    let plug = try meter(broker.port, "tasmota", "topic \"plug\"")
    let first = try wait(plug) {
      if case .failure(.protocolViolation(let why)) = $0 { why.contains("kept") } else { false }
    }
    #expect((try? first.get()) == nil)
    try wait(
      plug, saying: { try broker.order("keep tele/plug/SENSOR {\"ENERGY\": {\"Power\": 800}}") },
      until: tells(800))
  }

  @Test("with another password it is refused, with the right one let in; a program that ends leaves")
  func login() throws {
    let broker = try PeerProcess("broker.py", ["--login"])
    let say = { _ = try broker.order("say tele/plug/SENSOR {\"ENERGY\": {\"Power\": 7}}") }
    try wait(try meter(broker.port, "tasmota", "topic \"plug\""), until: isRefused)
    try wait(
      try meter(broker.port, "tasmota", "topic \"plug\"   user \"owner\"   password \"guess\""),
      until: isRefused)
    var owner: (any Meter)? = try meter(
      broker.port, "tasmota", "topic \"plug\"   user \"owner\"   password \"opensesame\"")
    try wait(try #require(owner), saying: say, until: tells(7))
    for _ in 0..<100 where try broker.order("clients") != "1" { MonotonicClock.rest(for: .milliseconds(100)) }
    #expect(try broker.order("clients") == "1")
    owner = nil
    for _ in 0..<100 where try broker.order("clients") != "0" { MonotonicClock.rest(for: .milliseconds(100)) }
    #expect(try broker.order("clients") == "0")
  }

  @Test("outlast a broker that begins anew, and say meanwhile what is wrong once it is stale")
  func restart() throws {
    let broker = try PeerProcess("broker.py")
    let described = """
      device own: meter {
          over mqtt
          read grid from "a" in W   positive importing   stale after 2s
      }
      """
    let own = try meter(broker.port, "own", described: described)
    try wait(own, saying: { try broker.order("say a 1") }, until: tells(1))
    try broker.order("stop")
    try wait(own) { if case .failure(.transport) = $0 { true } else { false } }
    try broker.order("begin")
    try wait(own, saying: { try broker.order("say a 2") }, until: tells(2))
  }

  @Test(
    "a call never waits for the broker", arguments: ["silent", "garbage", "huge", "flood", "drop", "slow"])
  func hostile(kind: String) throws {
    let peer = try PeerProcess("hostile_broker.py", [kind])
    let plug = try meter(peer.port, "tasmota", "topic \"plug\"")
    let begun = MonotonicClock.now
    for _ in 0..<40 {
      let start = MonotonicClock.now
      let reading = try? plug.reading(by: MonotonicClock.deadline(after: .milliseconds(450)))
      #expect(reading?.grid == nil)
      #expect(MonotonicClock.now - start < .milliseconds(400))
      MonotonicClock.rest(for: .milliseconds(50))
    }
    // It does not call again and again.
    let seconds = Int((MonotonicClock.now - begun).components.seconds)
    let calls = try #require(Int(try peer.order("calls")))
    #expect((1...(seconds + 2)).contains(calls), "\(calls) connections in \(seconds)s")
  }
}
