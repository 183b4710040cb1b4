import ScheduleLang

/// What a schedule remembers from one evaluation to the next; empty at the start.
public struct Memory: Hashable, Sendable {
  /// Since when the condition of each `for` duration has held at every evaluation.
  var heldSince: [Instant?] = []
  /// When that was last asked.
  var lastHold: Instant?
  /// Whether each SoC comparison with hysteresis held at the last evaluation.
  var wasTrue: [Bool] = []
  /// Which rules the clock lets apply.
  var agenda = Agenda()
  /// What the windows by price took of their stretches.
  var ranked = RankedChoices()
  /// What the rules with a deadline pursue.
  var deadlines = DeadlineMemory()

  /// Creates an empty memory; it takes the schedule's shape when it is first used.
  public init() {}

  /// Makes room for what `schedule` remembers, forgetting everything where the shape differs.
  mutating func fit(_ schedule: Schedule) {
    if heldSince.count != schedule.holdSlots {
      heldSince = Array(repeating: nil, count: schedule.holdSlots)
    }
    if wasTrue.count != schedule.hysteresisSlots {
      wasTrue = Array(repeating: false, count: schedule.hysteresisSlots)
    }
  }
}
