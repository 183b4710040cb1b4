@testable import ScheduleLang
import Testing

@Suite("Descriptions of chargers")
struct ChargerDescriptionTests {
  /// A charger without a mistake, a statement a line.
  private static let lines: [(name: String, text: String)] = [
    ("over", "over modbus { port 1502   unit 3 }"),
    ("setting", "setting connector 1 in 1..10"),
    ("let", "let base = connector * 100"),
    (
      "state",
      "read state from holding base + 1 as uint16 {\n0: unplugged\n1, 2: paused\n3: charging\n4: discharging\n9: fault \"broken\"\n}"
    ),
    ("soc", "read soc from holding base + 12 as int32 in 0.1%   range 0%..100%"),
    ("power", "read power from holding base + 10 as float32 in W   positive discharging"),
    ("type", "read type from holding base + 4 as int32"),
    ("can", "can discharge when type in (3, 5)"),
    ("failsafe", "failsafe: write holding 42 as uint16 in s   from 10s to 600s"),
    ("control", "control: take holding 50 = 1   release holding 50 = 0"),
    ("set", "set current to holding base + 86 as int16 in 0.1A   positive discharging   range -32A..16A"),
    ("start", "start: write holding 60 = 1"),
    ("stop", "stop: write holding 60 = 2"),
  ]

  /// What is said of that charger with statements in the place of others; an empty one leaves it out.
  private func marks(_ changes: [String: String]) -> [String] {
    let lines = Self.lines.map { changes[$0.name] ?? $0.text }.filter { !$0.isEmpty }
    return compile("device d: charger {\n\(lines.joined(separator: "\n"))\n}").marks
  }

  @Test("say what a charger tells, and how it is told what to do")
  func description() throws {
    let text = Self.lines.map(\.text).joined(separator: "\n")
    let program = try #require(compile("device d: charger {\n\(text)\n}").program)
    let charger = try #require(program.descriptions.first?.charger)
    #expect(charger.state.address == 1 && charger.state.offset == "connector" && charger.state.stride == 100)
    #expect(charger.state.first { _ in 2 } == 201)
    #expect(charger.meanings[2]?.kind == .paused && charger.meanings[2]?.isPluggedIn == true)
    #expect(charger.meanings[9]?.reason == "broken" && charger.meanings[9]?.isPluggedIn == nil)
    #expect(charger.soc?.factor == 0.1 && charger.power?.factor == -1)
    // Positive is discharging: its range is turned.
    #expect(charger.setPoint.range == -16...32 && charger.setPoint.factor == -0.1)
    #expect(charger.failsafe == .timeout(Register(.holding, 42), secondsPerUnit: 1, range: 10...600))
    #expect(
      charger.control?.take.value == 1 && charger.start.map(\.value) == [1]
        && charger.stop.map(\.value) == [2])
    #expect(charger.dischargeConditions.first?.test == .among([3, 5]))
  }

  @Test(
    "a mistake is caught where it is",
    arguments: [
      ("failsafe", "", "E0707 device d: charger"),
      ("failsafe", "failsafe: none \"\"", "E0320 failsafe: none \"\""),
      ("failsafe", "failsafe: write holding 42 as uint16 in s   from 1s to 9s", "E0708 9s"),
      ("failsafe", "failsafe: write holding 42 as uint16 in s   from 10s to 70000s", "E0306 70000s"),
      ("failsafe", "failsafe: write holding 42 as uint16 in W   from 10s to 60s", "E0304 W"),
      (
        "failsafe", "failsafe: write input 42 as uint16 in s   from 10s to 60s",
        "E0713 failsafe: write input 42 as uint16 in s   from 10s to 60s"
      ),
      (
        "set", "set current to holding 86 as uint16 in A   positive charging   range -32A..32A", "E0306 -32A"
      ),
      ("set", "set current to holding 86 as int16 in 0.1A   range -32A..32A", "E0702"),
      (
        "set", "set current to holding 86 as int16 in A   positive importing   range -32A..32A",
        "E0701 importing"
      ),
      ("set", "set current to holding 86 as int16 in W   positive charging   range -32A..32A", "E0304 W"),
      ("set", "set power to holding 86 as int16 in kW   positive charging   range -7kW..7kW", "E0712"),
      ("set", "set current to holding 86 as int16 in A   positive charging", "E0320"),
      ("set", "set speed to holding 86 as int16 in A   positive charging   range -3A..3A", "E0701 speed"),
      ("set", "set current to input 86 as int16 in A   positive charging   range -3A..3A", "E0713"),
      (
        "set", "set current to holding 86 as int16 in A   positive charging   range -3A..3A   never 1A",
        "E0306 1A"
      ),
      ("set", "", "E0320 device d: charger"),
      ("stop", "", "E0320 device d: charger"),
      ("stop", "stop: set power 0W", "E0701 power"),
      ("stop", "stop: set current 1A", "E0306 1A"),
      ("stop", "stop: write holding 60 = 70000", "E0306 70000"),
      ("stop", "stop: write input 60 = 2", "E0713 input 60 = 2"),
      ("stop", "stop: write holding 59 as int32 = 2", "E0703 holding 59 as int32 = 2"),
      ("state", "read state from holding 1 as uint16", "E0320"),
      (
        "state", "read state from holding 1 as uint16 {\n0, 1: paused\n1: charging\n2: discharging\n}",
        "E0709 1"
      ),
      (
        "state", "read state from holding 1 as uint16 {\n70000: paused\n1: charging\n2: discharging\n}",
        "E0709 70000"
      ),
      (
        "state", "read state from holding 1 as uint16 {\n0: paused\n1: charging unplugged\n2: discharging\n}",
        "E0709 charging"
      ),
      ("state", "read state from holding 1 as uint16 {\n0: paused\n1: charging\n}", "E0710"),
      (
        "state", "read state from holding 1 as uint16 {\n0: paused\n1: loading\n2: discharging\n}",
        "E0701 loading"
      ),
      (
        "state", "read state from holding 1 as uint16 {\n0: fault\n1: charging\n2: discharging\n3: paused\n}",
        "E0320 fault"
      ),
      ("state", "read state from holding 1 as float32 {\n0: paused\n1: charging\n2: discharging\n}", "E0306"),
      ("soc", "read soc from holding 12 as int32 in W", "E0304 W"),
      ("power", "read power from holding 10 as float32 in W", "E0702"),
      ("power", "read power from holding base + 11 as float32 in W   positive charging", "E0703"),
      ("power", "read power from .power in W   positive charging", "E0704"),
      ("power", "read powr from holding 10 as int16", "E0701 powr"),
      ("type", "read type from holding base + 65000 as int32", "E0306"),
      ("can", "can discharge when typ in (3, 5)", "E0301 typ"),
      ("can", "can discharge when type in (3W, 5W)", "E0304 3W"),
      ("let", "let base = conector * 100", "E0301 conector"),
      ("control", "control: take holding 50 = 1   release holding 51 = 0", "E0306 holding 51 = 0"),
      ("over", "over http { get \"/x\" }", "E0704"),
      ("start", "restart by magic", "E0701 magic"),
    ])
  func mistakes(statement: String, text: String, mark: String) {
    let found = marks([statement: text])
    #expect(found.contains { $0 == mark || (!mark.contains(" ") && $0.hasPrefix(mark)) }, "\(found)")
  }

  @Test("what stops at 0 is not forbidden to be 0")
  func forbiddenZero() {
    let set = "set current to holding 86 as int16 in A   positive charging   range -16A..16A   never 0A"
    #expect(marks(["set": set]) == [])
    #expect(marks(["set": set, "stop": "stop: set current 0A"]) == ["E0711 0A"])
  }

  @Test("the currents of a site are what its charger takes, on as many phases as it has")
  func currents() throws {
    func site(_ settings: String) -> Compilation {
      compile("site \"home\" { timezone \"UTC\"   charger keba-p30 at \"a\" { \(settings) } }")
    }
    #expect(site("").program?.site.chargerCurrent == 6...16)
    #expect(site("phases 3").program?.site.chargerCurrent == 18...48)
    #expect(site("phases 3   current 18A..96A").program?.site.chargerCurrent == 18...96)
    #expect(site("phases 3   current 18A..97A").marks == ["E0306 18A..97A"])
    #expect(site("current 6A..33A").marks == ["E0306 6A..33A"])
    #expect(site("current 10A..16A").program?.site.chargerCurrent == 10...16)
    #expect(site("phases 3   current 18A..30A").program?.site.chargerCurrent == 18...30)
    #expect(site("current 3A..16A").marks == ["E0306 3A..16A"])
    #expect(site("phases 3   current 6A..16A").marks == ["E0306 6A..16A"])
    #expect(site("phases 4").marks == ["E0306 4"])
    #expect(site("").program?.site.chargerDischarges == false)
    #expect(
      compile("site \"home\" { timezone \"UTC\"   charger evtec-bidipro at \"a\" { phases 3 } }").marks
        == ["E0207 phases"])
  }

  @Test("what others than a register tell of a time-out is compiled")
  func failsafes() throws {
    func charger(_ failsafe: String) throws -> ChargerDescription {
      let lines = Self.lines.map { $0.name == "failsafe" ? failsafe : $0.text }.joined(separator: "\n")
      return try #require(compile("device d: charger {\n\(lines)\n}").program?.descriptions.first?.charger)
    }
    let told = try charger(
      "failsafe: read input 42 as uint32 in s   from 30s to 600s\nfailsafe current: read holding 44 as float32 in A"
    )
    #expect(told.failsafe == .told(Register(.input, 42, .uint32), secondsPerUnit: 1, range: 30...600))
    #expect(told.failsafeCurrent == .init(Register(.holding, 44, .float32)))
    #expect(told.failsafe.settableSeconds == 600...600 && told.failsafe.shortest == 30)
    let fixed = try charger("failsafe: after 60s\nheartbeat: write holding 45 = 0..255 every 30s")
    #expect(fixed.failsafe == .fixed(60))
    #expect(fixed.heartbeat == .init(.counter(Register(.holding, 45), 0...255), every: 30))
    let set = try charger(
      "failsafe: write holding 42 as uint16 in ms   from 10s to 60s   read back from input 43 as uint32\n"
        + "failsafe current: write holding 44 as uint16 in 0.1A = 6A   read back from holding 46 as uint16\nheartbeat: repeat failsafe every 5s"
    )
    #expect(set.timeoutReadBack == Register(.input, 43, .uint32) && set.heartbeat?.kind == .timeout)
    #expect(set.failsafeCurrent?.wanted == 6 && set.failsafeCurrent?.readBack?.address == 46)
  }

  @Test("codes may be the letters that registers spell")
  func letters() throws {
    func state(_ kind: String) -> String {
      "device d: charger {\nover modbus\nread state from holding 1201 as \(kind) {\n\"A\", \"E\": unplugged\n\"B1\": paused\n"
        + "\"C2\": charging\n}\nfailsafe: after 60s\n"
        + "set current to holding 86 as int16 in A   positive charging   range 6A..16A\nstop: set current 0A\n}"
    }
    let narrow = try #require(compile(state("uint16")).program?.descriptions.first?.charger)
    #expect(narrow.meanings[0x4100]?.kind == .unplugged && narrow.meanings[0x4332]?.kind == .charging)
    let wide = try #require(compile(state("uint32")).program?.descriptions.first?.charger)
    #expect(wide.meanings[0x4500_0000]?.kind == .unplugged && wide.meanings[0x4231_0000]?.kind == .paused)
    #expect(wide.state.number(in: [0x4231, 0]) == 0x4231_0000)
    #expect(compile(state("uint16").replacing("B1", with: "B1x")).marks == ["E0709 \"B1x\""])
    #expect(compile(state("uint32").replacing("B1", with: "Bä")).marks == ["E0709 \"Bä\""])
  }

  @Test("a meter is told nothing")
  func meter() {
    let line = "over modbus\nread grid from holding 1 as int16 in W   positive importing\n"
    #expect(compile("device d: meter {\n\(line)start: write holding 60 = 1\n}").marks.count == 1)
  }

  @Test("a site gives a charger its settings, and a meter is none")
  func site() {
    func marks(_ charger: String) -> [String] {
      compile("site \"home\" { timezone \"UTC\"   charger \(charger) }").marks
    }
    #expect(
      marks(#"evtec-bidipro at "a" { current 3A..16A   soc 10%..90%   connector 2   failsafe 60s required }"#)
        == [])
    #expect(marks(#"evtec-bidipro at "a" { connector 11 }"#) == ["E0306 11"])
    #expect(marks(#"evtec-bidipro at "a" { failsafe 601s }"#) == ["E0306 601s"])
    #expect(marks(#"evtec-bidipro at "a" { control keep }"#) == ["E0207 control"])
    #expect(marks(#"wallbox-quasar at "a" { control keep   failsafe 60s   unit 2 }"#) == [])
    #expect(marks(#"wallbox-quasar at "a" { connector 1 }"#) == ["E0207 connector"])
    #expect(marks(#"homewizard-p1 at "a""#) == ["E0319 homewizard-p1"])
    #expect(marks(#"wallbox at "a""#) == ["E0319 wallbox"])
  }
}
