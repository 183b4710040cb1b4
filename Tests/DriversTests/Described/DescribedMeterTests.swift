import PeerSupport
import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// Described meters against pymodbus and Python's own HTTP server.
@Suite("Described meters", .waits, .needsPython, .timeLimit(.minutes(10)))
struct DescribedMeterTests {
  private var patient: ExchangeDeadline { MonotonicClock.deadline(after: .milliseconds(20_000)) }

  /// The meter of a site in which it is declared with these settings.
  private func meter(_ peer: PeerProcess, _ name: String, _ settings: String = "", described: String = "")
    throws
    -> any Meter
  {
    let text = """
      \(described)
      site "home" { timezone "UTC"   meter \(name) at "127.0.0.1:\(peer.port)" { \(settings) } }
      """
    let compilation = ScheduleCompiler(decodeJSON: JSONTree.decode).compile(
      SourceFile(path: "home.evs", bytes: Array(text.utf8)))
    let site = try #require(compilation.program?.site, "\(compilation.diagnostics.map(\.message))")
    return try DeviceFactory().meter(try #require(site.meter))
  }

  @Test("a number of each type is what pymodbus packed", arguments: Register.Kind.allCases, [false, true])
  func types(kind: Register.Kind, swapped: Bool) throws {
    let number = [.uint16, .uint32, .uint64].contains(kind) ? 4321 : -4321
    let order = swapped ? ":swapped" : ""
    let peer = try PeerProcess(
      "registers.py", ["--unit", "9", "input:100:\(kind.rawValue):\(number)\(order)"])
    let described = """
      device own: meter {
          over modbus { unit 9 }
          read grid from input 100 as \(kind.rawValue)\(swapped ? " swapped" : "")   in 0.1W   positive importing
      }
      """
    let reading = try meter(peer, "own", described: described).reading(by: patient)
    #expect(reading == MeterReading(grid: Watts(Double(number) * 0.1), solar: nil, measuresSolar: false))
  }

  @Test(
    "what lies side by side is read at once, over a serial line's frames as well", arguments: [false, true])
  func phases(rtu: Bool) throws {
    let peer = try PeerProcess(
      "registers.py",
      (rtu ? ["--rtu"] : []) + [
        "--unit", "100", "holding:820:int16:-1200", "holding:821:int16:300", "holding:822:int16:50",
        "holding:0:uint16:2301",
      ])
    let described = """
      device own: meter {
          over modbus { unit 100\(rtu ? "   rtu" : "")   gap 5ms }
          read grid from holding 820 as int16 + holding 821 as int16 + holding 822 as int16   in W   positive exporting
          read voltage from holding 0 as uint16   in 0.1V
      }
      """
    let meter = try meter(peer, "own", described: described)
    let expected = MeterReading(grid: Watts(850), solar: nil, voltage: Volts(230.1), measuresSolar: false)
    for _ in 0..<3 { #expect(try meter.reading(by: patient) == expected) }
    #expect(try peer.order("reads") == Array(repeating: "3:820+3 3:0+1", count: 3).joined(separator: " "))
  }

  @Test("a shipped meter behind a gateway reads what pymodbus serves")
  func sdm630() throws {
    let peer = try PeerProcess(
      "registers.py", ["--rtu", "input:0x34:float32:-2345.5", "input:0:float32:229.5"])
    let reading = try meter(peer, "sdm630").reading(by: patient)
    #expect(
      reading == MeterReading(grid: Watts(-2345.5), solar: nil, voltage: Volts(229.5), measuresSolar: false))
    let other = try PeerProcess(
      "registers.py", ["--unit", "5", "holding:2600:int16:7", "holding:2601:int16:0", "holding:2602:int16:0"])
    #expect(try meter(other, "victron", "unit 5").reading(by: patient).grid == Watts(7))
  }

  @Test("what a device lacks is a failure, unless it is optional")
  func lacking() throws {
    func described(_ optional: String) -> String {
      """
      device own: meter {
          over modbus
          read grid from holding 10 as int16   in W   positive importing
          read solar from holding 50 as int16   in W   positive producing   \(optional)
      }
      """
    }
    let peer = try PeerProcess("registers.py", ["holding:10:int16:70"])
    let reading = try meter(peer, "own", described: described("optional")).reading(by: patient)
    #expect(reading == MeterReading(grid: Watts(70), solar: nil, measuresSolar: false))
    let failing = try meter(peer, "own", described: described("")).reading(by: patient)
    #expect(failing.grid == Watts(70) && failing.solar == nil && failing.measuresSolar)
    guard case .refused(let why)? = failing.partFailure else { Issue.record("nothing failed"); return }
    #expect(why.contains("illegal data address"))
  }

  @Test("a number outside its range is no reading, and said")
  func range() throws {
    let peer = try PeerProcess(
      "registers.py",
      ["--unit", "30", "holding:2600:int16:32000", "holding:2601:int16:32000", "holding:2602:int16:0"])
    let reading = try meter(peer, "victron").reading(by: patient)
    #expect(reading.grid == nil)
    #expect(reading.partFailure == .protocolViolation("grid is 64000W, which is outside its range"))
  }

  @Test("a path that leads to no number is a failure that names it")
  func paths() throws {
    let peer = try PeerProcess("json_answer.py")
    let meter = try meter(peer, "fronius")
    let site = #"{"Body": {"Data": {"Site": {"P_Grid": 312.5, "P_PV": null}}}}"#
    try peer.order("answer \(site)")
    #expect(try meter.reading(by: patient) == MeterReading(grid: Watts(312.5), solar: Watts(0)))
    try peer.order(#"answer {"Body": {"Data": {"Site": {"P_Grid": null, "P_PV": 700}}}}"#)
    #expect(try meter.reading(by: patient) == MeterReading(grid: nil, solar: Watts(700)))
    try peer.order(#"answer {"Body": {"Data": {}}}"#)
    let reading = try meter.reading(by: patient)
    #expect(
      reading.partFailure
        == .protocolViolation("`.Body.Data.Site.P_Grid` leads nowhere: there is no `.Site`"))
    #expect(reading.grid == nil && reading.solar == nil, "what is not there is no sunless night")
    for answer in ["", "[", "<html>", "{\"a\": 1e999}", String(repeating: "[", count: 40)] {
      try peer.order("answer \(answer)")
      if let reading = try? meter.reading(by: patient) {
        #expect(reading.grid == nil && reading.partFailure != nil)
      }
    }
    try peer.order("answer \(site)")
    try peer.order("status 503")
    #expect(throws: DeviceError.refused("the device answers HTTP 503")) { try meter.reading(by: patient) }
    #expect(try peer.order("log").hasPrefix("/solar_api/v1/GetPowerFlowRealtimeData.fcgi:200 "))
  }

  @Test("numbers are believed only in the unit that is expected")
  func expectation() throws {
    let peer = try PeerProcess("json_answer.py", ["--login", "bearer"])
    let meter = try meter(peer, "home-assistant", #"entity "sensor.grid_power"   token "opensesame""#)
    func answer(_ state: String, _ unit: String) throws {
      try peer.order(#"answer {"state": "\#(state)", "attributes": {"unit_of_measurement": "\#(unit)"}}"#)
    }
    try answer("-312.5", "W")
    #expect(try meter.reading(by: patient).grid == Watts(-312.5))
    #expect(try peer.order("log") == "/api/states/sensor.grid_power:200")
    try answer("unavailable", "W")
    #expect(try meter.reading(by: patient).grid == nil)
    try answer("-0.3", "kW")
    #expect(throws: DeviceError.protocolViolation("`.attributes.unit_of_measurement` is not \"W\"")) {
      try meter.reading(by: patient)
    }
  }

  @Test("a login is sent as the device is described to want it", arguments: ["basic", "digest"])
  func logins(way: String) throws {
    let described = """
      device own: meter {
          over http { get "/status"   login \(way) }
          read grid from .w - .e   in W   positive importing
      }
      """
    let peer = try PeerProcess("json_answer.py", ["--login", way])
    try peer.order(#"answer {"w": 0, "e": 1240}"#)
    let owner = try meter(peer, "own", #"user "owner"   password "opensesame""#, described: described)
    #expect(try owner.reading(by: patient).grid == Watts(-1240))
    #expect(try owner.reading(by: patient).grid == Watts(-1240))
    #expect(try peer.order("log") == "/status:401 /status:200 /status:200")
    let stranger = try meter(peer, "own", #"user "owner"   password "wrong""#, described: described)
    #expect(throws: DeviceError.self) { try stranger.reading(by: patient) }
    _ = try peer.order("log")
    // A wrong password is not tried again and again.
    #expect(throws: DeviceError.self) { try stranger.reading(by: patient) }
    #expect(try peer.order("log") == "")
  }

  @Test("a password is never sent in clear text where the description says digest")
  func clearText() throws {
    let described = """
      device own: meter {
          over http { get "/status"   login digest }
          read grid from .w   in W   positive importing
      }
      """
    let peer = try PeerProcess("json_answer.py", ["--login", "basic"])
    let meter = try meter(peer, "own", #"user "owner"   password "opensesame""#, described: described)
    #expect(throws: DeviceError.self) { try meter.reading(by: patient) }
    #expect(try peer.order("log") == "/status:401")
  }
}

@Suite("Recorded answers of devices")
struct DeviceSampleTests {
  private func marks(_ lines: String, sample: String) -> [String] {
    let text = "device d: meter {\n    over http { get \"/x\" }\n\(lines)\n    sample \"s.json\"\n}"
    let compilation = ScheduleCompiler(
      read: { (path) throws(ReadError) in
        guard path == "s.json" else { throw ReadError("there is no such file") }
        return Array(sample.utf8)
      },
      decodeJSON: JSONTree.decode
    ).compile(SourceFile(path: "d.evs", bytes: Array(text.utf8)))
    return compilation.diagnostics.map { "\($0.code.rawValue) \($0.message)" }
  }

  @Test("every shipped description agrees with its own", arguments: BuiltInDevices.names)
  func shipped(name: String) throws {
    let source = try #require(BuiltInDevices.source(name))
    let compilation = ScheduleCompiler(decodeJSON: JSONTree.decode).compile(source)
    #expect(compilation.diagnostics.map(\.message) == [])
    guard case .http = compilation.program?.descriptions.first?.transport else { return }
    #expect(source.text(SourceRange(file: 0, start: 0, end: source.bytes.count)).contains("sample"))
  }

  @Test(
    "paths, texts and ranges are held against the sample",
    arguments: [
      ("{\"a\": 5}", []),
      (
        "{\"a\": null}",
        ["E0705 `.a` leads to nothing, not to a number, in the recorded answer s.json"]
      ), ("{\"a\": \"5.5\"}", []),
      ("{\"b\": 5}", ["E0705 `.a` leads nowhere: there is no `.a`, in the recorded answer s.json"]),
      ("{\"a\": [5]}", ["E0705 `.a` leads to a list, not to a number, in the recorded answer s.json"]),
      ("{\"a\": 51}", ["E0705 `grid` is 51000W, which is outside its range, in the recorded answer s.json"]),
      ("{\"a\"", ["E0312 s.json: it is no JSON, or too much of it"]),
    ])
  func samples(sample: String, expected: [String]) {
    let found = marks("read grid from .a in kW positive exporting range -50kW..50kW", sample: sample)
    if sample == "{\"a\"" {
      #expect(found.count == 1 && found[0].hasPrefix("E0312") && found[0].contains("no JSON"))
    } else {
      #expect(found == expected)
    }
  }
}
