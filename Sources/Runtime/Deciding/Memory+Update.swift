import ScheduleLang

extension Memory {
  /// Takes note of an evaluation at `moment`: of every SoC comparison and every `for` duration, whether or not
  /// its rule is reached.
  mutating func update(_ schedule: Schedule, at moment: Moment, readings: Readings, outlook: Outlook?) {
    fit(schedule)
    agenda.update(schedule, at: moment)
    if let outlook, !outlook.rankedWindows.isEmpty { ranked.update(at: moment, outlook: outlook) }
    if schedule.hysteresisSlots > 0 { updateHysteresis(schedule, soc: readings.soc) }
    if schedule.holdSlots > 0 {
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
    if let outlook, !outlook.deadlineRules.isEmpty {
      updateDeadlines(schedule, at: moment, readings: readings, outlook: outlook)
    }
  }

  private mutating func updateHysteresis(_ schedule: Schedule, soc: Int?) {
    for index in schedule.conditions.indices {
      switch schedule.conditions[index].kind {
      case .compare(.soc, let relation, let threshold, let slot) where slot >= 0:
        guard let soc = soc.map(Double.init) else {
          wasTrue[slot] = false
          continue
        }
        wasTrue[slot] =
          relation.holds(soc, threshold)
          || (wasTrue[slot] && abs(soc - threshold) < schedule.hysteresis)
      case .between(.soc, let low, let high, let slot) where slot >= 0:
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
      guard case .when(let root, _, let slot) = item.kind, slot >= 0 else { continue }
      if schedule.truth(ofCondition: root, readings: readings, memory: self) == .yes {
        // A clock that was set back must not make the duration longer than it is.
        heldSince[slot] = min(heldSince[slot] ?? instant, instant)
      } else {
        heldSince[slot] = nil
      }
    }
  }
}
