import ScheduleLang

/// A clause that took something away from a decision.
public enum Clip: Hashable, Sendable {
  /// A `never` clause, as an index into `Schedule.nevers`.
  case never(Int)
  /// The reserve.
  case reserve
}

extension Schedule {
  /// What the `never` clauses and the reserve leave of `decision`, and which of them took something away, in the order in
  /// which they did.
  func clipped(_ decision: Decision, at moment: Moment, readings: Readings, memory: ConditionMemory)
    -> (decision: Decision, clips: [Clip])
  {
    var (left, clips) = (decision, [Clip]())
    func take(_ clipped: Decision, because clip: Clip) {
      guard clipped != left else { return }
      left = clipped
      clips.append(clip)
    }
    for index in nevers.indices where left != .idle {
      let holds = truth(of: nevers[index].guards, at: moment, readings: readings, memory: memory)
      take(nevers[index].kind.clipped(left, holds: holds), because: .never(index))
    }
    if let reserve, readings.soc.map({ Double($0) <= reserve }) ?? true {
      take(left.withoutDischarging, because: .reserve)
    }
    return (left, clips)
  }
}

extension NeverClause.Kind {
  /// What is left of `decision` where the clause's guards come to `holds`.
  ///
  /// What is unknown holds against discharging and not against charging: charging is what makes the SoC known
  /// again.
  package func clipped(_ decision: Decision, holds: Truth) -> Decision {
    guard holds != .no else { return decision }
    switch self {
    case .charge: return holds == .yes ? decision.withoutCharging : decision
    case .discharge: return decision.withoutDischarging
    case .export: return decision.withoutExporting
    case .over(let limit):
      return decision.limited(to: -max(0, limit)...(holds == .yes ? max(0, limit) : Int.max))
    }
  }
}
