import ScheduleLang

/// What the conditions among some guards come to: equal ones hold in the same cases, in whichever program they stand.
///
/// Where the cases are too many to be distinguished, equal ones are written alike.
struct GuardMeaning: Hashable {
  private let facts: [Int]
  private let entries: [GuardTable.Entry]
  private let text: String

  init(_ guards: [Guard], of schedule: Schedule, facts: FactTable) {
    self.init(GuardTable(guards, of: schedule, facts: facts), guards, of: schedule, facts: facts)
  }

  /// The meaning of `guards`, whose table is known.
  init(_ table: GuardTable, _ guards: [Guard], of schedule: Schedule, facts: FactTable) {
    self.facts = table.facts
    let entries = table.entries(bySampleOf: facts)
    self.entries = entries ?? []
    text = entries != nil ? "" : guards.map { schedule.text(of: $0, facts: facts) }.joined(separator: ", ")
  }
}

extension Schedule {
  /// A guard's condition with the numbers of what it turns on.
  fileprivate func text(of item: Guard, facts: FactTable) -> String {
    guard case .when(let root, let held) = item.kind else { return "" }
    let number = held.flatMap { facts.number(of: .held(slot: $0.slot)) }
    return text(ofCondition: root, facts: facts) + " for \(number ?? -1)"
  }

  private func text(ofCondition index: Int, facts: FactTable) -> String {
    let margin = hysteresisSlots > 0 ? hysteresis : 0
    func number(_ reading: Reading) -> Int { facts.number(of: reading) ?? -1 }
    switch conditions[index].kind {
    case .compare(let reading, let relation, let threshold, _):
      return "\(reading)#\(number(reading)) \(relation) \(threshold) ±\(margin)"
    case .between(let reading, let low, let high, _):
      return "\(reading)#\(number(reading)) \(low)..\(high) ±\(margin)"
    case .unknown(let reading): return "\(reading)#\(number(reading)) unknown"
    case .pluggedIn: return "plugged in"
    case .unplugged: return "unplugged"
    case .input(let name, _): return "input \(name)"
    case .not(let operand): return "not (\(text(ofCondition: operand, facts: facts)))"
    case .and(let left, let right):
      return "(\(text(ofCondition: left, facts: facts)) and \(text(ofCondition: right, facts: facts)))"
    case .or(let left, let right):
      return "(\(text(ofCondition: left, facts: facts)) or \(text(ofCondition: right, facts: facts)))"
    }
  }
}
