import Insights
import Runtime
import ScheduleLang

extension OpenDocument {
  /// What to show about the place at `position`, as Markdown; nil where there is nothing to say.
  func hover(at position: EditorPosition, now: Instant) -> JSONValue? {
    let offset = source.offset(at: position)
    guard let index = token(at: offset) else { return nil }
    var sections: [String] = []
    if let declaration = declarations.declaration(at: index, of: tokens, in: source) {
      sections.append("```evs\n\(declaration.excerpt)\n```")
    } else if case .keyword(let keyword) = tokens[index].kind {
      sections.append("`\(keyword.spelling)`: \(keyword.explanation)")
    }
    if let subject {
      if let rule = rule(at: offset, of: subject) {
        sections.append(description(of: rule, in: subject, now: now))
      } else if let item = blockGuard(at: offset, of: subject) {
        sections.append(times(of: [item], in: subject, now: now))
      }
    }
    guard !sections.isEmpty else { return nil }
    return [
      "contents": ["kind": "markdown", "value": .string(sections.joined(separator: "\n\n---\n\n"))],
      "range": source.json(tokens[index].range),
    ]
  }

  /// The rule that is written at `offset`.
  private func rule(at offset: Int, of subject: HomeSchedule) -> Rule? {
    subject.schedule.rules.first { $0.range.holds(offset) }
  }

  /// The guard of a block or clause that is written at `offset`.
  private func blockGuard(at offset: Int, of subject: HomeSchedule) -> Guard? {
    let guards = subject.schedule.rules.lazy.flatMap(\.guards) + subject.schedule.nevers.flatMap(\.guards)
    return guards.first { $0.range.holds(offset) }
  }

  /// What a rule does, under which guards, and when it is next in force.
  private func description(of rule: Rule, in subject: HomeSchedule, now: Instant) -> String {
    let action = rule.action
    var text =
      "**\(action.optimisation == nil ? subject.text(action.decision) : subject.text(of: action.range) ?? "optimise")**"
    if let target = rule.action.target { text += " to \(QuantityText.number(target))%" }
    let guards = rule.guards.compactMap { subject.text(of: $0.range) }.map { "`\($0)`" }
    text += guards.isEmpty ? ", where no earlier rule applies" : ", " + guards.joined(separator: " and ")
    return text + "\n\n" + times(of: rule.guards, in: subject, now: now)
  }

  /// When guards are next in force.
  private func times(of guards: [Guard], in subject: HomeSchedule, now: Instant) -> String {
    let isConditional = guards.contains { if case .when = $0.kind { true } else { false } }
    let condition = isConditional ? ", if its condition holds" : ""
    guard let next = RuleOccurrence(of: guards, in: subject, from: now) else {
      return "Not in force within a year, or only when prices say so."
    }
    func text(_ instant: Instant) -> String {
      let local = subject.clocks.site.local(instant)
      return "\(local.date.weekday.name) \(local)"
    }
    let start = next.start == now ? "In force now" : "Next in force from \(text(next.start))"
    return start + (next.end.map { " until \(text($0))" } ?? ", for more than a week") + condition + "."
  }
}

extension SourceRange {
  /// Whether it is in the document itself and holds, or ends at, `offset`.
  fileprivate func holds(_ offset: Int) -> Bool { file == 0 && start <= offset && offset <= end }
}
