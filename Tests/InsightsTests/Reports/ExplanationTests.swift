import Foundation
import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Explanations")
struct ExplanationTests {
  private static let text = """
    schedule "x" {
        never discharge, when soc <= 20%
        during 16:00-19:00 {
            when soc <= 10%: V2H at least 3A
            otherwise: V2G
        }
        when soc <= 30%: charge
        charge to 53%
        during 22:00-05:00 on Fri: charge
        otherwise: S2V
    }
    """

  /// The range of the first occurrence of `phrase` in the text.
  private static func range(_ phrase: String) -> SourceRange {
    let start =
      text.range(of: phrase).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } ?? 0
    return SourceRange(file: 0, start: start, end: start + phrase.utf8.count)
  }

  private func subject() throws -> HomeSchedule {
    var schedule = Schedule.of()
    func when(_ relation: Relation, _ threshold: Double) -> Guard {
      schedule.when(.compare(.soc, relation, threshold, slot: nil))
    }
    let peak = Guard(
      .during([Window(.daily(start: 960, end: 1140))]), range: Self.range("during 16:00-19:00"))
    let night = Guard(
      .during([Window(.daily(start: 1320, end: 300), days: .weekdays(.friday))]),
      range: Self.range("during 22:00-05:00 on Fri"))
    let floor = Action(Decision(.followHouse, -16, -3), range: nowhere)
    schedule.rules = [
      Rule(guards: [peak, when(.lessOrEqual, 10)], action: floor, range: Self.range("when soc <= 10%")),
      Rule(guards: [peak], action: .discharge, range: Self.range("otherwise: V2G")),
      Rule(guards: [when(.lessOrEqual, 30)], action: .charge, range: Self.range("when soc <= 30%")),
      Rule(guards: [], action: .charge.to(53), range: Self.range("charge to 53%")),
      Rule(guards: [night], action: .charge, range: Self.range("during 22:00")),
      Rule(guards: [], action: .followSun, range: Self.range("otherwise: S2V")),
    ]
    schedule.nevers = [
      NeverClause(
        .discharge, guards: [when(.lessOrEqual, 20)], range: Self.range("never discharge, when soc <= 20%"))
    ]
    return try HomeSchedule.of(schedule, text: Self.text)
  }

  @Test("every rule before the one that wins says why it does not apply")
  func reasons() throws {
    let subject = try subject()
    let explanation = Explanation(subject, at: subject.moment(monday, 720), readings: .soc(55))
    #expect(explanation.outcome.decision == Decision(.followSun, 0, 16))
    #expect(
      explanation.considered.map(\.because) == [
        "12:00 is not during 16:00-19:00 and soc 55% is not <= 10%",
        "12:00 is not during 16:00-19:00",
        "soc 55% is not <= 30%",
        "target 53% is reached",
        "Mon 12:00 is not during 22:00-05:00 on Fri",
        "no rule before it applies",
      ])
    #expect(explanation.considered.map(\.applies) == [false, false, false, false, false, true])
    #expect(subject.place(ofRule: explanation.outcome.ruleIndex) == SourcePlace(file: "test.evs", line: 10))
  }

  @Test("an unknown SoC is named as the reason")
  func unknown() throws {
    let subject = try subject()
    let explanation = Explanation(subject, at: subject.moment(monday, 720), readings: Readings())
    #expect(explanation.considered[2].because == "soc is unknown")
    #expect(explanation.considered[3].because == "soc is unknown")
  }

  @Test("a decision lasts until it changes with the readings held, and what follows is told")
  func until() throws {
    let subject = try subject()
    let explanation = Explanation(subject, at: subject.moment(monday, 720), readings: .soc(55))
    #expect(explanation.until == subject.moment(monday, 960).instant)
    #expect(explanation.next?.decision == Decision(.discharge, -16, -16))
    let inTheMinute = Moment(
      instant: subject.moment(monday, 720).instant.adding(seconds: 42),
      local: LocalTime(date: monday, minute: 720))
    #expect(Explanation(subject, at: inTheMinute, readings: .soc(55)).until == explanation.until)
  }

  @Test("a decision that never changes has no end")
  func forever() throws {
    let subject = try HomeSchedule.of(.of(.of(action: .charge)))
    let explanation = Explanation(subject, at: subject.moment(monday, 0), readings: .soc(55))
    #expect(explanation.until == nil && explanation.next == nil)
  }

  @Test("a clip is told with its clause and its line")
  func clips() throws {
    let subject = try subject()
    let explanation = Explanation(subject, at: subject.moment(monday, 1000), readings: .soc(15))
    #expect(explanation.outcome == Outcome(decision: .idle, ruleIndex: 1, clips: [.never(0)]))
    let clip = subject.description(of: .never(0))
    #expect(clip.text == "never discharge, when soc <= 20%")
    #expect(clip.place == SourcePlace(file: "test.evs", line: 2))
  }

  @Test("the site's SoC range shows in what is applied")
  func applied() throws {
    let subject = try HomeSchedule.of(.of(.of(action: .charge)))
    let explanation = Explanation(subject, at: subject.moment(monday, 0), readings: .soc(97))
    #expect(explanation.outcome.decision == Decision(.charge, 16, 16))
    #expect(explanation.applied == .idle)
  }

  @Test("composite conditions name what makes them false")
  func composite() throws {
    var schedule = Schedule.of()
    let low = schedule.condition(.compare(.soc, .less, 30, slot: nil))
    let sun = schedule.condition(.compare(.solar, .greater, 1000, slot: nil))
    let both = schedule.condition(.and(low, sun))
    let plugged = schedule.condition(.pluggedIn)
    let notPlugged = schedule.condition(.not(plugged))
    let either = schedule.condition(.or(both, notPlugged))
    schedule.holdSlots = 1
    schedule.rules = [both, either].map {
      .of(Guard(.when(root: $0, held: nil), range: nowhere), action: .charge)
    }
    schedule.rules.append(
      .of(Guard(.when(root: plugged, held: .init(seconds: 300, slot: 0)), range: nowhere), action: .charge))
    let subject = try HomeSchedule.of(schedule)
    var readings = Readings.soc(55)
    readings.pluggedIn = true
    let known = Explanation(subject, at: subject.moment(monday, 0), readings: readings)
    #expect(known.considered[0].because == "soc 55% is not < 30%")
    #expect(known.considered[1].because == "soc 55% is not < 30% and the car is plugged in")
    #expect(known.considered[2].because == "the car is plugged in, but not yet for 5min")
    readings.soc = 20
    let unknown = Explanation(subject, at: subject.moment(monday, 0), readings: readings)
    #expect(unknown.considered[0].because == "solar is unknown")
  }
}
