import Insights
import Runtime
import ScheduleLang

/// An explanation as prose.
struct ExplanationText {
  let explanation: Explanation
  let subject: HomeSchedule

  /// The explanation, over several lines.
  var text: String {
    let outcome = explanation.outcome
    let given = QuantityText.text(explanation.given)
    var text = "\(localText(explanation.moment.local)), \(given): \(subject.text(outcome.decision))\n"
    if explanation.applied != outcome.decision {
      text +=
        "\(subject.whatLimits(outcome.decision, soc: explanation.given.soc)) leaves \(subject.text(explanation.applied)) of it.\n"
    }
    return text + trace + ending + premises
  }

  /// The rules that were tried and the clauses that clipped, a line each.
  var trace: String {
    var text = ""
    for rule in explanation.considered {
      let verdict = rule.applies ? "applies" : "does not apply"
      text +=
        "  \(place(subject.place(ofRule: rule.ruleIndex))) \(subject.text(rule.wanted)) \(verdict):"
      text += " \(DiagnosticText.escaped(rule.because))\n"
    }
    if explanation.outcome.ruleIndex == nil { text += "  no rule applies: idle\n" }
    for clip in explanation.outcome.clips {
      let (clause, at) = subject.description(of: clip)
      text += "  \(place(at)) clipped by `\(DiagnosticText.escaped(clause))`\n"
    }
    return text
  }

  private var ending: String {
    guard let until = explanation.until, let next = explanation.next else {
      return "It stays so for at least \(Explanation.horizon / 1440) days with these readings.\n"
    }
    let rule =
      subject.place(ofRule: next.ruleIndex).map { " (\(DiagnosticText.escaped($0.description)))" } ?? ""
    return "With these readings it lasts until \(localText(subject.clocks.site.local(until))), "
      + "then \(subject.text(next.decision))\(rule).\n"
  }

  /// What was taken for granted.
  private var premises: String {
    var text = ""
    let missing = explanation.missing.filter { $0 != .soc }.map(\.name)
    if !missing.isEmpty { text += "Not given and taken to be unknown: \(missing.joined(separator: ", ")).\n" }
    if !explanation.assumed.isEmpty {
      text += "Taken to be remembered is nothing: \(explanation.assumed.joined(separator: ", ")).\n"
    }
    return text
  }

  private func place(_ place: SourcePlace?) -> String {
    place.map { DiagnosticText.escaped($0.description) + ":" } ?? ""
  }

  private func localText(_ local: LocalTime) -> String { "\(local.date.weekday.name) \(local)" }
}
