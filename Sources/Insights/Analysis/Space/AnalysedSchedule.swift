import Runtime
import ScheduleLang

/// A schedule as the analyses look at it.
struct AnalysedSchedule {
  let subject: HomeSchedule
  /// The program's tests.
  let tests: [TestCase]
  /// The program's names of days and windows.
  let namedTimes: [NamedTimes]
  /// The day from which on times matter.
  let today: CivilDate
  /// Everything that it can come to decide from then on.
  let space: DecisionSpace

  var schedule: Schedule { subject.schedule }

  /// The guards of each rule, and of each clause.
  var guardLists: [[Guard]] { schedule.rules.map(\.guards) + schedule.nevers.map(\.guards) }
}
