import ScheduleLang
import ScheduleSupport
import Testing

@testable import Insights
@testable import Runtime

/// What the analyses find in small schedules, and that they no longer find it once it is mended.
@Suite("Analyses")
struct AnalysisTests {
  private static let today = CivilDate(dayNumber: 20_780)  // Monday 2026-11-23.

  /// A schedule's body that shows a finding, and one that does not.
  struct Example: Sendable, CustomTestStringConvertible {
    var code: DiagnosticCode
    var failing: String
    var mended: String
    var site = ""
    var after = ""

    var testDescription: String { "\(code.rawValue) \(code.name)" }
  }

  private static func diagnostics(_ body: String, _ example: Example) throws -> [Diagnostic] {
    let compiled = try CompiledText.schedule(body, site: example.site, after: example.after)
    let analyses = Analysis(compiled.subject, tests: compiled.program.tests, today: today).diagnostics()
    return compiled.compilation.applyingAllowances(to: analyses)
  }

  static let examples = [
    Example(
      code: .uncoveredTime, failing: "during 02:00-19:00: S2V\nwhen soc >= 50%: S2V",
      mended: "during 02:00-19:00: S2V\nwhen soc >= 50%: S2V\notherwise: idle"),
    Example(
      code: .uncoveredTime, failing: "when home > 1kW: S2V\nwhen home <= 1kW: charge",
      mended: "when home > 1kW: S2V\nwhen home <= 1kW: charge\nwhen home unknown: S2V"),
    Example(
      code: .unreachableRule,
      failing: "during 16:00-19:00: S2V\nduring 17:00-18:00, when soc <= 20%: charge\notherwise: S2V",
      mended: "during 17:00-18:00, when soc <= 20%: charge\nduring 16:00-19:00: S2V\notherwise: S2V"),
    Example(
      code: .unreachableRule, failing: "when soc >= 50%, when soc < 50%: charge\notherwise: S2V",
      mended: "when soc >= 50%, when soc < 60%: charge\notherwise: S2V"),
    Example(
      code: .unreachableRule,
      failing: "when home > 1kW: S2V\nwhen not home > 1kW: idle\nwhen home unknown: charge\notherwise: S2V",
      mended: "when home > 1kW: S2V\nwhen not home > 1kW: idle\notherwise: charge"),
    Example(
      code: .powerlessRule,
      failing: "never charge, during 16:00-19:00\nduring 17:00-18:00: charge\notherwise: S2V",
      mended: "never charge, during 16:00-19:00\nduring 17:00-20:00: charge\notherwise: S2V"),
    Example(
      code: .powerlessRule, failing: "when soc <= 5%: V2H\notherwise: S2V",
      mended: "when soc <= 6%: V2H\notherwise: S2V"),
    Example(
      code: .powerlessRule, failing: "reserve 30%\nwhen soc <= 20%: V2G\notherwise: S2V",
      mended: "reserve 10%\nwhen soc <= 20%: V2G\notherwise: S2V"),
    Example(
      code: .unansweredUnknown, failing: "during 02:00-05:00: charge to 90%\notherwise: idle",
      mended: "when soc unknown: charge at 3A\nduring 02:00-05:00: charge to 90%\notherwise: idle"),
    Example(
      code: .unguardedUnknown, failing: "when soc <= 20%: idle\nduring 16:00-19:00: V2G\notherwise: S2V",
      mended: "when soc unknown: charge at 3A\nwhen soc <= 20%: idle\nduring 16:00-19:00: V2G\notherwise: S2V"
    ),
    Example(
      code: .unguardedUnknown, failing: "when soc <= 20%: idle\nduring 16:00-19:00: V2G\notherwise: S2V",
      mended: "reserve 20%\nduring 16:00-19:00: V2G\notherwise: S2V"),
    Example(
      code: .pastRule, failing: "on 2025-12-24..2026-01-02: idle\notherwise: S2V",
      mended: "on 2026-12-24..2027-01-02: idle\notherwise: S2V"),
    Example(
      code: .pastRule, failing: "during 2026-11-20 18:00..2026-11-22 20:00: idle\notherwise: S2V",
      mended: "during 2026-11-20 18:00..2026-11-23 20:00: idle\notherwise: S2V"),
    Example(
      code: .unusedTariff, failing: "during 02:00-05:00: charge\notherwise: S2V",
      mended: "during Go cheap: charge\notherwise: S2V", site: "tariff Go"),
    Example(
      code: .daysOnLastWindow, failing: "during 07:00-09:00, 17:00-19:00 on weekdays: idle\notherwise: S2V",
      mended: "during (07:00-09:00, 17:00-19:00) on weekdays: idle\notherwise: S2V"),
    Example(
      code: .targetOutsideCharger, failing: "during 02:00-05:00: charge to 100%\notherwise: S2V",
      mended: "during 02:00-05:00: charge to 97%\notherwise: S2V"),
    Example(
      code: .overrunTarget,
      failing: "during 02:00-05:00: charge to 60%\nduring 01:00-06:00: charge at 6A\notherwise: S2V",
      mended: "during 02:00-05:00: charge to 60% then idle\nduring 01:00-06:00: charge at 6A\notherwise: S2V"),
    Example(
      code: .overrunTarget, failing: "during 02:00-05:00: charge to 60%\notherwise: S2V + V2H",
      mended: "during 02:00-05:00: charge to 60% then S2V\notherwise: S2V + V2H"),
    Example(
      code: .oscillation, failing: "when soc <= 30%: charge\nwhen soc > 30%: V2G\notherwise: S2V",
      mended: "when soc <= 30%: charge\nwhen soc > 40%: V2G\notherwise: S2V"),
    Example(
      code: .oscillation, failing: "when soc <= 30%: charge\nwhen soc > 30%: V2G\notherwise: S2V",
      mended: "hysteresis 3%\nwhen soc <= 30%: charge\nwhen soc > 30%: V2G\notherwise: S2V"),
    Example(
      code: .failedProof, failing: "prove never V2G, when soc <= 20%\nwhen soc > 19%: V2G\notherwise: S2V",
      mended: "prove never V2G, when soc <= 20%\nwhen soc > 20%: V2G\notherwise: S2V"),
    Example(
      code: .failedProof, failing: "when soc < 49%: charge\notherwise: S2V",
      mended: "when soc < 50%: charge\notherwise: S2V",
      after: "prove charge, during Flux cheap, when soc < 50%"),
    Example(
      code: .failedProof, failing: "prove never discharge, on 2026-12-25\notherwise: V2H",
      mended: "prove never discharge, on 2026-12-25\nnever discharge, on 2026-12-25\notherwise: V2H"),
    Example(
      code: .failedProof,
      failing: "prove never charge, when home > 3kW\nwhen home unknown: S2V\notherwise: charge",
      mended: "prove never charge, when home > 3kW\nwhen home > 2kW: V2H\notherwise: charge"),
    Example(
      code: .swallowedWindow, failing: "during 01:15-01:45: charge\notherwise: S2V",
      mended: "during 00:45-01:45: charge\notherwise: S2V"),
    Example(
      code: .doubledWindow, failing: "during 01:00-02:00 on Sun: charge\notherwise: S2V",
      mended: "during 01:00-02:00 on Mon: charge\notherwise: S2V"),
    Example(
      code: .calendarDayGuard, failing: "on Fri, during 22:00-05:00: charge\notherwise: S2V",
      mended: "during 22:00-05:00 on Fri: charge\notherwise: S2V"),
    Example(
      code: .earlyWindow, failing: "during Go cheap on Fri: charge\notherwise: S2V",
      mended: "during IntelligentGo cheap on Fri: charge\notherwise: S2V"),
    Example(
      code: .exceptedEvening,
      failing: "during 23:00-07:00 on daily except 2026-12-25: charge\notherwise: S2V",
      mended:
        "during (23:00-24:00, 00:00-07:00), on daily except 2026-12-25: charge\notherwise: S2V"
    ),
    Example(
      code: .exceptedEvening,
      failing: "during 23:00-07:00 on daily except holidays: charge\notherwise: S2V",
      mended: "during 23:00-07:00 on daily except 2026-12-24..2027-01-02: charge\notherwise: S2V",
      after: "let holidays = 2026-12-25, 2026-12-26"),
    Example(
      code: .targetOutsideCharger,
      failing: "reserve 20%\nwhen soc unknown: charge\nV2G to 10%\notherwise: S2V",
      mended: "reserve 20%\nwhen soc unknown: charge\nV2G to 20%\notherwise: S2V"),
    Example(
      code: .earlyWindow, failing: "on Fri, during Go cheap: charge\notherwise: S2V",
      mended: "on Sat, during 00:30-05:30: charge\notherwise: S2V"),
    Example(
      code: .powerlessRule, failing: "when soc > 60%: V2G\notherwise: S2V",
      mended: "when soc > 60%: V2H\notherwise: S2V", site: "grid export limit 0W"),
    Example(
      code: .powerlessRule, failing: "when soc < 60%: charge\notherwise: S2V",
      mended: "otherwise: S2V", site: "grid import limit 0W"),
    Example(
      code: .unsuppliedReading, failing: "when export price > 10p: V2G\notherwise: S2V",
      mended: "when import price > 10p: V2G\notherwise: S2V", site: "tariff Mine",
      after: "tariff Mine { day 00:00-24:00 import 12p }"),
    Example(
      code: .impossibleTarget,
      failing: "when soc <= 20%, during 00:30-01:00: charge to 80% by 07:00\notherwise: S2V",
      mended: "during 23:00-07:00: charge to 80% by 07:00\notherwise: S2V"),
    Example(
      code: .unreachedTarget, failing: "when soc <= 30%: charge to 80%\notherwise: S2V",
      mended: "charge to 80%\notherwise: S2V"),
    Example(
      code: .tightDeadline, failing: "during 02:00-05:00: charge to 80% by 07:00\notherwise: S2V",
      mended: "during 13:00-07:00: charge to 80% by 07:00\notherwise: S2V"),
    Example(
      code: .reserveGap,
      failing:
        "never discharge, on Nov-Mar, when soc <= 40%\nnever discharge, on Apr-Sep, when soc <= 20%\notherwise: V2H",
      mended:
        "never discharge, on Nov-Mar, when soc <= 40%\nnever discharge, on Apr-Oct, when soc <= 20%\notherwise: V2H"
    ),
  ]

  @Test("each finding is made, and is gone once mended", arguments: examples)
  func example(_ example: Example) throws {
    let failing = try Self.diagnostics(example.failing, example)
    let finding = failing.first { $0.code == example.code }
    #expect(finding != nil, "found only \(failing.map(\.code.name))")
    let mended = try Self.diagnostics(example.mended, example)
    #expect(!mended.contains { $0.code == example.code }, "\(mended.filter { $0.code == example.code })")
  }

  private static func first(_ code: DiagnosticCode, _ body: String) throws -> Diagnostic {
    let found = try diagnostics(body, Example(code: code, failing: body, mended: ""))
    return try #require(found.first { $0.code == code })
  }

  @Test("a repeated test row names the other one")
  func repeatedTest() throws {
    let example = Example(
      code: .repeatedTest, failing: "", mended: "",
      after: "test \"a\" {\n at 12:00, soc 50%: S2V\n at 12:00, soc 50%: S2V\n at 12:00, soc 51%: S2V\n}")
    let found = try Self.diagnostics("otherwise: S2V", example)
    #expect(found.map(\.code) == [.repeatedTest])
    #expect(found.first?.labels.count == 1)
  }

  @Test("messages name a moment, an SoC and the rules")
  func counterexamples() throws {
    let uncovered = try Self.first(.uncoveredTime, "during 02:00-19:00: S2V\nwhen soc >= 50%: S2V")
    #expect(uncovered.message.contains("Mon-Sun 19:00-02:00 at SoC 0%-49% or unknown"))
    let proof = try Self.first(
      .failedProof, "prove never V2G, when soc <= 20%\non Sat, when soc > 18%: V2G\notherwise: S2V")
    #expect(proof.message.contains("Sat 00:00, SoC 19%") && proof.labels.count == 1)
    let dated = try Self.first(
      .failedProof, "prove never V2G\nduring 17:00-18:00 on 2026-12-25: V2G\notherwise: S2V")
    #expect(dated.message.contains("Fri 2026-12-25 17:00"))
    let early = try Self.first(.earlyWindow, "during Go cheap on Fri: charge\notherwise: S2V")
    #expect(early.notes[0].contains("Fri 2026-11-27 00:30-05:30"))
    let swallowed = try Self.first(.swallowedWindow, "during 01:15-01:45: charge\notherwise: S2V")
    #expect(swallowed.message.contains("2027-03-28, 2028-03-26"))
    let impossible = try Self.first(
      .impossibleTarget, "when soc <= 20%, during 00:30-01:30: charge to 80% by 07:00\notherwise: S2V")
    #expect(impossible.notes.contains { $0.contains("60 min at 16A and 230V (3.68kW) move at most 3.68kWh") })
  }

  @Test("the fix for a calendar-day guard removes it")
  func calendarDayFix() throws {
    for (body, expected) in [
      ("during 22:00-05:00, on Fri: charge\notherwise: S2V", "during 22:00-05:00 on Fri"),
      ("on Fri, during 22:00-05:00: charge\notherwise: S2V", "during 22:00-05:00 on Fri"),
      (
        "on Fri, during 08:00-09:00, 22:00-05:00: charge\notherwise: S2V",
        "during (08:00-09:00, 22:00-05:00) on Fri"
      ),
    ] {
      let finding = try Self.first(.calendarDayGuard, body)
      #expect(finding.fixes.first?.edits.first?.text == expected)
    }
  }

  @Test(
    "every shipped schedule is found clean",
    arguments: ["flux.evs", "scheduler.evs", "charge-full.evs", "remain-dormant.evs"])
  func shipped(_ name: String) throws {
    let program = try ShippedSchedule.compiled(name)
    let subject = try #require(try HomeSchedule(program))
    #expect(Analysis(subject, tests: program.tests, today: Self.today).diagnostics().isEmpty)
  }
}
