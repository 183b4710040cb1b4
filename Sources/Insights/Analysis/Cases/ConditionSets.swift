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

  /// The numbers of the facts that the condition at node `index` turns on, and where it cuts those that are readings.
  func collectCuts(ofCondition index: Int, in facts: FactTable, into cuts: inout [Int: Set<Double>]) {
    func note(_ number: Int?, _ places: [Double] = []) {
      if let number { cuts[number, default: []].formUnion(places) }
    }
    switch conditions[index].kind {
    case .compare(.soc, let relation, let threshold, let slot):
      if slot != nil { note(facts.number(of: .kept(.compare(relation, threshold)))) }
    case .between(.soc, let low, let high, let slot):
      if slot != nil { note(facts.number(of: .kept(.between(low, high)))) }
    case .unknown(.soc): break
    case .compare(let reading, _, let threshold, _):
      note(facts.number(of: reading), reading.cuts(at: threshold))
    case .between(let reading, let low, let high, _):
      note(facts.number(of: reading), reading.cuts(at: low) + reading.cuts(at: high))
    case .unknown(let reading): note(facts.number(of: reading))
    case .pluggedIn, .unplugged: note(facts.number(of: .plug))
    case .input(let name, _): note(facts.number(of: .input(name)))
    case .not(let operand): collectCuts(ofCondition: operand, in: facts, into: &cuts)
    case .and(let left, let right), .or(let left, let right):
      collectCuts(ofCondition: left, in: facts, into: &cuts)
      collectCuts(ofCondition: right, in: facts, into: &cuts)
    }
  }
}
