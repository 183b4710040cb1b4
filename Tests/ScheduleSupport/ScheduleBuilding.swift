import Runtime
import ScheduleLang

/// Places do not matter to evaluation.
package let nowhere = SourceRange(file: 0, start: 0, end: 0)

extension Schedule {
  /// A schedule of rules made by hand.
  package static func of(_ rules: Rule..., nevers: [NeverClause] = [], reserve: Double? = nil) -> Schedule {
    var schedule = Schedule(name: "test", clocks: ["Europe/London"], range: nowhere)
    schedule.rules = rules
    schedule.nevers = nevers
    schedule.reserve = reserve
    return schedule
  }

  /// Adds a condition node and gives its index.
  package mutating func condition(_ kind: ConditionNode.Kind) -> Int {
    conditions.append(ConditionNode(kind, range: nowhere))
    return conditions.count - 1
  }

  /// Adds a condition and gives a guard that asks it.
  package mutating func when(_ kind: ConditionNode.Kind) -> Guard {
    Guard(.when(root: condition(kind), held: nil), range: nowhere)
  }

  /// Decides with an empty memory.
  package func decide(_ moment: Moment, _ readings: Readings = Readings()) -> Outcome {
    var memory = Memory()
    return Runtime.decide(self, at: moment, readings: readings, memory: &memory)
  }
}

extension Rule {
  package static func of(_ guards: Guard..., action: Action) -> Rule {
    Rule(guards: guards, action: action, range: nowhere)
  }
}

extension Guard {
  package static func during(_ windows: Window...) -> Guard { Guard(.during(windows), range: nowhere) }
  package static func on(_ days: DaySet) -> Guard { Guard(.on(days), range: nowhere) }
}

extension NeverClause {
  package static func of(_ kind: Kind, _ guards: Guard...) -> NeverClause {
    NeverClause(kind, guards: guards, range: nowhere)
  }
}

extension Action {
  package static let idle = Action(.idle, range: nowhere)
  package static let charge = Action(Decision(.charge, 16, 16), range: nowhere)
  package static let followSun = Action(Decision(.followSun, 0, 16), range: nowhere)
  package static let followHouse = Action(Decision(.followHouse, -16, 0), range: nowhere)
  package static let followBoth = Action(Decision(.followBoth, -16, 16), range: nowhere)
  package static let discharge = Action(Decision(.discharge, -16, -16), range: nowhere)

  package func to(_ target: Double, then: Action? = nil) -> Action {
    Action(decision, target: target, then: then.map { [$0] } ?? [], range: nowhere)
  }
}

extension DaySet {
  package static func weekdays(_ days: Weekday...) -> DaySet {
    var set = DaySet()
    for day in days { set.weekdays |= 1 << day.rawValue }
    return set
  }

  package static func date(_ date: CivilDate) -> DaySet {
    var set = DaySet()
    set.dates = [date.dayNumber...date.dayNumber]
    return set
  }
}

extension Moment {
  /// A moment on a clock that shows UTC.
  package static func utc(_ date: CivilDate, _ minute: Int, others: [LocalTime] = []) -> Moment {
    Moment(
      instant: Instant(seconds: Int64(date.dayNumber * 86_400 + minute * 60)),
      local: LocalTime(date: date, minute: minute), others: others)
  }
}

extension Readings {
  package static func soc(_ soc: Int?) -> Readings {
    var readings = Readings()
    readings.soc = soc
    return readings
  }
}

/// Monday 2026-11-23.
package let monday = CivilDate(dayNumber: 20_780)
