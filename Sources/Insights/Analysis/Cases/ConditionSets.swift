import Runtime
import ScheduleLang

/// For which SoCs a condition holds and for which it does not; for the others it is unknown.
struct ConditionSets {
  var yes: SoCSet
  var no: SoCSet

  /// Whatever the SoC.
  init(_ truth: Truth) {
    yes = truth == .yes ? .all : .empty
    no = truth == .no ? .all : .empty
  }

  /// A comparison of the SoC.
  fileprivate init(_ holds: SoCSet) {
    yes = holds
    no = .known - holds
  }

  fileprivate init(yes: SoCSet, no: SoCSet) {
    self.yes = yes
    self.no = no
  }
}

extension Schedule {
  /// For which SoCs the condition at node `index` holds where `value` says what each fact is.
  func sets(ofCondition index: Int, facts: FactTable, value: (Int) -> Double?) -> ConditionSets {
    switch conditions[index].kind {
    case .compare(.soc, let relation, let threshold, let slot):
      let kept = slot == nil ? nil : facts.number(of: .kept(.compare(relation, threshold))).flatMap(value)
      return ConditionSets(
        SoCSet {
          relation.holds(Double($0), threshold) || (kept == 1 && abs(Double($0) - threshold) < hysteresis)
        })
    case .between(.soc, let low, let high, let slot):
      let kept = slot == nil ? nil : facts.number(of: .kept(.between(low, high))).flatMap(value)
      let margin = kept == 1 ? hysteresis : 0
      return ConditionSets(
        SoCSet {
          let soc = Double($0)
          return (low <= soc && soc <= high) || (low - margin < soc && soc < high + margin)
        })
    case .unknown(.soc):
      return ConditionSets(yes: .unknown, no: .known)
    case .compare(let reading, let relation, let threshold, _):
      guard let value = facts.number(of: reading).flatMap(value) else { return ConditionSets(Truth.unknown) }
      return ConditionSets(Truth(relation.holds(reading.value(ofStem: value), threshold)))
    case .between(let reading, let low, let high, _):
      guard let value = facts.number(of: reading).flatMap(value) else { return ConditionSets(Truth.unknown) }
      return ConditionSets(Truth((low...high).contains(reading.value(ofStem: value))))
    case .unknown(let reading):
      return ConditionSets(Truth(facts.number(of: reading).flatMap(value) == nil))
    case .pluggedIn, .unplugged:
      guard let plugged = facts.number(of: .plug).flatMap(value) else { return ConditionSets(Truth.unknown) }
      return ConditionSets(Truth((plugged == 1) == (conditions[index].kind == .pluggedIn)))
    case .input(let name, _):
      return ConditionSets(Truth(facts.number(of: .input(name)).flatMap(value) == 1))
    case .not(let operand):
      let sets = sets(ofCondition: operand, facts: facts, value: value)
      return ConditionSets(yes: sets.no, no: sets.yes)
    case .and(let left, let right):
      let (one, other) = (
        sets(ofCondition: left, facts: facts, value: value),
        sets(ofCondition: right, facts: facts, value: value)
      )
      return ConditionSets(yes: one.yes & other.yes, no: one.no | other.no)
    case .or(let left, let right):
      let (one, other) = (
        sets(ofCondition: left, facts: facts, value: value),
        sets(ofCondition: right, facts: facts, value: value)
      )
      return ConditionSets(yes: one.yes | other.yes, no: one.no & other.no)
    }
  }

  /// The numbers of the facts that the condition at node `index` turns on.
  func factNumbers(ofCondition index: Int, in facts: FactTable, into numbers: inout Set<Int>) {
    switch conditions[index].kind {
    case .compare(.soc, let relation, let threshold, let slot):
      if slot != nil, let number = facts.number(of: .kept(.compare(relation, threshold))) {
        numbers.insert(number)
      }
    case .between(.soc, let low, let high, let slot):
      if slot != nil, let number = facts.number(of: .kept(.between(low, high))) { numbers.insert(number) }
    case .unknown(.soc): break
    case .compare(let reading, _, _, _), .between(let reading, _, _, _), .unknown(let reading):
      if let number = facts.number(of: reading) { numbers.insert(number) }
    case .pluggedIn, .unplugged:
      if let number = facts.number(of: .plug) { numbers.insert(number) }
    case .input(let name, _):
      if let number = facts.number(of: .input(name)) { numbers.insert(number) }
    case .not(let operand): factNumbers(ofCondition: operand, in: facts, into: &numbers)
    case .and(let left, let right), .or(let left, let right):
      factNumbers(ofCondition: left, in: facts, into: &numbers)
      factNumbers(ofCondition: right, in: facts, into: &numbers)
    }
  }
}
