import ScheduleLang

/// What a schedule remembers from one evaluation to the next; empty at the start.
public struct Memory: Hashable, Sendable {
  /// What its conditions remember.
  package var conditions = ConditionMemory()
  /// Which rules the clock lets apply.
  var agenda = Agenda()
  /// What the rules with a deadline pursue.
  package var deadlines = DeadlineMemory()
  /// What the rules that choose have chosen.
  package var optimiser = OptimiserMemory()

  /// What is known of the time to come, where conditions ask for it.
  package var ahead = AheadMemory()

  /// Creates an empty memory; it takes the schedule's shape when it is first used.
  public init() {}

  /// An empty memory that knows the plan of the time to come already, which would be made again as it is.
  package var forgettingAllButPlans: Memory {
    var memory = Memory()
    memory.optimiser.plan = optimiser.plan
    return memory
  }

  /// Takes note of an evaluation at `moment`, whichever rule it comes to.
  package mutating func update(_ schedule: Schedule, at moment: Moment, readings: Readings, outlook: Outlook?)
  {
    agenda.update(schedule, at: moment)
    conditions.update(schedule, at: moment, readings: readings, outlook: outlook)
    if let outlook, !outlook.optimisingRules.isEmpty {
      optimiser.update(at: moment, readings: readings, outlook: outlook)
    }
    if let outlook, !outlook.deadlineRules.isEmpty {
      deadlines.update(schedule, at: moment, readings: readings, conditions: conditions, outlook: outlook)
    }
  }
}
