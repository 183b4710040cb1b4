import Runtime
import ScheduleLang

/// A decision in a JSON report.
struct DecisionJSON: Codable {
  var action: String
  var minimumCurrent: Int
  var maximumCurrent: Int

  init(_ decision: Decision) {
    action = decision.action.name
    minimumCurrent = decision.minimumCurrent
    maximumCurrent = decision.maximumCurrent
  }
}

/// A line of a file in a JSON report.
struct PlaceJSON: Codable {
  var file: String
  var line: Int

  init(_ place: SourcePlace) {
    file = place.file
    line = place.line
  }
}
