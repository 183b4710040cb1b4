import ScheduleLang

extension Schedule {
  /// Whether all of `guards` hold.
  func truth(of guards: [Guard], at moment: Moment, readings: Readings, memory: ConditionMemory) -> Truth {
    var result = Truth.yes
    for index in guards.indices {
      result = min(result, truth(of: guards[index], at: moment, readings: readings, memory: memory))
      if result == .no { return .no }
    }
    return result
  }

  /// Whether one guard holds; `memory` must already know of this evaluation.
  package func truth(of item: Guard, at moment: Moment, readings: Readings, memory: ConditionMemory) -> Truth
  {
    switch item.kind {
    case .during(let windows):
      return Window.anyInForce(windows, at: moment, choices: memory.ranked)
    case .on(let days):
      return Truth(days.contains(moment.local.date))
    case .when(let root, let held):
      let now = truth(ofCondition: root, readings: readings, memory: memory)
      guard now == .yes, let held else { return now }
      guard let since = memory.heldSince[held.slot] else { return .no }
      return Truth(moment.instant.milliseconds &- since.milliseconds >= Int64(held.seconds) &* 1000)
    }
  }

  /// Whether the condition at node `index` holds.
  package func truth(ofCondition index: Int, readings: Readings, memory: ConditionMemory) -> Truth {
    switch conditions[index].kind {
    case .compare(let reading, let relation, let threshold, let slot):
      guard let value = readings[reading] else { return .unknown }
      return Truth(slot.map { memory.wasTrue[$0] } ?? relation.holds(value, threshold))
    case .between(let reading, let low, let high, let slot):
      guard let value = readings[reading] else { return .unknown }
      return Truth(slot.map { memory.wasTrue[$0] } ?? (low <= value && value <= high))
    case .unknown(let reading):
      return Truth(readings[reading] == nil)
    case .pluggedIn:
      return readings.pluggedIn.map { Truth($0) } ?? .unknown
    case .unplugged:
      return readings.pluggedIn.map { Truth(!$0) } ?? .unknown
    case .input(let name, let isOn):
      return Truth(readings.inputs.isOn(name) ?? isOn)
    case .not(let operand):
      return !truth(ofCondition: operand, readings: readings, memory: memory)
    case .and(let left, let right):
      return truth(ofCondition: left, readings: readings, memory: memory)
        .and(truth(ofCondition: right, readings: readings, memory: memory))
    case .or(let left, let right):
      return truth(ofCondition: left, readings: readings, memory: memory)
        .or(truth(ofCondition: right, readings: readings, memory: memory))
    }
  }
}
