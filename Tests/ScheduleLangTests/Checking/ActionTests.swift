import ScheduleLang
import Testing

@Suite("Actions")
struct ActionTests {
  @Test(
    "bounds of the current with the shipped limits",
    arguments: [
      ("idle", Decision.idle), ("hand over", .handOver), ("Hand Over", .handOver),
      ("charge", Decision(.charge, 16, 16)),
      ("charge at 10A", Decision(.charge, 10, 10)),
      ("S2V", Decision(.followSun, 0, 16)), ("S2V at least 6A", Decision(.followSun, 6, 16)),
      ("S2V at most 10A", Decision(.followSun, 0, 10)), ("S2V 6A..10A", Decision(.followSun, 6, 10)),
      ("V2H", Decision(.followHouse, -16, 0)), ("V2H at least 3A", Decision(.followHouse, -16, -3)),
      ("V2H at most 10A", Decision(.followHouse, -10, 0)), ("V2H 6A..10A", Decision(.followHouse, -10, -6)),
      ("S2V + V2H", Decision(.followBoth, -16, 16)), ("V2H + S2V", Decision(.followBoth, -16, 16)),
      ("S2V + V2H at most 10A", Decision(.followBoth, -10, 10)), ("V2G", Decision(.discharge, -16, -16)),
      ("V2G at 10A", Decision(.discharge, -10, -10)), ("v2g AT 10A", Decision(.discharge, -10, -10)),
      // 2.3 kW at 230 V are exactly 10 A; floors round up, all else down.
      ("charge at 2.3kW", Decision(.charge, 10, 10)), ("charge at 2.4kW", Decision(.charge, 10, 10)),
      ("S2V at least 2.4kW", Decision(.followSun, 11, 16)),
      ("S2V at least 2.3kW", Decision(.followSun, 10, 16)),
    ])
  func bounds(text: String, decision: Decision) {
    #expect(compileRules("otherwise: \(text)").decisions == [decision])
  }

  @Test(
    "limits, targets and followers that an action cannot have",
    arguments: [
      ("idle at 10A", "E0308 at 10A"), ("hand over at 10A", "E0308 at 10A"),
      ("hand over to 50%", "E0309 50%"),
      ("hand back", "E0205 hand back"), ("handover", "E0205 handover"), ("hand", "E0201 \n"),
      ("charge at least 6A", "E0308 at least 6A"),
      ("charge 6A..10A", "E0308 6A..10A"),
      ("S2V at 6A", "E0308 at 6A"), ("S2V + V2H at least 3A", "E0308 at least 3A"),
      ("V2G at most 6A", "E0308 at most 6A"),
      ("charge at 2A", "E0307 2A"), ("charge at 17A", "E0307 17A"), ("charge at 100W", "E0307 100W"),
      ("charge at 6.5A", "E0306 6.5A"), ("charge at 50%", "E0304 50%"), ("charge at -6A", "E0307 -6A"),
      ("S2V 10A..6A", "E0311 10A..6A"), ("idle to 50%", "E0309 50%"), ("S2V + V2H to 50%", "E0309 50%"),
      ("charge to 101%", "E0306 101%"), ("charge then idle", "E0309 idle"), ("charge to 50A", "E0304 50A"),
      ("S2V at 6A..10A", "E0201 at"),
    ])
  func refused(text: String, mark: String) {
    let errors = compileRules("otherwise: \(text)").marks.filter { !$0.hasPrefix("W") }
    #expect(errors == [mark])
  }

  @Test("targets, deadlines and what follows")
  func targets() throws {
    let compilation = compileRules(
      """
      charge to 53%
      S2V to 60% then S2V + V2H
      charge at 10A to 80% by 07:00 on Mon-Fri
      charge to 100% by 2026-12-24 08:00
      V2G to 35% by 23:30 then idle
      """)
    #expect(compilation.marks.isEmpty)
    let actions = compilation.rules.map(\.action)
    #expect(actions.map(\.target) == [53, 60, 80, 100, 35])
    #expect(actions.map { $0.then.first?.decision.action } == [nil, .followBoth, nil, nil, .idle])
    #expect(actions[2].deadline?.minute == 420 && actions[2].deadline?.days?.in2026.count == 261)
    #expect(actions[3].deadline == Deadline(minute: 480, date: CivilDate(year: 2026, month: 12, day: 24)))
    #expect(actions[4].deadline == Deadline(minute: 1410))
  }

  @Test("a deadline needs to know the battery")
  func battery() {
    #expect(
      compile("site { timezone \"UTC\" }\nschedule \"a\" { charge to 80% by 07:00 }").marks == [
        "E0323 by 07:00"
      ])
  }

  @Test("an action alone says until when it applies")
  func alone() {
    #expect(compileRules("charge").marks == ["E0208 charge"])
    #expect(compileRules("charge at 6A").marks == ["E0208 charge at 6A"])
    #expect(compile("let a = charge\nschedule \"x\" { a }").marks == ["E0208 a"])
    #expect(compile("let a = charge to 50%\nschedule \"x\" { a }").marks.isEmpty)
    #expect(compile("let a = charge\nschedule \"x\" { a to 50% }").marks.isEmpty)
  }

  @Test("a floor that outranks the promise is noted, unless the rule allows it")
  func floors() {
    #expect(compileRules("otherwise: S2V at least 6A").marks == ["W0303 at least 6A"])
    #expect(compileRules("otherwise: V2H 3A..10A").marks == ["W0303 3A..10A"])
    #expect(compile("let f = S2V at least 6A\nschedule \"x\" { otherwise: f }").marks == ["W0303 f"])
    let allowed = compileRules("otherwise: S2V at least 6A allow floor-outranks-promise \"on purpose\"")
    #expect(allowed.applyingAllowances().isEmpty)
    let useless = compileRules("otherwise: S2V allow floor-outranks-promise \"on purpose\"")
    #expect(useless.applyingAllowances(to: []).map(\.code) == [.uselessAllowance])
  }

  @Test("`allow` before a block, a schedule or a site is for all that is in it")
  func allowedInBlocks() {
    let floor = "allow floor-outranks-promise \"meant\""
    let block = compileRules("on Fri \(floor) {\nwhen soc < 50%: S2V at least 6A\n}\notherwise: S2V")
    #expect(block.diagnostics.map(\.code) == [.floorOutranksPromise])
    #expect(block.applyingAllowances(to: []).isEmpty)
    let outside = compileRules("on Fri \(floor) {\notherwise: S2V\n}\notherwise: S2V at least 6A")
    #expect(
      outside.applyingAllowances(to: []).map(\.code) == [.uselessAllowance, .floorOutranksPromise])
    let schedule = compile("schedule \"x\" \(floor) {\notherwise: S2V at least 6A\n}")
    #expect(schedule.program != nil && schedule.applyingAllowances(to: []).isEmpty)
    let site = compile(
      "site \"home\" allow implausible-quantity \"a farm\" {\ntimezone \"UTC\"\ngrid import limit 60kW\n}")
    #expect(site.diagnostics.map(\.code) == [.implausibleQuantity])
    #expect(site.applyingAllowances().isEmpty)
  }

  @Test("reads times before and after others")
  func readsTimesBeforeAndAfterOthers() {
    func offsets(_ deadline: String) -> [Int] {
      let text = "site { timezone \"UTC\" battery 52kWh }\nschedule \"a\" { charge to 80% by \(deadline) }"
      return compile(text).program?.schedule?.rules.compactMap(\.action.deadline?.offset) ?? []
    }
    #expect(offsets("07:00") == [0])
    #expect(offsets("4h before 05:00 on Mon") == [-14_400])
    #expect(offsets("30min after 2026-12-24 22:00") == [1800])
    for wrong in ["25h before 05:00", "4% before 05:00", "0min after 05:00", "4h before", "before 05:00"] {
      let text = "site { timezone \"UTC\" battery 52kWh }\nschedule \"a\" { charge to 80% by \(wrong) }"
      #expect(!compile(text).marks.isEmpty, "\(wrong)")
    }
  }
}
