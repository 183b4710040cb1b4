import Runtime
import ScheduleLang

/// Follows the targets with a deadline as time goes on, and judges them by the SoC at their deadlines.
struct TargetWatch {
  private struct Pending {
    var target: Double
    var rises: Bool
    var wasReached = false
    /// Nil of a rule that chooses, whose plan is for more than its targets.
    var latest: DeadlinePlan?
    var short: DueTarget.Planned?
  }

  private struct Key: Hashable {
    var rule: Int
    var deadline: Instant
  }

  private let schedule: Schedule
  private var pending: [Key: Pending] = [:]
  /// Those that fell due, in order.
  private(set) var due: [DueTarget] = []

  init(_ schedule: Schedule) { self.schedule = schedule }

  /// Takes in what is pursued in a step from `start` to `end`, at whose end the SoC is `soc`.
  ///
  /// - Parameters:
  ///   - choosing: the rule that decides, where it chooses.
  ///   - zone: the site's clock.
  mutating func update(
    _ memory: Memory, choosing: Int?, on zone: ZoneRules, soc: Double, from start: Instant, to end: Instant
  ) {
    for target in choosing.flatMap({ schedule.rules[$0].action.optimisation?.targets }) ?? [] {
      guard let rule = choosing, let due = target.deadline.next(after: start, on: zone) else { continue }
      let key = Key(rule: rule, deadline: due)
      var item = pending[key] ?? Pending(target: target.soc, rises: true)
      item.target = max(item.target, target.soc)
      pending[key] = item
    }
    for (rule, pursuit) in memory.deadlines.pursuits where !pursuit.plan.isOverdue {
      let plan = pursuit.plan
      let key = Key(rule: rule, deadline: plan.deadline)
      var item = pending[key] ?? Pending(target: .nan, rises: true, latest: plan)
      // What follows a target that is reached may have one of its own by the same time.
      if item.target != plan.target {
        item.target = plan.target
        item.rises =
          schedule.rules[rule].action.parts.first { $0.target == plan.target }?.rises ?? item.rises
      }
      item.latest = plan
      if plan.shortfall > 0, item.short == nil { item.short = .init(instant: start, plan: plan) }
      pending[key] = item
    }
    let reading = soc.rounded(.down)
    var ended: [DueTarget] = []
    for (key, var item) in pending {
      if item.rises ? reading >= item.target : reading <= item.target { item.wasReached = true }
      pending[key] = item
      guard end >= key.deadline else { continue }
      pending[key] = nil
      ended.append(Self.target(key, item, soc: item.rises ? soc : reading))
    }
    due += ended.sorted(by: Self.order)
  }

  /// Adds those that will be missed after the end, by their last plan.
  mutating func finish() {
    let later = pending.filter { ($0.value.latest?.shortfall ?? 0) > 0 && !$0.value.wasReached }
    due += later.map { key, item in
      let shortfall = item.latest?.shortfall ?? 0
      let short = item.rises ? -shortfall : shortfall
      var target = Self.target(key, item, soc: item.target + short)
      target.isPlanned = true
      return target
    }.sorted(by: Self.order)
    pending = [:]
  }

  private static func target(_ key: Key, _ item: Pending, soc: Double) -> DueTarget {
    DueTarget(
      ruleIndex: key.rule, deadline: key.deadline, target: item.target, rises: item.rises, soc: soc,
      wasReached: item.wasReached, plan: item.short)
  }

  private static func order(_ one: DueTarget, _ other: DueTarget) -> Bool {
    (one.deadline, one.ruleIndex) < (other.deadline, other.ruleIndex)
  }
}
