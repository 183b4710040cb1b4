import Runtime
import ScheduleLang

extension Forecast {
  /// A target with a deadline that is missed in a forecast, or will be after its end.
  public struct MissedTarget: Hashable, Sendable {
    /// The rule, as an index into `Schedule.rules`.
    public var ruleIndex: Int
    /// By when it was to be reached.
    public var deadline: Instant
    /// The SoC that is wanted, in percent.
    public var target: Double
    /// The SoC at the deadline, in percent.
    public var soc: Double
    /// Whether it was reached before, and given up again by what other rules do.
    public var wasReached: Bool
    /// Whether the deadline is after the forecast's end, so that this is only what is planned.
    public var isPlanned: Bool
    /// The first plan that fell short, and when it was made; nil where none did.
    public var plan: Planned?

    /// A plan and when it was made.
    public struct Planned: Hashable, Sendable {
      public var instant: Instant
      public var plan: DeadlinePlan
    }

    /// By how many percent the target is missed.
    public var shortfall: Double { abs(target - soc) }
  }
}

/// Follows the targets with a deadline through a forecast.
struct ForecastTargets {
  private struct Pending {
    var target: Double
    var rises: Bool
    var wasReached = false
    var latest: DeadlinePlan
    var short: Forecast.MissedTarget.Planned?
  }

  private struct Key: Hashable {
    var rule: Int
    var deadline: Instant
  }

  /// What is given up again by so many percent is missed.
  private static let givenUp = 2.0

  private let schedule: Schedule
  private var pending: [Key: Pending] = [:]
  private(set) var missed: [Forecast.MissedTarget] = []

  init(_ schedule: Schedule) { self.schedule = schedule }

  /// Takes in what is pursued in a step from `start` to `end`, at whose end the SoC is `soc`.
  mutating func update(_ memory: Memory, soc: Double, from start: Instant, to end: Instant) {
    for (rule, pursuit) in memory.deadlines.pursuits where !pursuit.plan.isOverdue {
      let plan = pursuit.plan
      let key = Key(rule: rule, deadline: plan.deadline)
      let action = schedule.rules[rule].action.parts.first { $0.target == plan.target }
      var item = pending[key] ?? Pending(target: plan.target, rises: action?.rises ?? true, latest: plan)
      // What follows a target that is reached may have one of its own by the same time.
      (item.target, item.rises, item.latest) = (plan.target, action?.rises ?? item.rises, plan)
      if plan.shortfall > 0, item.short == nil { item.short = .init(instant: start, plan: plan) }
      pending[key] = item
    }
    for key in pending.keys.sorted(by: { ($0.deadline, $0.rule) < ($1.deadline, $1.rule) }) {
      guard var item = pending[key] else { continue }
      let reading = soc.rounded(.down)
      if item.rises ? reading >= item.target : reading <= item.target { item.wasReached = true }
      pending[key] = item
      guard end >= key.deadline else { continue }
      pending[key] = nil
      let short = item.rises ? item.target - soc : reading - item.target
      guard short > (item.wasReached ? Self.givenUp : 0) else { continue }
      missed.append(
        .init(
          ruleIndex: key.rule, deadline: key.deadline, target: item.target, soc: item.rises ? soc : reading,
          wasReached: item.wasReached, isPlanned: false, plan: item.short))
    }
  }

  /// Adds those whose deadline is after the end, by their last plan.
  mutating func finish() {
    for (key, item) in pending.sorted(by: { ($0.key.deadline, $0.key.rule) < ($1.key.deadline, $1.key.rule) })
    where item.latest.shortfall > 0 && !item.wasReached {
      let soc = item.target + (item.rises ? -1 : 1) * item.latest.shortfall
      missed.append(
        .init(
          ruleIndex: key.rule, deadline: key.deadline, target: item.target, soc: soc, wasReached: false,
          isPlanned: true, plan: item.short))
    }
    pending = [:]
  }
}
