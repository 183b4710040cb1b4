import Insights
import Runtime
import ScheduleLang

/// Where two programs decide differently, as tables.
struct ComparisonText {
  let comparison: ProgramComparison
  let old: HomeSchedule
  let new: HomeSchedule

  /// All that was found and what was compared, over several lines.
  var text: String {
    var text = verdict + "\n"
    if !comparison.differences.isEmpty { text += "\n" + differences }
    if !comparison.doubts.isEmpty { text += "\nWhat may differ too, and what it turns on:\n" + doubts }
    for reason in comparison.unresolved { text += "\nNot told apart: \(DiagnosticText.escaped(reason)).\n" }
    if !comparison.settings.isEmpty { text += "\n" + settings.map { $0 + "\n" }.joined() }
    return text + "\nCompared: \(ProgramComparison.compared.joined(separator: "; ")).\n"
      + "Not compared: tests and proofs.\n"
  }

  private var verdict: String {
    switch comparison.verdict {
    case .equal: "Both decide the same throughout."
    case .mayDiffer: "They may differ: no moment was found at which they do, nor was it ruled out."
    case .differs where !comparison.differences.isEmpty: "They differ."
    case .differs where comparison.doubts.isEmpty && comparison.unresolved.isEmpty:
      "The rules decide alike, but the settings of the site differ."
    case .differs: "The settings of the site differ, and with them what is decided may differ too."
    }
  }

  /// The differences that were shown, a line each.
  var differences: String {
    table(comparison.differences, last: "for example") { difference in
      difference.example.map { example in
        "\(example.local.date.weekday.name) \(example.local), \(example.facts)"
      } ?? ""
    }
  }

  /// What might differ as well, a line each.
  var doubts: String { table(comparison.doubts, last: "by") { $0.doubt ?? "" } }

  /// The settings that are not the same, a line each.
  var settings: [String] {
    comparison.settings.map { setting in
      "the site's \(setting.name): \(setting.before) -> \(setting.after)"
        + (setting.matters ? "" : ", which decides nothing")
    }.map(DiagnosticText.escaped)
  }

  private func table(
    _ differences: [ProgramComparison.Difference], last: String,
    _ entry: (ProgramComparison.Difference) -> String
  ) -> String {
    var table = TextTable(columns: [
      ("days", .left), ("time", .left), ("SoC", .left), ("old", .left), ("new", .left), ("rules", .left),
      (last, .left),
    ])
    for difference in differences {
      let decisions = [text(difference.before, of: old), text(difference.after, of: new)]
      let times = difference.times.isEmpty ? [nil] : difference.times.map(Optional.some)
      for (number, time) in times.enumerated() {
        table.rows.append(
          [time?.days ?? "", time?.minutes ?? "", time.map(socs) ?? ""] + decisions
            + [askers(difference), number == 0 ? entry(difference) : ""])
      }
    }
    return table.text
  }

  private func text(_ side: ProgramComparison.Side, of subject: HomeSchedule) -> String {
    side.chooses ? "what it chooses" : subject.text(side.decision)
  }

  private func socs(_ time: ProgramComparison.Time) -> String {
    let runs = time.socs.map { $0.count == 1 ? "\($0.lowerBound)%" : "\($0.lowerBound)%-\($0.upperBound)%" }
    return (runs + (time.includesUnknown ? ["unknown"] : [])).joined(separator: ", ")
  }

  private func askers(_ difference: ProgramComparison.Difference) -> String {
    switch difference.asker {
    case .orderToCharge: "an order to charge"
    case .orderToDischarge: "an order to discharge"
    case .rules:
      [old.place(ofRule: difference.before.ruleIndex), new.place(ofRule: difference.after.ruleIndex)]
        .map { $0.map { DiagnosticText.escaped($0.description) } ?? "no rule" }.joined(separator: " -> ")
    }
  }
}
