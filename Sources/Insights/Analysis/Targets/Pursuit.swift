import Runtime
import ScheduleLang

/// A target that a rule pursues: the one of its action, or one of those that it is to reach as it chooses.
struct Pursuit {
  /// The rule, as an index into `Schedule.rules`.
  var rule: Int
  /// In percent.
  var target: Double
  /// By when; nil where it is reached whenever it is.
  var deadline: Deadline?
  /// What moves the car towards it as fast as the rule may.
  var decision: Decision
  /// Where it is not reached yet.
  var socs: SoCSet
  /// Whether it makes the SoC rise.
  var rises: Bool
  /// Whether it is pursued by choice, among other things.
  var isChoice = false

  /// The most that it charges or, negative, discharges.
  var current: Amperes { Amperes(rises ? decision.maximumCurrent : decision.minimumCurrent) }

  /// Whether power certainly flows towards it while it is pursued.
  var isFixed: Bool { rises ? decision.minimumCurrent > 0 : decision.maximumCurrent < 0 }
}

extension DecisionSpace {
  /// What rule number `index` pursues.
  func pursuits(ofRule index: Int) -> [Pursuit] {
    let action = schedule.rules[index].action
    if let optimisation = action.optimisation {
      guard let charge = optimisation.decisions.last(where: { $0.action == .charge }) else { return [] }
      return optimisation.targets.map { target in
        Pursuit(
          rule: index, target: target.soc, deadline: target.deadline, decision: charge,
          socs: SoCSet { Double($0) < target.soc }, rises: true, isChoice: true)
      }
    }
    guard let target = action.target, let first = rules[index].branches.first else { return [] }
    return [
      Pursuit(
        rule: index, target: target, deadline: action.deadline, decision: action.decision, socs: first.socs,
        rises: action.rises)
    ]
  }
}
