import Insights
import Runtime
import ScheduleLang

/// `--map --json`.
struct MapJSON: Encodable {
  struct Cell: Encodable {
    var day: String
    var from: String
    var to: String
    var socFrom: Nullable<Int>
    var socTo: Nullable<Int>
    var decision: DecisionJSON
    var applied: DecisionJSON
    var rule: Nullable<PlaceJSON>
    var dependsOn: [String]
  }

  /// What a rule with a deadline would decide, planned afresh there with the prices known now.
  struct Planned: Encodable {
    var day: String
    var from: String
    var to: String
    var soc: Int
    var decision: DecisionJSON
    var applied: DecisionJSON
    var rule: Nullable<PlaceJSON>
  }

  var schemaVersion = JSONText.schemaVersion
  var timezone: String
  var cells: [Cell]
  /// Points every quarter of an hour and every five percent where a cell depends on a deadline, as runs.
  ///
  /// Left out where nobody asks for them, since they take their time.
  var planned: [Planned]?

  init(_ map: PolicyMap, of subject: HomeSchedule, withPlans: Bool = false) {
    timezone = subject.site.timezone
    cells = map.cells.map { cell in
      Cell(
        day: cell.day.name, from: TimeOfDay.text(cell.minutes.lowerBound),
        to: TimeOfDay.text(cell.minutes.upperBound), socFrom: Nullable(cell.soc?.lowerBound),
        socTo: Nullable(cell.soc?.upperBound), decision: DecisionJSON(cell.policy.decision),
        applied: DecisionJSON(cell.policy.applied),
        rule: Nullable(subject.place(ofRule: cell.policy.ruleIndex).map(PlaceJSON.init)),
        dependsOn: cell.policy.dependsOn)
    }
    guard withPlans else { return }
    planned = PlannedPolicy(of: subject, on: map).cells(of: map).map { cell in
      Planned(
        day: cell.day.name, from: TimeOfDay.text(cell.minutes.lowerBound),
        to: TimeOfDay.text(cell.minutes.upperBound), soc: cell.soc,
        decision: DecisionJSON(cell.policy.decision), applied: DecisionJSON(cell.policy.applied),
        rule: Nullable(subject.place(ofRule: cell.policy.ruleIndex).map(PlaceJSON.init)))
    }
  }
}
