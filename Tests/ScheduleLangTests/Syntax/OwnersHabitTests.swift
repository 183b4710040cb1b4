import ScheduleLang
import Testing

/// What owners write from daily life where the language says something else, with the answer that they get and what
/// `--fix` makes of it: nothing where it could mean several things.
@Suite("Owners' habits")
struct OwnersHabitTests {
  /// A statement, what is marked in it, a part of the first message, and the statement after the certain fixes.
  struct Case: Sendable, CustomTestStringConvertible {
    var statement: String
    var marks: [String]
    var answer: String
    var fixed: String?

    init(_ statement: String, _ marks: [String], _ answer: String, _ fixed: String?) {
      (self.statement, self.marks, self.answer, self.fixed) = (statement, marks, answer, fixed)
    }

    var testDescription: String { statement }
  }

  private static let head = """
    let holidays = 2026-12-25
    site { timezone "Europe/London" battery 52kWh tariff Flux charger simulated meter simulated }
    schedule "test" {

    """

  @Test(
    "each is answered at its place with the right form",
    arguments: [
      Case("charge until 07:00", ["E0205 until"], "`charge to 80% by 07:00`", nil),
      Case("charge to 80% before 07:00", ["E0205 before"], "`by 07:00`", "charge to 80% by 07:00"),
      Case("charge to 80% until 07:00", ["E0205 until"], "`by 07:00`", nil),
      Case("charge to 80% at 07:00", ["E0205 at"], "`by 07:00`", nil),
      Case("never at 10A", ["E0205 at"], "`never over 10A`", nil),
      Case("never above 10A", ["E0205 above"], "`never over 10A`", "never over 10A"),
      Case("never more than 10A", ["E0205 more than"], "`never over 10A`", "never over 10A"),
      Case("never below 20%", ["E0205 below"], "`reserve 20%`", nil),
      Case("never V2H", ["E0205 V2H"], "`never discharge`", nil),
      Case("when import price < £0.15: charge", ["E0105 £0.15"], "`15p`", "when import price < 15p: charge"),
      Case(
        "when import price < 0.15 GBP: charge", ["E0105 0.15 GBP"], "`15p`", "when import price < 15p: charge"
      ),
      Case("when import price < 0.15: charge", ["E0305 0.15"], "needs a unit", nil),
      Case(
        "when import price < 15p/kWh: charge", ["E0105 /kWh"], "a price is that of a kWh",
        "when import price < 15p: charge"),
      Case("discharge to 30%", ["E0205 discharge"], "`V2G to 30%`", nil),
      Case("when soc > 50%: discharge to 30%", ["E0205 discharge"], "`V2H to 30%`", nil),
      Case(
        "during 01:00-02:00: charge to 80% at 10A", ["E0201 at 10A"], "before the target",
        "during 01:00-02:00: charge at 10A to 80%"),
      Case(
        "during 01:00-02:00: S2V to 80% at most 10A", ["E0201 at most 10A"], "before the target",
        "during 01:00-02:00: S2V at most 10A to 80%"),
      Case(
        "charge to 80% by 07:00 at 10A", ["E0201 at 10A"], "before the target",
        "charge at 10A to 80% by 07:00"),
      Case("on Sat, holidays: charge", ["E0201 holidays"], "another guard", "on (Sat, holidays): charge"),
      Case("during cheapest 4 of 23:00-07:00: charge", ["E0305 4"], "needs a unit", nil),
      Case(
        "during cheapest 4 half hours of 23:00-07:00: charge", ["E0205 4 half hours"], "`2h`",
        "during cheapest 2h of 23:00-07:00: charge"),
      Case(
        "during cheapest 3 slots of 23:00-07:00: charge", ["E0205 3 slots"], "`90min`",
        "during cheapest 90min of 23:00-07:00: charge"),
      Case(
        "during the cheapest 2h of 23:00-07:00: charge", ["E0205 the"], "not needed",
        "during cheapest 2h of 23:00-07:00: charge"),
      Case(
        "during cheapest 2h in 23:00-07:00: charge", ["E0205 in"], "`cheapest 2h of 00:00-07:00`",
        "during cheapest 2h of 23:00-07:00: charge"),
      Case("when soc < 30% => charge", ["E0205 =>"], "`:`", "when soc < 30%: charge"),
      Case("when soc < 30%: charge 80%", ["E0201 80%"], "`to 80%`", "when soc < 30%: charge to 80%"),
      Case("else if soc < 50%: charge", ["E0205 else if"], "`when`", "when soc < 50%: charge"),
      Case("unless soc < 30% or home > 1kW: V2H", ["E0205 unless"], "`when not`", nil),
      Case("when solar: S2V", ["E0205 :"], "`solar > 500W`", nil),
      Case("when import price negative: charge", ["E0205 negative"], "`import price < 0p`", nil),
      Case("when plugged: charge", ["E0205 plugged"], "`plugged in`", "when plugged in: charge"),
      Case("when plugged_in: charge", ["E0205 plugged_in"], "`plugged in`", "when plugged in: charge"),
      Case("when car connected: charge", ["E0205 car"], "`plugged in`", nil),
      Case("charge at night", ["E0205 night"], "`during 22:00-05:00: charge`", nil),
      Case("charge at 22:00", ["E0205 22:00"], "`during 22:00-05:00: charge`", nil),
      Case("charge fully", ["E0205 fully"], "`charge to 100%`", nil),
      Case("charge slowly", ["E0205 slowly"], "`charge at 6A`", nil),
      Case(
        "during 00:30-05:30 weekdays: charge", ["E0201 weekdays"], "`on`",
        "during 00:30-05:30 on weekdays: charge"),
      Case("on Mon to Fri: charge", ["E0205 to"], "`-`", "on Mon-Fri: charge"),
      Case("on Mon & Tue: charge", ["E0205 &"], "commas", "on Mon, Tue: charge"),
      Case("on Mon and Tue: charge", ["E0205 and"], "commas", "on Mon, Tue: charge"),
      Case("on Fri night: charge", ["E0205 night"], "`during 22:00-05:00 on Fri`", nil),
      Case(
        "on 25th December 2026: charge", ["E0106 25th December 2026"], "`2026-12-25`", "on 2026-12-25: charge"
      ),
      Case("on Dec 25: charge", ["E0106 Dec 25"], "with its year", nil),
      Case("reserve: 20%", ["E0201 :"], "without `:`", "reserve 20%"),
      Case("reserve soc 20%", ["E0205 soc"], "not needed", "reserve 20%"),
      Case("max 80%", ["E0205 max"], "`charge to 80%`", nil),
      Case("target 80% by 07:00", ["E0205 target"], "`charge to 80% by 07:00`", nil),
      Case("don't discharge", ["E0205 don"], "`never discharge`", nil),
      Case("no discharge during 16:00-19:00", ["E0205 no"], "`never discharge`", nil),
      Case("stop at 80%", ["E0205 stop"], "`charge to 80% then idle`", nil),
      Case("every night: charge", ["E0205 every"], "`during 22:00-05:00`", nil),
      Case("until 05:00: charge", ["E0205 until"], "`during 00:00-05:00`", nil),
      Case("night = 23:00-07:00", ["E0205 night"], "`let night = …`", nil),
      Case("charge to 80% and then S2V", ["E0205 and"], "not needed", "charge to 80% then S2V"),
      Case("charge to 80% else idle", ["E0205 else"], "`then`", nil),
      Case("otherwise: S2V and V2H", ["E0205 and"], "`S2V + V2H`", "otherwise: S2V + V2H"),
      Case("otherwise: S2V/V2H", ["E0108 /"], "`S2V + V2H`", "otherwise: S2V + V2H"),
      Case("otherwise: S2V + V2G", ["E0201 V2G"], "`+` joins", nil),
      Case("otherwise: do nothing", ["E0205 do nothing"], "`idle`", "otherwise: idle"),
      Case("otherwise: S2V max 10A", ["E0205 max"], "`at most`", "otherwise: S2V at most 10A"),
      Case("otherwise: charge max 10A", ["E0205 max"], "`at`", "otherwise: charge at 10A"),
      Case("otherwise: charge @10A", ["E0108 @"], "`at 10A`", "otherwise: charge at 10A"),
      Case("otherwise: V2H only", ["E0205 only"], "not needed", "otherwise: V2H "),
      Case("otherwise: V2X", ["E0301 V2X"], "`V2X`", nil),
      Case("otherwise: eco", ["E0205 eco"], "`S2V` or `V2H`", nil),
      Case("when soc > 20% and < 80%: S2V", ["E0205 <"], "`soc`", "when soc > 20% and soc < 80%: S2V"),
      Case("when 20% < soc: S2V", ["E0205 20%"], "`soc > 20%`", nil),
      Case("when soc is low: charge", ["E0205 is", "E0205 low"], "", nil),
      Case("when Flux cheap: charge", ["E0205 Flux"], "`during Flux cheap`", nil),
      Case("when tariff cheap: charge", ["E0205 tariff"], "`during Flux cheap`", nil),
      Case("when time > 22:00: charge", ["E0205 time"], "`during 22:00-24:00`", nil),
      Case("when 22:00-05:00: charge", ["E0205 22:00"], "`during`", nil),
      Case("when weekday: charge", ["E0205 weekday"], "`on weekdays`", nil),
      Case(
        "when soc < 30% during 5min: charge", ["E0205 during"], "`for 5min`",
        "when soc < 30% for 5min: charge"),
      Case("during 5-7: V2H", ["E0107 5", "E0107 7"], "", nil),
      Case("during 16-19: V2H", ["E0107 16", "E0107 19"], "", "during 16:00-19:00: V2H"),
      Case(
        "during 2026-12-24 18:00-20:00: charge", ["E0201 2026-12-24 18:00-20:00"],
        "`2026-12-24 18:00..2026-12-24 20:00`", "during 2026-12-24 18:00..2026-12-24 20:00: charge"),
      Case(
        "during 2026-12-24T18:00..2026-12-25T20:00: charge",
        ["E0106 2026-12-24T18:00", "E0106 2026-12-25T20:00"], "",
        "during 2026-12-24 18:00..2026-12-25 20:00: charge"),
      Case(
        "when soc < 30%: charge; when soc > 80%: V2H", ["E0102 ;"], "without `;`",
        "when soc < 30%: charge\n when soc > 80%: V2H"),
      Case("charge until 80%", ["E0205 until"], "`to 80%`", "charge to 80%"),
      Case("charge to full by 07:00", ["E0301 full"], "`full`", nil),
    ])
  func habit(_ habit: Case) throws {
    let text = "\(Self.head)\(habit.statement)\n}\n"
    let errors = compile(text).diagnostics.filter { $0.severity == .error }
    let source = SourceFile(path: "test.evs", bytes: Array(text.utf8))
    #expect(errors.map { "\($0.code.rawValue) \(source.text($0.range))" } == habit.marks)
    let first = try #require(errors.first)
    #expect(habit.answer.isEmpty || first.message.contains(habit.answer), "\(first.message)")
    var fixed = FixedText(source)
    for _ in 0..<10 {
      guard fixed.apply(compile(String(decoding: fixed.source.bytes, as: UTF8.self)).diagnostics) else {
        break
      }
    }
    let result = String(decoding: fixed.source.bytes, as: UTF8.self)
    let statement = result.dropFirst(Self.head.count).dropLast(3)
    guard let meant = habit.fixed else {
      // What is half mended would read as if it were understood.
      if habit.marks.count == 1 { #expect(statement == habit.statement) }
      return
    }
    #expect(statement == meant)
    #expect(!compile(result).diagnostics.contains { $0.severity == .error })
  }

  @Test("settings as other formats write them")
  func settings() {
    let marks = compile(
      "site {\n timezone: \"Europe/London\"\n battery = 52kWh\n grid import limit: 60A\n charger: simulated { current: 3A..16A }\n meter simulated\n}"
    ).marks
    #expect(marks == ["E0201 :", "E0201 =", "E0201 :", "E0201 :", "E0201 :"])
  }

  @Test("names are declared outside of schedules")
  func declaredInside() {
    let inside = compile("schedule \"x\" {\n    let night = 23:00-07:00\n    during night: charge\n}")
    #expect(inside.marks.first == "E0205 let")
    let open = compile("schedule \"x\" {\n    otherwise: idle\nlet night = 23:00-07:00\n")
    #expect(open.marks.contains("E0203 {"))
  }
}
