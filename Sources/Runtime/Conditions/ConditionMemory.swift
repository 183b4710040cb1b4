import ScheduleLang

/// What the conditions of a schedule remember from one evaluation to the next; empty at the start.
package struct ConditionMemory: Hashable, Sendable {
  /// For how long, in seconds, an interruption leaves no evaluation out.
  static let shortInterruption = 120

  /// Since when the condition of each `for` duration has held at every evaluation.
  var heldSince: [Instant?] = []
  /// When that was last asked.
  private var lastHold: Instant?
  /// Whether each SoC comparison with hysteresis held at the last evaluation.
  var wasTrue: [Bool] = []
  /// What the windows by price took of their stretches.
  package var ranked = RankedChoices()

  /// How switches were set at the last evaluation, and what had gone through the charger by then.
  var inputs = InputValues()
  private(set) var counters = EnergyCounters()
  /// The day of which these are.
  private var counted: CivilDate?

  /// Makes room for what `schedule` remembers, forgetting everything where the shape differs.
  mutating func fit(_ schedule: Schedule) {
    if heldSince.count != schedule.holdSlots {
      heldSince = Array(repeating: nil, count: schedule.holdSlots)
    }
    if wasTrue.count != schedule.hysteresisSlots {
      wasTrue = Array(repeating: false, count: schedule.hysteresisSlots)
    }
  }

  /// Takes note of an evaluation at `moment`: of every SoC comparison and every `for` duration, whether or not
  /// its rule is reached.
  mutating func update(_ schedule: Schedule, at moment: Moment, readings: Readings, outlook: Outlook?) {
    fit(schedule)
    if inputs != readings.inputs { inputs = readings.inputs }
    (counters, counted) = (readings.counters, moment.local.date)
    if let outlook, !outlook.rankedWindows.isEmpty { ranked.update(at: moment, outlook: outlook) }
    if schedule.hysteresisSlots > 0 { updateHysteresis(schedule, soc: readings.soc) }
    guard schedule.holdSlots > 0 else { return }
    // Nobody knows whether a condition held while nothing was evaluated, or how long a clock that was set says.
    if let last = lastHold, last.adding(seconds: Self.shortInterruption) < moment.instant {
      heldSince = heldSince.map { _ in nil }
    }
    lastHold = moment.instant
    for index in schedule.rules.indices {
      updateHolds(schedule.rules[index].guards, of: schedule, at: moment.instant, readings: readings)
    }
    for index in schedule.nevers.indices {
      updateHolds(schedule.nevers[index].guards, of: schedule, at: moment.instant, readings: readings)
    }
  }

  /// Expects nothing to go through the charger until `date`: what is counted by days, months and years begins anew then.
  mutating func expectCounters(on date: CivilDate) {
    guard let counted, counted != date else { return }
    (counters, self.counted) = (counters.begunAnew(on: date, after: counted), date)
  }

  private mutating func updateHysteresis(_ schedule: Schedule, soc: Int?) {
    for index in schedule.conditions.indices {
      switch schedule.conditions[index].kind {
      case .compare(.soc, let relation, let threshold, let slot?):
        guard let soc = soc.map(Double.init) else {
          wasTrue[slot] = false
          continue
        }
        wasTrue[slot] =
          relation.holds(soc, threshold)
          || (wasTrue[slot] && abs(soc - threshold) < schedule.hysteresis)
      case .between(.soc, let low, let high, let slot?):
        guard let soc = soc.map(Double.init) else {
          wasTrue[slot] = false
          continue
        }
        let margin = wasTrue[slot] ? schedule.hysteresis : 0
        wasTrue[slot] =
          (low <= soc && soc <= high) || (low - margin < soc && soc < high + margin)
      default: continue
      }
    }
  }

  private mutating func updateHolds(
    _ guards: [Guard], of schedule: Schedule, at instant: Instant, readings: Readings
  ) {
    for item in guards {
      guard case .when(let root, let held?) = item.kind else { continue }
      if schedule.truth(ofCondition: root, readings: readings, memory: self) == .yes {
        // A clock that was set back must not make the duration longer than it is.
        heldSince[held.slot] = min(heldSince[held.slot] ?? instant, instant)
      } else {
        heldSince[held.slot] = nil
      }
    }
  }
}
