import PeerSupport
import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// Cars against Python's own HTTP server, and against mosquitto.
@Suite("Described cars", .waits, .needsBroker, .timeLimit(.minutes(10)))
struct DescribedCarTests {
  private func car(_ port: UInt16, _ name: String, _ settings: String = "", described: String = "") throws
    -> DescribedCar
  {
    let text = """
      \(described)
      site "home" { timezone "UTC"   car \(name) at "127.0.0.1:\(port)" { \(settings) } }
      """
    let compilation = ScheduleCompiler(decodeJSON: JSONTree.decode).compile(
      SourceFile(path: "home.evs", bytes: Array(text.utf8)))
    let site = try #require(compilation.program?.site, "\(compilation.diagnostics.map(\.message))")
    return try DeviceFactory().car(try #require(site.car))
  }

  /// Asks for ten seconds at most until `isWanted`; no call may wait.
  private func wait(
    _ car: DescribedCar, saying words: () throws -> Void = {}, until isWanted: (CarTelling) -> Bool
  ) throws {
    var last = CarTelling()
    for _ in 0..<200 {
      try words()
      let begun = MonotonicClock.now
      last = car.told()
      #expect(MonotonicClock.now - begun < .milliseconds(300))
      if isWanted(last) { return }
      MonotonicClock.rest(for: .milliseconds(50))
    }
    Issue.record("\(last)")
  }

  @Test("a Tesla is told of by TeslaMate's messages, and not by what the broker kept")
  func teslamate() throws {
    let broker = try PeerProcess("broker.py")
    try broker.order("keep teslamate/cars/2/usable_battery_level 90")
    try broker.order("keep teslamate/cars/2/plugged_in true")
    let tesla = try car(broker.port, "teslamate", "car 2")
    try wait(tesla) {
      if case .protocolViolation(let why)? = $0.failure { why.contains("kept") } else { false }
    }
    #expect(tesla.told().soc == nil && tesla.told().isPluggedIn == nil)
    try wait(tesla, saying: { try broker.order("keep teslamate/cars/2/usable_battery_level 43") }) {
      $0.soc == 43
    }
    #expect(tesla.told().isPluggedIn == nil)
    try wait(tesla, saying: { try broker.order("keep teslamate/cars/2/plugged_in true") }) {
      $0.isPluggedIn == true
    }
    try wait(tesla, saying: { try broker.order("keep teslamate/cars/2/plugged_in false") }) {
      $0.isPluggedIn == false && $0.soc == 43
    }
    // What no car has, and what is none.
    for text in ["0", "101", "-3", "asleep", "1e99"] {
      try wait(tesla, saying: { try broker.order("keep teslamate/cars/2/usable_battery_level \(text)") }) {
        $0.soc == nil
      }
    }
  }

  @Test("a sensor of Home Assistant is asked now and then, with its token")
  func homeAssistant() throws {
    let peer = try PeerProcess("json_answer.py", ["--login", "bearer"])
    func answer(_ state: String, _ unit: String = "%") -> String {
      #"answer {"state": "\#(state)", "attributes": {"unit_of_measurement": "\#(unit)"}}"#
    }
    try peer.order(answer("63"))
    let described = """
      device own: car {
          over http { get "/api/states/{entity}"   login bearer   every 2s }
          setting entity
          expect .attributes.unit_of_measurement "%"
          read soc from .state in %   stale after 5s
      }
      """
    func own(_ token: String) throws -> DescribedCar {
      try car(peer.port, "own", "entity \"sensor.car\"   token \"\(token)\"", described: described)
    }
    let sensor = try own("opensesame")
    try wait(sensor) { $0.soc == 63 }
    try peer.order(answer("unavailable"))
    try wait(sensor) { $0.soc == nil }
    try peer.order(answer("64"))
    try wait(sensor) { $0.soc == 64 && !$0.isSoCNew }
    try peer.order(answer("12", "kWh"))
    try wait(sensor) { $0.soc == nil }
    try wait(try own("guess")) { if case .refused? = $0.failure { true } else { false } }
    _ = try peer.order("log")
    MonotonicClock.rest(for: .seconds(3))
    let asked = try peer.order("log").split(separator: " ").filter { $0.hasSuffix(":200") }
    #expect((1...3).contains(asked.count), "\(asked)")
  }

  @Test("a car that ships is told of as it is pretended", arguments: BuiltInDevices.names(role: "car"))
  func pretended(name: String) throws {
    let description = try #require(DeviceDescription.shipped(name))
    var device = DeviceConfiguration(driver: name, range: .nowhere)
    for setting in description.settings {
      if case .text = setting.kind { device.settings[setting.name] = .text("made-up") }
    }
    let endpoint = try Endpoint.unused()
    device.address = endpoint.description
    device.description = description
    let service = try DeviceFactory().pretended(device, voltage: Volts(230), at: endpoint)
    let car = try DeviceFactory().car(device)
    try wait(car, saying: { service.serve() }) {
      $0.soc == 50 && $0.isPluggedIn == (description.measures(.plugged) ? true : nil)
    }
  }
}
