import Insights
import Runtime
import ScheduleLang

/// `--explain --json`.
struct ExplanationJSON: Encodable {
  struct Considered: Encodable {
    var rule: Nullable<PlaceJSON>
    var wanted: DecisionJSON
    var applies: Bool
    var because: String
  }

  struct ClippedBy: Encodable {
    var clause: String
    var place: Nullable<PlaceJSON>
  }

  struct Next: Encodable {
    var decision: DecisionJSON
    var rule: Nullable<PlaceJSON>
  }

  var schemaVersion = JSONText.schemaVersion
  var at: String
  var decision: DecisionJSON
  var applied: DecisionJSON
  var rule: Nullable<PlaceJSON>
  var until: Nullable<String>
  var next: Nullable<Next>
  var clippedBy: [ClippedBy]
  var considered: [Considered]
  /// What is taken to be remembered from before, a clause each.
  var assumed: [String]
  /// Readings that the schedule asks for and that are not known.
  var unknown: [String]

  init(_ explanation: Explanation, of subject: HomeSchedule) {
    func rule(_ index: Int?) -> Nullable<PlaceJSON> {
      Nullable(subject.place(ofRule: index).map(PlaceJSON.init))
    }
    at = explanation.moment.instant.description
    decision = DecisionJSON(explanation.outcome.decision)
    applied = DecisionJSON(explanation.applied)
    self.rule = rule(explanation.outcome.ruleIndex)
    until = Nullable(explanation.until?.description)
    next = Nullable(
      explanation.next.map { Next(decision: DecisionJSON($0.decision), rule: rule($0.ruleIndex)) })
    clippedBy = explanation.outcome.clips.map { clip in
      let (text, place) = subject.description(of: clip)
      return ClippedBy(clause: text, place: Nullable(place.map(PlaceJSON.init)))
    }
    assumed = explanation.assumed
    unknown = explanation.missing.map(\.name)
    considered = explanation.considered.map { Considered($0, of: subject) }
  }
}

extension ExplanationJSON.Considered {
  init(_ consideration: Consideration, of subject: HomeSchedule) {
    rule = Nullable(subject.place(ofRule: consideration.ruleIndex).map(PlaceJSON.init))
    wanted = DecisionJSON(consideration.wanted)
    applies = consideration.applies
    because = consideration.because
  }
}
