import Runtime
import ScheduleLang

/// A stretch of time in which the windows and days of a rule hold, whatever its conditions say.
public struct RuleOccurrence: Hashable, Sendable {
  /// When it starts; the moment asked about where it holds already.
  public var start: Instant
  /// When it ends; nil where it holds for a week and more.
  public var end: Instant?

  /// How far ahead a start is looked for, in days; a year and a day reaches every date of a calendar.
  private static let horizon = 367
  /// How far ahead an end is looked for, in days.
  private static let longest = 7

  /// The first occurrence of `guards` at or after `instant`; nil where there is none within a year.
  ///
  /// Windows that depend on prices hold never here.
  public init?(of guards: [Guard], in subject: HomeSchedule, from instant: Instant) {
    let minute = instant.startOfMinute
    func holds(_ index: Int) -> Bool {
      let moment = subject.clocks.moment(at: minute.adding(seconds: index * 60))
      return guards.allSatisfy { $0.isTimely(at: moment) }
    }
    guard let first = (0..<RuleOccurrence.horizon * 1440).first(where: holds) else { return nil }
    start = first == 0 ? instant : minute.adding(seconds: first * 60)
    let after = (first + 1)...(first + RuleOccurrence.longest * 1440)
    end = after.first { !holds($0) }.map { minute.adding(seconds: $0 * 60) }
  }
}

extension Guard {
  /// Whether its windows or days hold at `moment`; a condition always does.
  fileprivate func isTimely(at moment: Moment) -> Bool {
    switch kind {
    case .during(let windows): Window.anyInForce(windows, at: moment) == .yes
    case .on(let days): days.contains(moment.local.date)
    case .when: true
    }
  }
}
