import Runtime
import ScheduleLang

/// Where the maps of two schedules differ in one week, for a picture of it.
///
/// Both are taken as in a policy map: the memory is empty, the car plugged in, fixed prices known, all else unknown.
public struct PolicyDifference: Sendable {
  /// What one of the two schedules decides.
  public struct Side: Hashable, Sendable {
    /// The decision, after the schedule's own clauses.
    public var decision: Decision
    /// The rule that decides, as an index into `Schedule.rules`.
    public var ruleIndex: Int?
    /// Names of what could change the decision, sorted.
    public var dependsOn: [String]

    init(_ policy: PolicyMap.Policy) {
      decision = policy.decision
      ruleIndex = policy.ruleIndex
      dependsOn = policy.dependsOn
    }
  }

  /// A rectangle of time and SoC throughout which both decide what they do, differently.
  public struct Cell: Hashable, Sendable {
    /// The days on which it is so, in order.
    public var days: [Weekday]
    /// From which minute of the day until before which.
    public var minutes: Range<Int>
    /// The SoC in whole percent; nil is unknown.
    public var soc: ClosedRange<Int>?
    /// What the old schedule decides.
    public var before: Side
    /// What the new schedule decides.
    public var after: Side
  }

  /// The Monday on which the week starts, on the new site's clock.
  public let monday: CivilDate
  /// The differences, by day, then start, then SoC from the lowest, unknown last.
  public let cells: [Cell]
  /// The new schedule's map.
  public let map: PolicyMap

  /// Whether both maps are the same.
  public var isEmpty: Bool { cells.isEmpty }

  /// Compares two schedules over the week that `date` is in.
  public init(from old: HomeSchedule, to new: HomeSchedule, around date: CivilDate) {
    let (before, after) = (PolicyMap(of: old, around: date), PolicyMap(of: new, around: date))
    monday = after.monday
    map = after
    var cells: [Cell] = []
    for day in Weekday.allCases {
      let theirs = after.cells.filter { $0.day == day }
      for cell in before.cells where cell.day == day {
        for other in theirs where cell.policy.decision != other.policy.decision {
          guard let minutes = cell.minutes.shared(with: other.minutes), let soc = cell.sharedSoC(with: other)
          else { continue }
          cells.append(
            Cell(
              days: [day], minutes: minutes, soc: soc, before: Side(cell.policy), after: Side(other.policy)))
        }
      }
    }
    self.cells = PolicyDifference.joined(cells)
  }

  /// Joins equal cells of several days, after pieces of one day that lie side by side.
  private static func joined(_ cells: [Cell]) -> [Cell] {
    var days: [Cell: [Weekday]] = [:]
    var order: [Cell] = []
    for cell in sideBySide(stacked(cells)) {
      var key = cell
      key.days = []
      if days[key] == nil { order.append(key) }
      days[key, default: []] += cell.days
    }
    let result = order.map { key -> Cell in
      var cell = key
      cell.days = days[key] ?? []
      return cell
    }
    return result.sorted { $0.order.lexicographicallyPrecedes($1.order) }
  }

  /// Cells of one day that differ in their SoCs only and lie on top of one another, as one.
  private static func stacked(_ cells: [Cell]) -> [Cell] {
    var result: [Cell] = []
    for cell in cells.sorted(by: { $0.order.lexicographicallyPrecedes($1.order) }) {
      guard let soc = cell.soc else {
        result.append(cell)
        continue
      }
      let below = result.lastIndex {
        $0.days == cell.days && $0.minutes == cell.minutes && $0.before == cell.before
          && $0.after == cell.after
          && $0.soc.map { $0.upperBound + 1 } == soc.lowerBound
      }
      if let below, let other = result[below].soc {
        result[below].soc = other.lowerBound...soc.upperBound
      } else {
        result.append(cell)
      }
    }
    return result
  }

  /// Cells of one day that differ in their minutes only and follow one another, as one.
  private static func sideBySide(_ cells: [Cell]) -> [Cell] {
    var result: [Cell] = []
    for cell in cells.sorted(by: { $0.order.lexicographicallyPrecedes($1.order) }) {
      let last = result.lastIndex {
        $0.days == cell.days && $0.soc == cell.soc && $0.before == cell.before && $0.after == cell.after
          && $0.minutes.upperBound == cell.minutes.lowerBound
      }
      if let last {
        result[last].minutes = result[last].minutes.lowerBound..<cell.minutes.upperBound
      } else {
        result.append(cell)
      }
    }
    return result
  }
}

extension PolicyDifference.Cell {
  fileprivate var order: [Int] {
    [Int(days.first?.rawValue ?? 0), minutes.lowerBound, soc?.lowerBound ?? 101, minutes.upperBound]
  }
}

extension PolicyMap.Cell {
  /// The SoCs that both cells hold: nil where there are none, nil within where both are about an unknown one.
  fileprivate func sharedSoC(with other: PolicyMap.Cell) -> ClosedRange<Int>?? {
    guard let soc, let others = other.soc else { return soc == nil && other.soc == nil ? .some(nil) : nil }
    return soc.overlaps(others) ? .some(soc.clamped(to: others)) : nil
  }
}

extension Range<Int> {
  /// What both ranges hold; nil where that is nothing.
  fileprivate func shared(with other: Range<Int>) -> Range<Int>? {
    overlaps(other) ? clamped(to: other) : nil
  }
}
