@testable import ScheduleLang
import Testing

@Suite("Descriptions of devices")
struct DescriptionTests {
  /// What is said of a description with these lines, after `over http` or `over modbus` as the reads ask for it.
  private func marks(_ lines: String, over transport: String = "modbus") -> [String] {
    compile("device d: meter {\n    over \(transport)\n\(lines)\n}").marks
  }

  private func marks(http lines: String) -> [String] { marks(lines, over: "http { get \"/x\" }") }

  @Test("say how a device is reached and what its values mean")
  func description() throws {
    let program = try #require(
      compile(
        """
        device Cellar-1: meter {
            facts "the manual"   tried "by me"
            over modbus { port 1502   unit 3   rtu   gap 50ms }
            setting channel 2 in 0..5
            read grid from holding 100 + channel as int32 swapped unknown at 0x80000000 - input manual 30011 as uint16   in 0.1W   positive exporting   range -10kW..20kW
            read voltage from input 7 as float32   in mV   optional
        }
        """
      ).program)
    let device = try #require(program.descriptions.first)
    #expect(device.name == "cellar-1" && device.facts == "the manual" && device.trial == "by me")
    #expect(
      device.transport == .modbus(ModbusAccess(port: 1502, unit: 3, framing: .rtu, gap: 50)))
    #expect(device.settings == [.init(name: "channel", kind: .number(0...5, default: 2))])
    let grid = try #require(device.values.first)
    #expect(grid.factor == -0.1 && grid.range == -10_000...20_000 && !grid.isOptional)
    #expect(
      grid.terms == [
        .init(
          source: .register(
            Register(
              table: .holding, address: 100, offset: "channel", kind: .int32, isSwapped: true,
              unknownCodes: [0x8000_0000])), isSubtracted: false),
        .init(
          source: .register(
            Register(
              table: .input, address: 10, offset: nil, kind: .uint16, isSwapped: false, unknownCodes: [])),
          isSubtracted: true),
      ])
    #expect(device.values.last?.factor == 0.001 && device.values.last?.isOptional == true)
  }

  @Test("a site names a shipped one, or one of its own, and gives it its settings")
  func inSite() throws {
    let own = """
      device cellar: meter {
          over http { get "/{name}/{channel}"   login digest }
          setting channel in 0..5
          setting name "power"
          read solar from .[channel].w   in W   positive producing   else 0W
      }
      """
    func site(_ meter: String) -> Compilation {
      compile("\(own)\nsite \"home\" { timezone \"UTC\"   meter \(meter) }")
    }
    let home = site(#"cellar at "10.0.0.9" { channel 3   user "me"   password env "P"   usual load 300W }"#)
    let device = try #require(home.program?.site.meter)
    #expect(device.description?.name == "cellar" && home.program?.site.metersSun == true)
    #expect(device.settings["channel"] == .number(3) && device.settings["usual load"] == .number(300))
    #expect(site(#"homewizard-p1 at "10.0.0.9""#).program?.site.metersSun == false)
    #expect(site(#"cellar { channel 3 }"#).marks == ["E0320 meter cellar"])
    #expect(site(#"cellar at "a""#).marks == [#"E0320 meter cellar at "a""#])
    #expect(site(#"cellar at "a" { channel 6 }"#).marks == ["E0306 6"])
    #expect(site(#"cellar at "a" { channel 1   name 3 }"#).marks == ["E0306 3"])
    #expect(site(#"cellar at "a" { channel 1   name "a/b" }"#).marks == [#"E0306 "a/b""#])
    #expect(site(#"cellar at "a" { channel 1   unit 3 }"#).marks == ["E0207 unit"])
    #expect(site(#"cellar at "a" { channel 1   token env "T" }"#).marks == ["E0207 token"])
    #expect(site(#"cellar at "a" { channel 1   user env "U" }"#).marks == [#"E0320 meter cellar at "a""#])
    #expect(site(#"cellra at "a""#).marks == ["E0319 cellra"])
    #expect(site(#"homewizard at "a""#).marks == ["E0319 homewizard"])
    #expect(site(#"iotawatt at "a""#).marks == [#"E0320 meter iotawatt at "a""#])
  }

  @Test("each that ships is without a mistake and in the canonical style", arguments: BuiltInDevices.names)
  func shipped(name: String) throws {
    let source = try #require(BuiltInDevices.source(name))
    let compilation = ScheduleCompiler().compile(source)
    #expect(compilation.marks == [])
    let device = try #require(compilation.program?.descriptions.first)
    #expect(device.name == name && device.facts != nil)
    #expect(
      try Formatter.format(source)
        == source.text(SourceRange(file: 0, start: 0, end: source.bytes.count)))
  }

  @Test(
    "a mistake with registers is caught where it is",
    arguments: [
      ("read grid from holding 10 as int32 in W", "E0702 read grid from holding 10 as int32 in W"),
      ("read grid from holding 10 in W positive importing", "E0320 10"),
      ("read grid from holding 10 as int33 in W positive importing", "E0701 int33"),
      ("read grid from holding 10 as float in W positive importing", "E0701 float"),
      ("read grid from holding 10 as int32 in kWh positive importing", "E0701 kWh"),
      ("read grid from holding 10 as int32 in V positive importing", "E0304 V"),
      ("read grid from holding 10 as int32 in 0.1A positive importing", "E0304 0.1A"),
      ("read grid from holding 10 as int32 in -1W positive importing", "E0306 -1W"),
      ("read grid from holding 10 as int32 in 0W positive importing", "E0306 0W"),
      ("read grid from holding 10 as int32 in 10 positive importing", "E0305 10"),
      ("read grid from holding 10 as int32 in MW positive importing", "E0701 MW"),
      (
        "read grid from holding 10 as int32 positive importing",
        "E0320 read grid from holding 10 as int32 positive importing"
      ),
      ("read grid from holding 10 as int32 in W positive charging", "E0701 charging"),
      ("read grid from holding 10 as int32 in W positive producing", "E0701 producing"),
      ("read grid from holding 65535 as int32 in W positive importing", "E0306 65535"),
      ("read grid from holding 65536 as int16 in W positive importing", "E0306 65536"),
      ("read grid from holding manual 100 as int16 in W positive importing", "E0306 100"),
      ("read grid from input manual 40001 as int16 in W positive importing", "E0306 40001"),
      ("read grid from holding 1.5 as int16 in W positive importing", "E0306 1.5"),
      ("read grid from holding 10 as int16 unknown at 0x18000 in W positive importing", "E0306 0x18000"),
      ("read grid from holding 10 as uint16 unknown at -1 in W positive importing", "E0306 -1"),
      ("read grid from holding 10 + phase as int16 in W positive importing", "E0301 phase"),
      ("read grid from coil 10 as int16 in W positive importing", "E0201 coil"),
      ("read grid from .power in W positive importing", "E0704 .power"),
      ("read grid from holding 1 as int16 in W positive importing range 5kW..-5kW", "E0311 5kW"),
      ("read grid from holding 1 as int16 in W positive importing range -5kW..250V", "E0304 250V"),
      ("read grid from holding 1 as int16 in W positive importing else 0W", "E0706 0W"),
      ("read solar from holding 1 as int16 in W positive producing else 5kW", "E0306 5kW"),
      ("read grid from holding 1 as int16 in W in kW positive importing", "E0302 in"),
      ("read grid from holding 1 as int16 in W positive importing positive exporting", "E0302 positive"),
      ("read power from holding 1 as int16 in W positive importing", "E0701 power"),
      ("read grid as int16 in W positive importing", "E0201 as"),
      ("expect .unit \"W\"\nread grid from holding 1 as int16 in W positive importing", "E0704 .unit"),
      ("sample \"x.json\"\nread grid from holding 1 as int16 in W positive importing", "E0704 \"x.json\""),
      ("setting channel 9 in 0..5\nread grid from holding 1 as int16 in W positive importing", "E0306 9"),
      ("setting channel 1 in 5..0\nread grid from holding 1 as int16 in W positive importing", "E0311 5"),
      ("setting unit 1 in 0..5\nread grid from holding 1 as int16 in W positive importing", "E0302 unit"),
      (
        "setting far 1 in 0..65535\nread grid from holding 1 + far as int16 in W positive importing",
        "E0306 far"
      ),
      ("write 42 as int32\nread grid from holding 1 as int16 in W positive importing", "E0201 write"),
      ("read voltage from holding 1 as int16 in V", "E0320 device d: meter"),
    ])
  func registers(lines: String, mark: String) {
    #expect(marks(lines).contains(mark), "\(marks(lines))")
  }

  @Test(
    "two numbers cannot share a register",
    arguments: [
      ("holding 10 as int32", "holding 11 as int16", true),
      ("holding 10 as int32", "holding 12 as int16", false),
      ("holding 10 as int16", "holding 10 as uint16", true),
      ("holding 10 as int16", "input 10 as int16", false),
      ("input 8 as float64", "input 11 as float32", true),
      ("holding 10 as int32", "holding 10 as int32 swapped", true),
    ])
  func overlaps(first: String, second: String, isCaught: Bool) {
    let found = marks(
      "read grid from \(first) in W positive importing\nread solar from \(second) in W positive producing")
    #expect(found == (isCaught ? ["E0703 \(second)"] : []))
  }

  @Test(
    "a mistake with JSON is caught where it is",
    arguments: [
      ("read grid from .a[ in W positive importing", "E0102 ["),
      ("read grid from .a[x=1] in W positive importing", "E0201 .a[x=1]"),
      ("read grid from .a[1000] in W positive importing", "E0201 .a[1000]"),
      ("read grid from .a[channel] in W positive importing", "E0301 .a[channel]"),
      ("read grid from holding 1 as int16 in W positive importing", "E0704 holding 1 as int16"),
      ("read grid from \"a\" in W positive importing", "E0704 \"a\""),
      ("read grid from .a in W positive importing\nread grid from .b in W positive importing", "E0302 grid"),
      (
        "read voltage from .a in V positive importing\nread grid from .b in W positive importing",
        "E0702 importing"
      ),
      (
        "over http { get \"/y\" }\nread grid from .b in W positive importing",
        "E0302 http"
      ),
      ("sample \"x.json\"\nread grid from .b in W positive importing", ""),
    ])
  func paths(lines: String, mark: String) {
    let found = marks(http: lines)
    #expect(mark.isEmpty ? found == [] : found.contains(mark), "\(found)")
  }

  @Test("say what is told through a broker, and for how long that counts")
  func topics() throws {
    let program = try #require(
      compile(
        """
        device d: meter {
            over mqtt { port 8883   ask "R/{id}/keepalive" every 25s }
            setting id
            read grid from "N/{id}/in" .value - "N/{id}/out" .value in kW   positive importing   stale after 30s
            read voltage from "N/{id}/v" or "N/{id}/u" in V   stale after 1min   optional
        }
        """
      ).program)
    let device = try #require(program.descriptions.first)
    guard case .mqtt(let access) = device.transport else { Issue.record("not over mqtt"); return }
    #expect(access.port == 8883 && access.request?.topic.text == "R/{id}/keepalive")
    #expect(access.request?.seconds == 25)
    #expect(device.values.map(\.staleAfter) == [30, 60])
    #expect(device.targets.map(\.text) == ["N/{id}/in", "N/{id}/out", "N/{id}/v", "N/{id}/u"])
    #expect(device.commonSettings.contains("user") && device.commonSettings.contains("password"))
  }

  @Test(
    "a mistake with topics is caught where it is",
    arguments: [
      ("read grid from \"a\" in W positive importing", "E0320 read grid from \"a\" in W positive importing"),
      ("read grid from \"a\" in W positive importing stale after 1s", "E0306 1s"),
      ("read grid from \"a\" in W positive importing stale after 1h", "E0306 1h"),
      ("read grid from \"a\" in W positive importing stale after 30W", "E0304 30W"),
      ("read grid from \"a/#\" in W positive importing stale after 30s", "E0306 \"a/#\""),
      ("read grid from \"+/a\" in W positive importing stale after 30s", "E0306 \"+/a\""),
      ("read grid from \"$SYS/a\" in W positive importing stale after 30s", "E0306 \"$SYS/a\""),
      ("read grid from \"\" in W positive importing stale after 30s", "E0306 \"\""),
      ("read grid from \"a/{b}\" in W positive importing stale after 30s", "E0301 \"a/{b}\""),
      ("read grid from .a in W positive importing stale after 30s", "E0704 .a"),
      ("read grid from get \"/x\" .a in W positive importing stale after 30s", "E0704 get \"/x\" .a"),
      (
        "read grid from holding 1 as int16 in W positive importing stale after 30s",
        "E0704 holding 1 as int16"
      ),
      ("expect .a \"W\"\nread grid from \"a\" in W positive importing stale after 30s", "E0704 .a"),
      ("read grid from \"a\" in W positive importing stale after 30s stale after 9s", "E0302 stale"),
      ("sample \"x.json\"\nread grid from \"a\" in W positive importing stale after 30s", "E0704 \"x.json\""),
      (
        "sample \"x.json\" of \"b\"\nread grid from \"a\" in W positive importing stale after 30s",
        "E0705 \"b\""
      ),
      ("sample \"x.json\" of \"a\"\nread grid from \"a\" in W positive importing stale after 30s", ""),
      ("read grid from \"a\" in W positive importing valid when .ok stale after 30s", ""),
    ])
  func mistakenTopics(lines: String, mark: String) {
    let found = marks(lines, over: "mqtt")
    #expect(mark.isEmpty ? found == [] : found.contains(mark), "\(found)")
  }

  /// What is said of a car with these lines.
  private func marks(car lines: String, over transport: String = "mqtt") -> [String] {
    compile("device d: car {\n    over \(transport)\n\(lines)\n}").marks
  }

  @Test("say what is told of a car, and a site names it")
  func car() throws {
    let text = """
      device d: car {
          over mqtt
          read soc from "a" in %   range 2%..98%   stale after 12h
          read plugged from "b"   stale after 168h {
              "yes", 1: plugged
              "no", 0: unplugged
          }
      }
      site "home" { timezone "UTC"   car d at "10.0.0.9" { user env "U"   password env "P" } }
      """
    let compilation = compile(text)
    #expect(compilation.marks == [])
    let device = try #require(compilation.program?.site.car?.description)
    #expect(device.role == .car && device.values[0].range == 2...98 && device.values[0].staleAfter == 43_200)
    let plug = device.values[1]
    #expect(plug.codes[1] == true && plug.codes[0] == false)
    #expect(plug.words["yes"].flatMap { plug.codes[$0] } == true)
    #expect(plug.words["no"].flatMap { plug.codes[$0] } == false)
    #expect(compile(#"site "h" { timezone "UTC"   car teslamate at "a" { car 3 } }"#).marks == [])
    #expect(compile(#"site "h" { timezone "UTC"   car tasmota at "a" }"#).marks == ["E0319 tasmota"])
    #expect(compile(#"site "h" { timezone "UTC"   meter teslamate at "a" }"#).marks == ["E0319 teslamate"])
    #expect(
      compile(#"site "h" { timezone "UTC"   car home-assistant-car at "a" { entity "e" } }"#).marks
        == [#"E0320 car home-assistant-car at "a""#])
  }

  @Test(
    "a mistake with a car is caught where it is",
    arguments: [
      ("read plugged from \"a\" stale after 1h { 1: plugged\n0: unplugged }", "E0320 device d: car"),
      ("read soc from \"a\" in % ", "E0320 read soc from \"a\" in %"),
      ("read soc from \"a\" stale after 1h", "E0320 read soc from \"a\" stale after 1h"),
      ("read soc from \"a\" in W stale after 1h", "E0304 W"),
      ("read soc from \"a\" in % positive charging stale after 1h", "E0702 charging"),
      ("read soc from \"a\" in % stale after 400h", "E0306 400h"),
      ("read grid from \"a\" in W positive importing stale after 30s", "E0701 grid"),
      ("read soc from \"a\" in % stale after 1h { 1: plugged }", "E0306 plugged"),
      (
        "read soc from \"a\" in % stale after 1h\nread plugged from \"b\" stale after 1h",
        "E0320 read plugged"
      ),
      (
        "read soc from \"a\" in % stale after 1h\nread plugged from \"b\" stale after 1h { 1: plugged }",
        "E0710"
      ),
      (
        "read soc from \"a\" in % stale after 1h\nread plugged from \"b\" stale after 1h { 1: charging }",
        "E0701 charging"
      ),
      ("stop: write holding 1 = 0\nread soc from \"a\" in % stale after 1h", "E0"),
    ])
  func mistakenCars(lines: String, mark: String) {
    #expect(marks(car: lines).contains { $0.hasPrefix(mark) }, "\(marks(car: lines))")
  }

  @Test("what is asked for over https, and of a car, is asked by the way, and stale after a while")
  func polled() throws {
    let meter = "read grid from .a in W positive importing"
    #expect(marks("\(meter) stale after 30s", over: "https { get \"/x\"   login basic   every 5s }") == [])
    #expect(marks(meter, over: "https { get \"/x\" }") == ["E0320 \(meter)"])
    #expect(marks("\(meter) stale after 30s", over: "https { get \"/x\" every 1s }") == ["E0306 1s"])
    #expect(marks("\(meter) stale after 30s", over: "https { get \"/x\" login digest }") == ["E0306 login"])
    #expect(marks(meter, over: "http { get \"/x\" every 5s }") == ["E0207 every"])
    #expect(marks(car: "read soc from .a in % stale after 1h", over: "http { get \"/x\" every 60s }") == [])
    #expect(
      marks(car: "read soc from .a in %", over: "http { get \"/x\" }") == ["E0320 read soc from .a in %"])
  }

  @Test("say in which SunSpec model a number is, and where its power of ten")
  func models() throws {
    let text = """
      device d: meter {
          over sunspec { port 1502   unit 126 }
          read grid from model 203 at 18 as int16 scale at 22 or model 213 at 28 as float32 in W   positive exporting
      }
      """
    let compilation = compile(text)
    #expect(compilation.marks == [])
    let device = try #require(compilation.program?.descriptions.first)
    #expect(device.transport.name == "sunspec" && device.transport.port == 1502)
    guard case .register(let first)? = device.values.first?.parts.first?.source else { return }
    #expect(first.model == 203 && first.address == 18 && first.scaleAddress == 22)
    #expect(first.unknownCodes == [0x8000])
  }

  @Test(
    "a mistake with models is caught where it is",
    arguments: [
      ("read grid from model 203 at 1 as int16 in W positive importing", "E0306 1"),
      ("read grid from model 65535 at 18 as int16 in W positive importing", "E0306 65535"),
      ("read grid from model 203 at 18 as int16 scale at 0 in W positive importing", "E0306 0"),
      ("read grid from model 203 at 18 in W positive importing", "E0320 18"),
      ("read grid from holding 18 as int16 in W positive importing", "E0704 holding 18 as int16"),
      ("read grid from .a in W positive importing", "E0704 .a"),
      (
        "read grid from model 203 at 18 as int32 in W positive importing\nread voltage from model 203 at 19 as int16 in V",
        "E0703 model 203 at 19 as int16"
      ),
      (
        "read grid from model 203 at 18 as int32 in W positive importing\nread voltage from model 213 at 19 as int16 in V",
        ""
      ),
    ])
  func mistakenModels(lines: String, mark: String) {
    let found = marks(lines, over: "sunspec")
    #expect(mark.isEmpty ? found == [] : found.contains(mark), "\(found)")
    #expect(
      marks("read grid from model 203 at 18 as int16 in W positive importing").first?.hasPrefix("E0704")
        == true)
  }

  @Test("what is asked for each time is never stale")
  func staleness() {
    #expect(marks(http: "read grid from .a in W positive importing stale after 30s") == ["E0306 30s"])
  }

  @Test(
    "a mistake with the transport is caught where it is",
    arguments: [
      ("http", "E0320 device d: meter"), ("http { get \"x\" }", "E0306 \"x\""),
      ("http { get \"//evil/x\" }", "E0306 \"//evil/x\""), ("http { get \"/a b\" }", "E0306 \"/a b\""),
      ("http { get \"/{a\" }", "E0306 \"/{a\""), ("http { get \"/{a}\" }", "E0301 \"/{a}\""),
      ("http { get \"/x\" port 0 }", "E0306 0"), ("http { get \"/x\" login ntlm }", "E0701 ntlm"),
      ("http { get \"/x?user=admin&password=hunter2\" }", "W0301 \"/x?user=admin&password=hunter2\""),
      ("modbus { rtu 0 }", "E0201 0"), ("mqtt { ask \"a/+\" every 30s }", "E0306 \"a/+\""),
      ("mqtt { ask \"a\" every 0s }", "E0306 0s"), ("mqtt { get \"/x\" }", "E0207 get"),
      ("mqtt { ask \"a/{b}\" every 30s }", "E0301 \"a/{b}\""),
      ("http { get \"/x\" unit 3 }", "E0207 unit"), ("ftp { get \"/x\" }", "E0701 ftp"),
      ("http { get \"/x\" get \"/y\" }", "E0302 get"),
    ])
  func transports(transport: String, mark: String) {
    let found = marks("read grid from .a in W positive importing", over: transport)
    #expect(found.contains(mark), "\(found)")
  }

  @Test("generations are read in their own ways, without what a site leaves open")
  func generations() throws {
    let text = """
      device clamp: meter {
          setting main channel in 0..2
          setting sun channel in 0..2 optional
          generation from get "/about" .gen else 1
          generation 1 {
              over http { get "/status"   login basic }
              read grid from .m[main channel].w in W   positive importing   valid when .ok
              read solar from .m[sun channel].w in W   positive producing
              read voltage from .m[main channel].v or .m[sun channel].v in V
          }
          generation 2..4 {
              over http { login digest }
              expect get "/m?id={main channel}" .id "{main channel}" optional
              read grid from get "/m?id={main channel}" .w in W   positive importing
              read solar from get "/m?id={sun channel}" .w in W   positive producing
              read voltage from get "/m?id={main channel}" .v in V
          }
      }
      """
    func meter(_ settings: String) throws -> DeviceConfiguration {
      let program = compile("\(text)\nsite \"h\" { timezone \"UTC\"   meter clamp at \"x\" { \(settings) } }")
        .program
      return try #require(program?.site.meter)
    }
    let whole = try meter(
      "main channel 1   sun channel 0   user env \"U\"   password env \"P\"   login digest")
    let description = try #require(whole.description)
    let generations = try #require(description.generations)
    #expect(whole.readsSun && generations.fallback == 1)
    #expect(
      generations.description(of: 3)?.targets.map(\.text) == ["/m?id={main channel}", "/m?id={sun channel}"])
    #expect(generations.description(of: 5) == nil)
    let single = try meter("main channel 2")
    #expect(!single.readsSun)
    let settled = description.settled { single.settings[$0] != nil }
    #expect(!settled.measures(.solar) && settled.values.count == 2)
    #expect(settled.values.allSatisfy { $0.alternatives.isEmpty })
    #expect(settled.generations?.description(of: 2)?.targets.map(\.text) == ["/m?id={main channel}"])
    #expect(description.settled { _ in true } == description)
    let site = "site \"h\" { timezone \"UTC\"   meter clamp at \"x\" { main channel 1   sun channel } }"
    #expect(compile("\(text)\n\(site)").marks == ["E0201 sun channel"])
  }

  @Test("a device has one description, and none the name of a driver")
  func names() {
    let line = "over http { get \"/x\" }\nread grid from .a in W positive importing"
    #expect(
      compile("device a: meter {\n\(line)\n}\ndevice A: meter {\n\(line)\n}").marks == ["E0302 A"])
    #expect(compile("device simulated: meter {\n\(line)\n}").marks == ["E0302 simulated"])
    #expect(compile("device homewizard-p1: meter {\n\(line)\n}").marks == [])
    #expect(compile("device a: boiler {\n\(line)\n}").marks == ["E0701 boiler"])
  }
}
