import Runtime
import ScheduleLang

/// `--test --json`.
struct TestsJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var passed: Bool
  var tests: [TestJSON]
}

/// A test block in a JSON report.
struct TestJSON: Encodable {
  struct Row: Encodable {
    var place: Nullable<PlaceJSON>
    var passed: Bool
    var expected: DecisionJSON
    /// What the schedule decides where that differs from what is expected.
    var got: Nullable<DecisionJSON>
    /// The first time at which the row does not hold.
    var failsAt: Nullable<String>
  }

  var name: String
  var place: Nullable<PlaceJSON>
  var passed: Bool
  var rows: [Row]

  init(_ test: TestReport.Test, of subject: ReportSubject) {
    name = test.name
    place = Nullable(subject.place(of: test.range).map(PlaceJSON.init))
    passed = test.isPassed
    rows = test.rows.map { result in
      var (got, failsAt): (Decision?, Instant?)
      switch result.verdict {
      case .passed, .neverOccurs: break
      case .passedAsApplied(let wanted): got = wanted
      case .failed(let explanation):
        (got, failsAt) = (explanation.outcome.decision, explanation.moment.instant)
      }
      return Row(
        place: Nullable(subject.place(of: result.row.range).map(PlaceJSON.init)), passed: result.isPassed,
        expected: DecisionJSON(result.row.expected), got: Nullable(got.map(DecisionJSON.init)),
        failsAt: Nullable(failsAt?.description))
    }
  }
}
