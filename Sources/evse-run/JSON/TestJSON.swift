import Insights
import Runtime
import ScheduleLang

/// `--test --json`.
struct TestsJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var passed: Bool
  var tests: [TestJSON]
  /// What the tests reach in each file; null unless `--coverage` asks for it.
  var coverage: Nullable<[CoverageJSON]>
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
    /// When the scenario started that does not hold.
    var startedAt: Nullable<String>
    /// The rules that were tried where it does not hold.
    var considered: [ExplanationJSON.Considered]
    /// The evaluations of the scenario around the one that is not as expected.
    var course: [Evaluation]
  }

  /// One evaluation of a scenario.
  struct Evaluation: Encodable {
    var at: String
    var soc: Nullable<Int>
    /// What else is known, as a test gives it.
    var readings: String
    var decision: DecisionJSON
    var rule: Nullable<PlaceJSON>
  }

  var name: String
  var place: Nullable<PlaceJSON>
  var passed: Bool
  var rows: [Row]

  init(_ test: TestReport.Test, of subject: HomeSchedule) {
    name = test.name
    place = Nullable(subject.place(of: test.range).map(PlaceJSON.init))
    passed = test.isPassed
    rows = test.rows.map { Row($0, of: subject) }
  }
}

extension TestJSON.Row {
  fileprivate init(_ result: TestReport.Row, of subject: HomeSchedule) {
    place = Nullable(subject.place(of: result.range).map(PlaceJSON.init))
    passed = result.isPassed
    expected = DecisionJSON(result.expected)
    (got, failsAt, startedAt, considered, course) = (Nullable(nil), Nullable(nil), Nullable(nil), [], [])
    switch result.verdict {
    case .passed, .neverOccurs: break
    case .passedAsApplied(let wanted): got = Nullable(DecisionJSON(wanted))
    case .failed(let failure):
      let explanation = failure.explanation
      got = Nullable(DecisionJSON(explanation.outcome.decision))
      failsAt = Nullable(explanation.moment.instant.description)
      startedAt = Nullable(failure.start?.instant.description)
      considered = explanation.considered.map { .init($0, of: subject) }
      course = failure.course.map { .init($0, of: subject) }
    }
  }
}

extension TestJSON.Evaluation {
  fileprivate init(_ evaluation: TestFailure.Evaluation, of subject: HomeSchedule) {
    at = evaluation.moment.instant.description
    soc = Nullable(evaluation.readings.soc)
    readings = QuantityText.text(evaluation.readings)
    decision = DecisionJSON(evaluation.outcome.decision)
    rule = Nullable(subject.place(ofRule: evaluation.outcome.ruleIndex).map(PlaceJSON.init))
  }
}
