import Insights
import Runtime
import ScheduleLang

/// Which rules the tests of a file reach, in a JSON report.
struct CoverageJSON: Encodable {
  var file: String
  var rules: Int
  var reached: Int
  var percent: Int
  var unreached: [Nullable<PlaceJSON>]

  init(_ coverage: RuleCoverage, of subject: HomeSchedule, path: String) {
    file = path
    rules = coverage.count
    reached = coverage.reached
    percent = coverage.percent
    unreached = coverage.unreached.map { Nullable(subject.place(ofRule: $0).map(PlaceJSON.init)) }
  }
}
