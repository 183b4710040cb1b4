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

  var schemaVersion = JSONText.schemaVersion
  var timezone: String
  var cells: [Cell]

  init(_ map: PolicyMap, of subject: ReportSubject) {
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
  }
}
