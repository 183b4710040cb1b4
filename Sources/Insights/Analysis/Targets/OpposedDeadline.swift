import Runtime
import ScheduleLang

// Deadlines that come too soon after what goes the other way.
extension AnalysedSchedule {
  /// A rule that certainly moves the car away from the target of another.
  private struct Opponent {
    var rule: Rule
    /// Where it leads, in percent.
    var end: Double
    var current: Amperes
  }

  /// What is missed by less is left to chance, in percent.
  private static let tolerance = 2.0

  /// A deadline that is not met after another rule has taken the car the other way, even by a car that stood at the target.
  func opposedDeadline(_ pursuit: Pursuit) -> Diagnostic? {
    guard let battery = BatteryModel(site: subject.site), let deadline = pursuit.deadline else { return nil }
    let (index, own) = (pursuit.rule, pursuit.current)
    let range = subject.site.chargerSoC
    let aim = min(max(pursuit.target, Double(range.lowerBound)), Double(range.upperBound))
    for other in space.rules.indices where other != index {
      guard let opponent = opponent(other, of: pursuit, from: aim) else { continue }
      for run in runs(
        of: opponent.rule, before: deadline, of: schedule.rules[index], isEarlier: other < index)
      {
        let far = battery.step(
          from: Percent(aim), setPoint: opponent.current, seconds: Double(run.minutes) * 60
        ).soc.value
        let from = pursuit.rises ? max(far, opponent.end) : min(far, opponent.end)
        let end = battery.step(from: Percent(from), setPoint: own, seconds: Double(run.gap) * 60).soc.value
        guard (pursuit.rises ? aim - end : end - aim) > Self.tolerance,
          space.rules[index].guards.may.contains(Int(from))
        else {
          continue
        }
        return .opposedDeadline(
          from: Int(from), at: deadline.wall.minute - run.gap, to: Int(end), rises: pursuit.rises,
          range: schedule.rules[index].action.range, other: opponent.rule.range)
      }
    }
    return nil
  }

  /// Rule `other`, where nothing but the clock keeps it from moving the car away from `aim`.
  private func opponent(_ other: Int, of pursuit: Pursuit, from aim: Double) -> Opponent? {
    let (index, rises) = (pursuit.rule, pursuit.rises)
    guard let branch = space.rules[other].branches.first, branch.choice == nil,
      other < index || branch.isDeferrable && !pursuit.isChoice
    else { return nil }
    let decision = branch.decision
    guard rises ? decision.maximumCurrent < 0 : decision.minimumCurrent > 0 else { return nil }
    let certain = space.rules[other].guards.must & branch.socs & .known
    guard let run = certain.ranges.first(where: { $0.contains(Int(aim)) }) else { return nil }
    let site = subject.site.chargerSoC
    let least = max(Double(site.lowerBound), schedule.reserve ?? 0)
    let end =
      rises
      ? max(Double(run.lowerBound - 1), least) : min(Double(run.upperBound + 1), Double(site.upperBound))
    let way = SoCSet { rises ? $0 > Int(end) && $0 <= Int(aim) : $0 < Int(end) && $0 >= Int(aim) }
    let isStopped = schedule.nevers.indices.contains {
      schedule.nevers[$0].kind.clipped(decision, holds: .yes) != decision
        && !(space.nevers[$0].may & way).isEmpty
    }
    let isPreceded = (0..<other).contains { earlier in
      earlier != index && !(space.bounds[earlier].may & way).isEmpty
        && space.rules[earlier].branches.contains {
          !$0.isDeferrable && (rises ? $0.decision.maximumCurrent > 0 : $0.decision.minimumCurrent < 0)
        }
    }
    guard !isStopped, !isPreceded else { return nil }
    return Opponent(
      rule: schedule.rules[other], end: end,
      current: Amperes(rises ? decision.maximumCurrent : decision.minimumCurrent))
  }
}

extension Diagnostic {
  fileprivate static func opposedDeadline(
    from soc: Int, at minute: Int, to end: Int, rises: Bool, range: SourceRange, other: SourceRange
  ) -> Diagnostic {
    let time = TimeOfDay.text((minute + 1440) % 1440)
    let due = soc == end ? "still \(end)%" : "\(end)%"
    return Diagnostic(
      .tightDeadline,
      "this deadline comes too soon after a rule that goes the other way: the car has \(soc)% at \(time), and \(due) when it is due",
      at: range, labels: [Label(other, "this \(rises ? "discharges" : "charges") until then")],
      notes: ["That is a car that stood at the target before; one that was farther off comes no nearer."])
  }
}
