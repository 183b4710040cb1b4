import Runtime
import ScheduleLang

/// Why a schedule decides what it does at one moment, and for how long it will.
public struct Explanation: Sendable {
  /// How far ahead `until` is looked for, in minutes.
  public static let horizon = 8 * 1440

  /// When.
  public let moment: Moment
  /// What the decision is made from, the tariff's fixed prices included.
  public let readings: Readings
  /// The part of it that was given.
  public let given: Readings
  /// What is taken to be remembered from before, a clause each; empty where the schedule remembers nothing, or what it
  /// does is known.
  public let assumed: [String]
  /// Readings that the schedule asks for and that are not known.
  public let missing: [Reading]
  /// What the schedule decides.
  public let outcome: Outcome
  /// What the site's SoC range leaves of it.
  public let applied: Decision
  /// The rules that were tried, the one that decided last.
  public let considered: [Consideration]
  /// When the decision changes if no reading does; nil where it lasts for the whole horizon.
  public let until: Instant?
  /// What is decided then.
  public let next: Outcome?

  /// Explains the decision of `subject` at `moment`, starting from `memory`.
  public init(_ subject: HomeSchedule, at moment: Moment, readings: Readings, memory: Memory = Memory()) {
    let situation = Situation(subject, at: moment, readings: readings, memory: memory)
    let remembered = memory
    var memory = memory
    let outcome = subject.decide(at: moment, readings: readings, memory: &memory)
    self.moment = moment
    self.readings = situation.readings
    given = readings
    assumed = remembered == Memory() ? subject.schedule.forgotten : []
    missing = Reading.named.filter { reading in
      situation.readings[reading] == nil && subject.schedule.asks(for: reading)
    }
    self.outcome = outcome
    applied = subject.applied(outcome.decision, soc: readings.soc)
    let tried = outcome.ruleIndex.map { $0 + 1 } ?? subject.schedule.rules.count
    var considered = (0..<tried).map(situation.consider)
    if let choice = outcome.optimised, let last = considered.indices.last {
      considered[last].wanted = choice.decision
      considered[last].because = subject.text(of: choice, at: moment)
    }
    self.considered = considered

    var change: (at: Instant, to: Outcome)?
    var instant = moment.instant.startOfMinute
    for _ in 0..<Explanation.horizon where change == nil {
      instant = instant.adding(seconds: 60)
      let later = subject.decide(at: subject.clocks.moment(at: instant), readings: readings, memory: &memory)
      if later.decision != outcome.decision { change = (instant, later) }
    }
    until = change?.at
    next = change?.to
  }
}

extension Schedule {
  /// What an empty memory takes for granted, a clause each.
  fileprivate var forgotten: [String] {
    var clauses: [String] = []
    if holdSlots > 0 { clauses.append("no condition has held for a while yet") }
    if hysteresisSlots > 0 { clauses.append("no comparison is kept true by hysteresis") }
    if rules.contains(where: { $0.action.hasDeadline }) {
      clauses.append("no plan for a deadline has begun and none was missed")
    }
    if rules.contains(where: { $0.action.optimisation != nil }) {
      clauses.append("nothing has been learnt of the house")
    }
    return clauses
  }

  /// Whether a condition compares `reading`.
  fileprivate func asks(for reading: Reading) -> Bool {
    conditions.contains {
      switch $0.kind {
      case .compare(let asked, _, _, _), .between(let asked, _, _, _): asked == reading
      default: false
      }
    }
  }
}

extension Instant {
  /// The start of the minute that this instant is in.
  var startOfMinute: Instant {
    let past = milliseconds % 60_000
    return Instant(milliseconds: milliseconds - (past < 0 ? past + 60_000 : past))
  }
}
