import Runtime
import ScheduleLang

/// The deadlines that rules pursue and that have not fallen due yet.
struct PendingTargets {
  private struct Pending {
    var deadline: Instant
    var target: Double
    var rises: Bool
    var isMet = false
  }

  private var byRule: [Int: Pending] = [:]

  /// Takes in what is pursued after a minute that ended at `end` with a SoC of `soc`, and moves what has fallen due
  /// into `targets`.
  mutating func update(_ memory: Memory, soc: Int, at end: Instant, into targets: inout [Simulation.Due]) {
    for (rule, pursuit) in memory.deadlines.pursuits where !pursuit.plan.isOverdue {
      if byRule[rule]?.deadline != pursuit.plan.deadline {
        byRule[rule] = Pending(
          deadline: pursuit.plan.deadline, target: pursuit.plan.target,
          rises: pursuit.ahead?.scale.rises ?? true)
      }
    }
    for (rule, var pending) in byRule {
      let isThere = pending.rises ? Double(soc) >= pending.target : Double(soc) <= pending.target
      if isThere { pending.isMet = true }
      byRule[rule] = pending
      guard end >= pending.deadline else { continue }
      // One that was taken up in the same minute as it fell due is counted once.
      targets.append(
        .init(deadline: pending.deadline, target: pending.target, isMet: pending.isMet, rises: pending.rises))
      byRule[rule] = nil
    }
  }
}
