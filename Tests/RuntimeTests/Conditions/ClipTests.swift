import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Clauses above the rules")
struct ClipTests {
  private static let plain: [Action] = [.idle, .charge, .followSun, .followHouse, .followBoth, .discharge]

  /// The decisions of all six actions under one clause.
  private func clipped(_ kind: NeverClause.Kind, soc: Int? = 50) -> [Decision] {
    Self.plain.map {
      Schedule.of(.of(action: $0), nevers: [.of(kind)]).decide(.utc(monday, 0), .soc(soc)).decision
    }
  }

  @Test("never charge takes the positive side of every action")
  func neverCharge() {
    #expect(
      clipped(.charge) == [
        .idle, .idle, .idle, Decision(.followHouse, -16, 0), Decision(.followHouse, -16, 0),
        Decision(.discharge, -16, -16),
      ])
  }

  @Test("never discharge takes the negative side of every action")
  func neverDischarge() {
    #expect(
      clipped(.discharge) == [
        .idle, Decision(.charge, 16, 16), Decision(.followSun, 0, 16), .idle, Decision(.followSun, 0, 16),
        .idle,
      ])
  }

  @Test("never V2G leaves V2H with the same limit, and V2H alone")
  func neverExport() {
    #expect(
      clipped(.export) == [
        .idle, Decision(.charge, 16, 16), Decision(.followSun, 0, 16), Decision(.followHouse, -16, 0),
        Decision(.followBoth, -16, 16), Decision(.followHouse, -16, 0),
      ])
    let limited = Schedule.of(
      .of(action: Action(Decision(.discharge, -10, -10), range: nowhere)), nevers: [.of(.export)])
    #expect(limited.decide(.utc(monday, 0), .soc(50)).decision == Decision(.followHouse, -10, 0))
    let floor = Schedule.of(
      .of(action: Action(Decision(.followHouse, -16, -3), range: nowhere)), nevers: [.of(.export)])
    #expect(
      floor.decide(.utc(monday, 0), .soc(50))
        == Outcome(decision: Decision(.followHouse, -16, -3), ruleIndex: 0))
  }

  @Test("never over caps the current both ways")
  func neverOver() {
    #expect(
      clipped(.over(6)) == [
        .idle, Decision(.charge, 6, 6), Decision(.followSun, 0, 6), Decision(.followHouse, -6, 0),
        Decision(.followBoth, -6, 6), Decision(.discharge, -6, -6),
      ])
  }

  @Test("an unknown guard makes never hold for discharging and not for charging")
  func unknownGuard() {
    func clipped(_ kind: NeverClause.Kind, _ action: Action) -> Decision {
      var schedule = Schedule.of(.of(action: action))
      schedule.nevers = [.of(kind, schedule.when(.compare(.soc, .lessOrEqual, 20, slot: nil)))]
      return schedule.decide(.utc(monday, 0)).decision
    }
    #expect(clipped(.charge, .charge) == Decision(.charge, 16, 16))
    #expect(clipped(.charge, .followBoth) == Decision(.followBoth, -16, 16))
    #expect(clipped(.discharge, .discharge) == .idle)
    #expect(clipped(.discharge, .followBoth) == Decision(.followSun, 0, 16))
    #expect(clipped(.export, .discharge) == Decision(.followHouse, -16, 0))
    #expect(clipped(.over(6), .followBoth) == Decision(.followBoth, -6, 16))
    #expect(clipped(.over(6), .charge) == Decision(.charge, 16, 16))
    #expect(clipped(.over(6), .discharge) == Decision(.discharge, -6, -6))
  }

  @Test("a guard that is false beats one that is unknown")
  func falseBeatsUnknown() {
    var schedule = Schedule.of(.of(action: .discharge))
    let unknown = schedule.when(.compare(.soc, .lessOrEqual, 20, slot: nil))
    schedule.nevers = [.of(.discharge, unknown, .during(Window(.daily(start: 60, end: 120))))]
    #expect(schedule.decide(.utc(monday, 59)).decision.action == .discharge)
    #expect(schedule.decide(.utc(monday, 60)).decision == .idle)
  }

  @Test("never clips the rule that won and does not let the next one try")
  func neverDoesNotFallThrough() {
    let schedule = Schedule.of(.of(action: .charge), .of(action: .discharge), nevers: [.of(.charge)])
    #expect(schedule.decide(.utc(monday, 0)) == Outcome(decision: .idle, ruleIndex: 0, clips: [.never(0)]))
  }

  @Test("the reserve forbids discharging at it, below it and while the SoC is unknown")
  func reserve() {
    let schedule = Schedule.of(.of(action: .discharge), reserve: 20)
    let outcomes = [20, 21, 0, nil].map { schedule.decide(.utc(monday, 0), .soc($0)) }
    #expect(outcomes.map(\.decision.action) == [.idle, .discharge, .idle, .idle])
    #expect(outcomes.map(\.clips) == [[.reserve], [], [.reserve], [.reserve]])
    let both = Schedule.of(.of(action: .followBoth), reserve: 20)
    #expect(both.decide(.utc(monday, 0), .soc(20)).decision == Decision(.followSun, 0, 16))
    let charging = Schedule.of(.of(action: .charge), reserve: 20)
    #expect(
      charging.decide(.utc(monday, 0), .soc(nil))
        == Outcome(decision: Decision(.charge, 16, 16), ruleIndex: 0))
  }

  @Test("every clause that changes the decision is named, the others are not")
  func names() {
    let schedule = Schedule.of(
      .of(action: .discharge), nevers: [.of(.charge), .of(.export), .of(.over(6)), .of(.over(8))], reserve: 20
    )
    let outcome = schedule.decide(.utc(monday, 0), .soc(10))
    #expect(outcome.decision == .idle)
    #expect(outcome.clips == [.never(1), .never(2), .reserve])
  }

  /// No clause ever adds current, in any order of clauses.
  @Test("the clauses give the same in any order")
  func commute() {
    let kinds: [NeverClause.Kind] = [.charge, .discharge, .export, .over(6)]
    for action in Self.plain {
      for first in kinds {
        for second in kinds {
          let one = Schedule.of(.of(action: action), nevers: [.of(first), .of(second)])
          let other = Schedule.of(.of(action: action), nevers: [.of(second), .of(first)])
          #expect(one.decide(.utc(monday, 0)).decision == other.decide(.utc(monday, 0)).decision)
        }
      }
    }
  }
}
