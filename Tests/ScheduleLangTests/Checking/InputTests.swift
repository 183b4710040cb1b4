import ScheduleLang
import Testing

@Suite("Inputs")
struct InputTests {
  private func withInputs(_ inputs: String, _ rules: String, _ tests: String = "") -> Compilation {
    compile(
      """
      \(inputs)
      site "home" { timezone "UTC"   battery 52kWh   charger simulated { current 3A..16A }   meter simulated }
      schedule "s" {
      \(rules)
      }
      \(tests)
      """)
  }

  @Test("numbers and times stand wherever their kind is, and are made anew with other values")
  func substitution() throws {
    let compilation = withInputs(
      "input target = 80% in 50%..100%\ninput ready = 07:00\ninput limit = 10A in 3A..16A\nlet night = 00:30-ready",
      """
      during night, when soc < target: charge at limit to target by 2h before ready
      during ready-09:00: idle
      during cheapest 1h of ready-23:00: S2V
      otherwise: V2H
      """)
    #expect(compilation.marks.isEmpty)
    let schedule = try #require(compilation.program?.schedule)
    #expect(schedule.inputs.map(\.name) == ["target", "ready", "limit"])
    var values = InputValues()
    values["target"] = .quantity(Quantity(60, .percent))
    values["ready"] = .time(300)
    values["limit"] = .quantity(Quantity(6, .amperes))
    let made = try #require(schedule.maker).schedule(with: values)
    for (schedule, target, minute, current) in [(schedule, 80.0, 420, 10), (made, 60, 300, 6)] {
      let action = schedule.rules[0].action
      #expect(action.target == target)
      #expect(action.deadline == Deadline(minute: minute, offset: -7200))
      #expect(action.decision == Decision(.charge, current, current))
      #expect(schedule.conditions[0].kind == .compare(.soc, .less, target, slot: nil))
      guard case .during(let night) = schedule.rules[0].guards[0].kind,
        case .during(let morning) = schedule.rules[1].guards[0].kind,
        case .during(let ranked) = schedule.rules[2].guards[0].kind
      else {
        Issue.record("windows are missing")
        return
      }
      #expect(night[0].span == .daily(start: 30, end: minute))
      #expect(morning[0].span == .daily(start: minute, end: 540))
      guard case .ranked(let span) = ranked[0].span else {
        Issue.record("\(ranked)")
        return
      }
      #expect(span.start == minute)
    }
  }

  @Test(
    "what an input cannot be declared as has its reason",
    arguments: [
      ("input a = 80%", "E0201 80%"), ("input a = 80% in 90%..100%", "E0306 a"),
      ("input a = 80% in 90%..70%", "E0311 90%..70%"), ("input a = 50% in 0%..120%", "E0306 0%..120%"),
      ("input a = 10A in 3A..20kW", "E0304 20kW"), ("input a = 07:00 in 08:00..09:00", "E0306 a"),
      ("input a = 82.5% in 50%..100%", "E0306 a"), ("input a = blue", "E0201 blue"),
    ])
  func mistakes(text: String, mark: String) {
    #expect(withInputs(text, "otherwise: idle").marks == [mark])
  }

  @Test("what a site or a tariff is cannot be set, by whatever name")
  func fixed() {
    for site in ["battery size", "battery same", "tariff T"] {
      let compilation = compile(
        """
        input size = 52kWh in 10kWh..90kWh
        input dear = 30p in 10p..50p
        let same = size
        tariff T { day otherwise import dear }
        site { timezone "UTC"   \(site) }
        schedule "s" { otherwise: idle }
        """)
      let first = compilation.diagnostics.first { $0.severity == .error }
      #expect(first?.code == .wrongKind && first?.message.contains("stays as it is") == true, "\(site)")
    }
  }

  @Test("an end of a range with which a rule makes no sense is an error of the declaration")
  func uselessEnds() {
    let compilation = withInputs("input limit = 10A in 1A..16A", "otherwise: charge at limit")
    #expect(compilation.marks == ["E0306 limit"])
    #expect(compilation.diagnostics[0].message.contains("`limit` may be set to 1A"))
  }

  @Test("a value with which a window would be empty is refused, and nothing traps")
  func refused() throws {
    let compilation = withInputs("input ready = 07:00", "during 00:30-ready: charge\notherwise: idle")
    let maker = try #require(compilation.program?.schedule?.maker)
    var refused: [Int] = []
    for minute in 0...1440 {
      var values = InputValues()
      values["ready"] = .time(minute)
      do { _ = try maker.schedule(with: values) } catch { refused.append(minute) }
    }
    #expect(refused == [30])
  }

  @Test("tests give values of the right kind and within the range, and a misspelt reading is still one")
  func given() {
    let inputs = "input target = 80% in 50%..100%\ninput ready = 07:00"
    func marks(_ given: String) -> [String] {
      withInputs(
        inputs, "when soc < target: charge\nduring ready-12:00: idle\notherwise: idle",
        "test \"t\" {\n at 01:00, \(given): idle\n}"
      ).marks
    }
    #expect(marks("soc 50%, target 60%, ready 05:00").isEmpty)
    #expect(marks("soc 50%, target 40%") == ["E0306 target"])
    #expect(marks("soc 50%, target 10A") == ["E0306 target"])
    #expect(marks("soc 50%, ready on") == ["E0306 ready"])
    #expect(marks("soc 50%, target 60%, target 70%") == ["E0302 target"])
    #expect(marks("socc 50%") == ["E0201 socc"])
  }

  @Test(
    "values are read as they are written",
    arguments: [
      "on", "off", "80%", "16A", "3.6kW", "450W", "-2.5p", "07:00", "24:00", "90min", "2h", "45s", "5kWh",
    ])
  func text(text: String) {
    #expect(InputValue(text: text)?.description == text)
  }

  @Test(
    "what is no value is none",
    arguments: ["", "80", "%", "7", "1:2:3", "80% 90%", "--5p", "25:00", "idle", "\u{0}", "1e9%"])
  func noText(text: String) {
    let value = InputValue(text: text)
    if case .quantity(let quantity)? = value {
      #expect(quantity.unit == .none)
    } else {
      #expect(value == nil)
    }
  }
}
