import Insights
import Runtime
import ScheduleLang

/// A target with a deadline that is missed.
struct MissedTargetJSON: Encodable {
  var rule: Nullable<PlaceJSON>
  var deadline: String
  var target: Double
  /// At the deadline.
  var soc: Double
  var shortfall: Double
  /// Whether it was reached before and given up again.
  var wasReached: Bool
  /// Whether the deadline is after the end.
  var planned: Bool

  init(_ missed: DueTarget, of subject: HomeSchedule) {
    rule = Nullable(subject.place(ofRule: missed.ruleIndex).map(PlaceJSON.init))
    deadline = missed.deadline.description
    target = missed.target.roundedForReport
    soc = missed.soc.roundedForReport
    shortfall = missed.shortfall.roundedForReport
    wasReached = missed.wasReached
    planned = missed.isPlanned
  }
}
