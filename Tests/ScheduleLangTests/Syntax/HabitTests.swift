import ScheduleLang
import Testing

/// What people type from other languages and from daily life, with the answer that they get.
@Suite("Habits")
struct HabitTests {
  /// A statement, what is marked in it and a part of the message that shows the right form.
  struct Case: Sendable, CustomTestStringConvertible {
    var statement: String
    var mark: String
    var answer: String

    init(_ statement: String, _ mark: String, _ answer: String) {
      (self.statement, self.mark, self.answer) = (statement, mark, answer)
    }

    var testDescription: String { statement }
  }

  @Test(
    "each gets one answer that shows the right form",
    arguments: [
      Case("when soc == 50%: charge", "E0108 ==", "`soc in 30%..50%`"),
      Case("when soc = 50%: charge", "E0108 =", "`soc in 30%..50%`"),
      Case("when soc != 50%: charge", "E0108 !=", "`not`"),
      Case("when soc <= 50% && home > 1kW: charge", "E0108 &&", "`and`"),
      Case("when soc <= 50% || home > 1kW: charge", "E0108 ||", "`or`"),
      Case("when !(soc <= 50%): charge", "E0108 !", "`not`"),
      Case("when soc ≤ 50%: charge", "E0108 ≤", "`<=`"),
      Case("when soc <= 50% -> charge", "E0108 ->", "`:`"),
      Case("during 5pm-19:00: charge", "E0107 5pm", "`17:00`"),
      Case("during 17:00-7:30pm: charge", "E0107 7:30pm", "`19:30`"),
      Case("during 5 pm-19:00: charge", "E0107 5 pm", "`17:00`"),
      Case("during 17:00-7.30 p.m.: charge", "E0107 7.30 p.m.", "`19:30`"),
      Case("during 12am-07:00: charge", "E0107 12am", "`00:00`"),
      Case("during 12:15pm-13:00: charge", "E0107 12:15pm", "`12:15`"),
      Case("during 13pm-19:00: charge", "E0107 13pm", "not a time of day"),
      Case("during 24h: charge", "E0107 24h", "`00:00-24:00`"),
      Case("during 16-19:00: charge", "E0107 16", "`16:00`"),
      Case("during 16:00-19h: charge", "E0107 19h", "`19:00`"),
      Case("during 22:00-6:00: charge", "E0107 6:00", "`06:00`"),
      Case("during 22.30-05:00: charge", "E0107 22.30", "`22:30`"),
      Case("during noon-13:00: charge", "E0107 noon", "`12:00`"),
      Case("during 22:00-Midnight: charge", "E0107 Midnight", "`00:00`"),
      Case("from 22:00-05:00: charge", "E0205 from", "`during`"),
      Case("during 22:00 and 05:00: charge", "E0201 and", "`-`"),
      Case("at 22:00: charge", "E0205 at", "`during 22:00-22:30`"),
      Case("after 22:00: charge", "E0205 after", "`during 22:00-24:00`"),
      Case("during 2200-0500: charge", "E0107 2200-0500", "`22:00-05:00`"),
      Case("during 22:00..05:00: charge", "E0201 ..", "`-`"),
      Case("during 22:00 to 05:00: charge", "E0201 to", "`-`"),
      Case("during 22:00–05:00: charge", "E0108 –", "`-`"),
      Case("during 22:00: charge", "E0201 22:00", "needs an end"),
      Case("during weekends: charge", "E0201 weekends", "`on`"),
      Case("during Flux cheap when soc < 50%: charge", "E0201 ", "commas"),
      Case("on Mon-Fr: charge", "E0205 Fr", "`Fri`"),
      Case("on Mon..Fri: charge", "E0201 ..", "`-`"),
      Case("on weekday: charge", "E0205 weekday", "`weekdays`"),
      Case("on Saturday: charge", "E0205 Saturday", "`Sat`"),
      Case("on week days: charge", "E0205 week days", "`weekdays`"),
      Case("on the weekend: charge", "E0205 the weekend", "`weekends`"),
      Case("on September: charge", "E0205 September", "`Sep`"),
      Case("on 22:00-05:00: charge", "E0201 22:00", "`during`"),
      Case("on 24.12.2026: charge", "E0106 24.12.2026", "`2026-12-24`"),
      Case("on 2026/12/24: charge", "E0106 2026/12/24", "`2026-12-24`"),
      Case("on 2026-12-24-2026-12-26: charge", "E0201 -", "`..`"),
      Case("weekdays: charge", "E0205 weekdays", "`on`"),
      Case("when soc <= 80 %: charge", "E0109  ", "`80%`"),
      Case("when soc <= 80 percent: charge", "E0109  ", "`80%`"),
      Case("when home > 2 kw: charge", "E0109  ", "`2kW`"),
      Case("when soc <= 80: charge", "E0305 80", "`80%`"),
      Case("when soc > 0.3: charge", "E0305 0.3", "did you mean `30%`?"),
      Case("when soc > 0.07: charge", "E0305 0.07", "did you mean `7%`?"),
      Case("when home > 1,5kW: charge", "E0108 1,5kW", "`1.5kW`"),
      Case("when home > 0,250 kW: charge", "E0108 0,250 kW", "`0.250kW`"),
      Case("when home > 1,500W: charge", "E0108 1,500W", "`1500W`"),
      Case("when soc is unknown: charge", "E0205 is", "`soc unknown`"),
      Case("when soc below 30%: charge", "E0205 below", "`<`"),
      Case("when battery < 30%: charge", "E0205 battery", "`soc`"),
      Case("when soc unknwon: charge", "E0201 unknwon", "`unknown`"),
      Case("on daily excpt Sat: charge", "E0201 excpt", "`except`"),
      Case("when soc < 20% an home > 1kW: charge", "E0201 an", "did you mean `and`?"),
      Case("when soc < 20%: S2V at mots 6A", "E0201 mots", "`most`"),
      Case("during cheepest 2h of 00:00-07:00: charge", "E0201 cheepest", "`cheapest`"),
      Case("when soc between 20% and 30%: charge", "E0205 between 20% and 30%", "`soc in 20%..30%`"),
      Case("when soc between 20%-30%: charge", "E0205 between 20%-30%", "`soc in 20%..30%`"),
      Case("when price < 5p: charge", "E0301 price", "`import price`"),
      Case("when soc < 30%: charge;", "E0102 ;", "without `;`"),
      Case("when soc < 30%: charge at 16", "E0305 16", "`16A`"),
      Case("when soc < 30%: charge at 16 A", "E0109  ", "`16A`"),
      Case("when soc < 30%: charge at 16amps", "E0105 16amps", "`16A`"),
      Case("when soc < 30%: charge 16A", "E0201 16A", "`at 10A`"),
      Case("when soc in 20%-30%: charge", "E0201 -", "`..`"),
      Case("charge when soc < 30%", "E0201 charge", "guards come first"),
      Case("never export", "E0205 export", "`never V2G`"),
      Case("never discharge when soc < 20%", "E0201 ", "commas"),
      Case("never discharge below 20%", "E0201 below", "`never discharge, when soc <= 20%`"),
      Case("keep 20%", "E0205 keep", "`reserve 20%`"),
      Case("charge until 80%", "E0205 until", "`to 80%`"),
      Case("charge up to 80%", "E0205 up to", "`to 80%`"),
      Case("never import", "E0205 import", "`never charge`"),
      Case("// at night", "E0102 //", "`#`"),
      Case("/* at night: */ when soc < 30%: charge", "E0102 /*", "`#`"),
      Case("when soc < 30%: off", "E0205 off", "`idle`"),
      Case("when soc < 30%: discharge", "E0205 discharge", "`V2H`"),
      Case("if soc <= 30%: charge", "E0205 if", "`when`"),
      Case("else: charge", "E0205 else", "`otherwise`"),
      Case("when soc <= 30% then charge", "E0205 then", "`:`"),
      Case("when soc <= 30% charge", "E0202 ", "`:`"),
      Case("otherwise charge", "E0202 ", "`:`"),
      Case("when soc <= 30%\ncharge", "E0202 ", "`:`"),
      Case("on weekdays, charge", "E0202 ,", "`:`"),
      Case("during 01:00-02:00, charge", "E0202 ,", "`:`"),
      Case("when soc <= 30%: { charge to 50% }", "E0201 :", "without a `:`"),
    ])
  func answers(habit: Case) throws {
    let compilation = compileRules(habit.statement)
    #expect(compilation.marks == [habit.mark])
    let diagnostic = try #require(compilation.diagnostics.first)
    #expect(diagnostic.message.contains(habit.answer))
  }

  @Test("a `{` on the next line, and names without their quotes")
  func heads() {
    #expect(compile("schedule \"a\"\n{\n  otherwise: idle\n}").marks == ["E0201 {"])
    #expect(compile("schedule a {\n  otherwise: idel\n}").marks == ["E0201 a", "E0301 idel"])
    #expect(compile("schedule {\n  otherwise: idel\n}").marks == ["E0201 ", "E0301 idel"])
    #expect(compile("shedule \"a\" {\n  otherwise: idel\n}").marks == ["E0201 shedule", "E0301 idel"])
    #expect(compile("schedule “a” {\n  otherwise: idel\n}").marks == ["E0108 “a”", "E0301 idel"])
    #expect(compile("schedule 'a' {\n  otherwise: idel\n}").marks == ["E0108 'a'", "E0301 idel"])
    #expect(compile("use home.evs", using: ["home.evs": ""]).marks == ["E0201 home.evs"])
    #expect(compile("site { timezone Europe/London }").marks == ["E0201 Europe/London"])
    #expect(compile("include \"home.evs\"", using: ["home.evs": ""]).marks == ["E0205 include"])
    #expect(compile("let night: 23:00-05:00").marks == ["E0201 :"])
  }

  @Test(
    "what is certainly meant is written by the fixes",
    arguments: [
      ("during 5 pm-7pm: V2G", "during 17:00-19:00: V2G"),
      ("during 5-7 pm: V2G", "during 17:00-19:00: V2G"),
      ("during 10-2pm: V2G", "during 10:00-14:00: V2G"),
      ("during 11pm-6.30am: charge", "during 23:00-06:30: charge"),
      ("if soc < 30% then charge", "when soc < 30%: charge"),
      ("charge if soc < 30%", "when soc < 30%: charge"),
      ("charge to 80%, during 01:00-02:00, on Sat", "during 01:00-02:00, on Sat: charge to 80%"),
      ("otherwise: S2V /// sun", "otherwise: S2V # sun"),
      ("never export, during 16:00-19:00", "never V2G, during 16:00-19:00"),
      ("when soc < 5,5%: S2V 6A-10A", "when soc < 5.5%: S2V 6A..10A"),
      ("on week ends, charge", "on weekends: charge"),
      ("charge between 10 pm and 6am", "during 22:00-06:00: charge"),
      ("from noon to 2pm: charge up to 80 percent", "during 12:00-14:00: charge to 80%"),
      ("never discharge if soc < 20 %", "never discharge, when soc < 20%"),
    ])
  func fixed(statement: String, meant: String) throws {
    #expect(try text(fixing: statement) == meant)
  }

  @Test(
    "what could mean several things is left to its author",
    arguments: [
      "when soc > 0.3: charge", "when home > 1,500W: charge", "never import", "during 13pm-19:00: idle",
    ])
  func leftAlone(statement: String) throws { #expect(try text(fixing: statement) == statement) }

  /// The statement after all first fixes, a round at a time.
  private func text(fixing statement: String) throws -> String {
    let frame = (head: "schedule \"test\" {\n", tail: "\n}")
    var source = SourceFile(path: "test.evs", bytes: Array((frame.head + statement + frame.tail).utf8))
    for _ in 0..<10 {
      let diagnostics = compile(String(decoding: source.bytes, as: UTF8.self)).diagnostics
      guard let next = Fixing.applyCertainFixes(of: diagnostics, to: source) else { break }
      source = next
    }
    let text = String(decoding: source.bytes, as: UTF8.self)
    return String(text.dropFirst(frame.head.count).dropLast(frame.tail.count))
  }

  @Test(
    "a site's settings",
    arguments: [
      ("battery 52,5kWh", "E0108 52,5kWh", "52.5kWh"),
      ("tariff \"Go\"", "E0201 \"Go\"", "Go"), ("tariff \"Octopus Go\"", "E0301 \"Octopus Go\"", "Go"),
      ("tariff Intelligent Octopus Go battery 52kWh", "E0301 Intelligent Octopus Go", "IntelligentGo"),
      ("import tariff \"Agile Octopus\"", "E0301 \"Agile Octopus\"", "Agile"),
      ("timezone \"London\"", "E0316 \"London\"", "\"Europe/London\""),
      ("timezone \"europe/berlin\"", "E0316 \"europe/berlin\"", "\"Europe/Berlin\""),
      ("timezone \"BST\"", "E0316 \"BST\"", "\"Europe/London\""),
      ("charger simulated { current 3A-16A }", "E0201 -", ".."),
    ])
  func settings(setting: String, mark: String, meant: String) throws {
    let zone = setting.hasPrefix("timezone") ? "" : "timezone \"UTC\" "
    let compilation = compile("site { \(zone)\(setting) }")
    #expect(compilation.marks == [mark])
    #expect(compilation.diagnostics.first?.fixes.first?.edits.map(\.text) == [meant])
  }

  @Test("an address without quotes keeps its slashes, a city that no zone has gets no suggestion")
  func noHabits() {
    let address = compile("site { timezone \"UTC\" record csv to http://localhost:8086 }")
    #expect(address.marks == ["E0201 http://localhost:8086"])
    #expect(compile("site { timezone \"Atlantis\" }").diagnostics.first?.fixes.isEmpty == true)
    #expect(
      compile("if soc < 30% then charge").diagnostics.first?.message.contains("inside a schedule") == true)
  }

  @Test(
    "names and keywords that are nearly right",
    arguments: [
      ("durring Flux cheap: charge", "E0201 durring", "during"),
      ("otherwhise: charge", "E0201 otherwhise", "otherwise"),
      ("during Flxu cheap: charge", "E0301 Flxu", "Flux"),
      ("during Flux chaep: charge", "E0301 chaep", "cheap"),
      ("otherwise: chrage", "E0301 chrage", "charge"), ("otherwise: sv2", "E0301 sv2", "S2V"),
      ("when sox < 5%: charge", "E0201 sox", "soc"),
      ("when exportng > 1kW: S2V", "E0201 exportng", "exporting"),
      ("never dischrge", "E0201 dischrge", "discharge"),
      ("on Sat: charge too 80%", "E0201 too", "to"), ("during 01:00-02:00 no Sat: charge", "E0201 no", "on"),
      ("otherwise: S2V + V2", "E0201 V2", "V2H"),
      ("when soc == 50%: charge", "E0108 ==", "in 50%..50%"),
      ("when soc=50%: charge", "E0108 =", " in 50%..50%"), ("on Mno: charge", "E0301 Mno", "Mon"),
    ])
  func suggestions(statement: String, mark: String, meant: String) throws {
    let compilation = compileRules(statement)
    #expect(compilation.marks == [mark])
    let fix = try #require(compilation.diagnostics.first?.fixes.first)
    #expect(fix.edits.map(\.text) == [meant])
  }

  @Test("names that habits share stand for what they are declared as")
  func declared() {
    let rules = "keep\nafter to 20%\nduring noon, noon on Sat: V2H\notherwise: keep"
    let names = "let keep = charge to 53%\nlet noon = 12:00-14:00\nlet after = charge\n"
    #expect(compile("\(names)schedule \"a\" {\n\(rules)\n}").program != nil)
  }

  @Test("a period without its tariff names the tariffs that have it")
  func periodAlone() throws {
    let compilation = compileRules("during peak: V2G")
    #expect(compilation.marks == ["E0301 peak"])
    #expect(compilation.diagnostics.first?.notes.first?.contains("`Flux peak`") == true)
    #expect(compilation.diagnostics.first?.fixes.isEmpty == true)
    let atSite = compile(
      "site { timezone \"UTC\" tariff Flux }\nschedule \"a\" { during peak: V2G }")
    #expect(atSite.diagnostics.first?.fixes.first?.edits.map(\.text) == ["Flux peak"])
  }
}
