import Runtime
import ScheduleLang

/// What rules with a deadline would decide at the points of a map, with the prices that are known now.
///
/// The plan is made at that moment from that SoC, as by a program that has just been started there.
public struct PlannedPolicy: Sendable {
  private let subject: HomeSchedule
  private let monday: CivilDate

  /// Prepares to look at the points of a subject's map.
  public init(of subject: HomeSchedule, on map: PolicyMap) {
    self.subject = subject
    monday = map.monday
  }

  /// The policy at one point where `policy` is the map's; the same where no deadline has a hand in it.
  public func policy(_ policy: PolicyMap.Policy, on day: Weekday, minute: Int, soc: Int?) -> PolicyMap.Policy
  {
    guard policy.dependsOn.contains(Dependencies.deadline) else { return policy }
    let date = monday.adding(days: Int(day.rawValue))
    var readings = Readings()
    readings.soc = soc
    readings.pluggedIn = true
    var memory = Memory()
    let moment = subject.clocks.moment(local: LocalTime(date: date, minute: minute))
    let outcome = subject.decide(at: moment, readings: readings, memory: &memory)
    var planned = policy
    planned.decision = outcome.decision
    planned.applied = subject.applied(outcome.decision, soc: soc)
    planned.ruleIndex = outcome.ruleIndex
    return planned
  }

  /// A run of points of one policy, a quarter of an hour and a SoC each.
  public struct Cell: Hashable, Sendable {
    public var day: Weekday
    public var minutes: Range<Int>
    public var soc: Int
    public var policy: PolicyMap.Policy
  }

  /// How far apart the points are.
  public static let step = (minutes: 15, soc: 5)

  /// The points of `map` that a deadline has a hand in: every quarter of an hour, every five percent.
  public func cells(of map: PolicyMap) -> [Cell] {
    var cells: [Cell] = []
    for cell in map.cells where cell.policy.dependsOn.contains(Dependencies.deadline) {
      guard let range = cell.soc else { continue }
      let first = (cell.minutes.lowerBound + Self.step.minutes - 1) / Self.step.minutes * Self.step.minutes
      for soc in stride(from: 0, through: 100, by: Self.step.soc) where range.contains(soc) {
        for minute in stride(from: first, to: cell.minutes.upperBound, by: Self.step.minutes) {
          let policy = policy(cell.policy, on: cell.day, minute: minute, soc: soc)
          let end = min(minute + Self.step.minutes, cell.minutes.upperBound)
          if let last = cells.last, last.day == cell.day, last.soc == soc, last.minutes.upperBound == minute,
            last.policy == policy
          {
            cells[cells.count - 1].minutes = last.minutes.lowerBound..<end
          } else {
            cells.append(Cell(day: cell.day, minutes: minute..<end, soc: soc, policy: policy))
          }
        }
      }
    }
    return cells
  }
}
