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
