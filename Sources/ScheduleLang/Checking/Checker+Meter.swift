// What asks for a grid meter that the site does not have.
extension Checker {
  /// Says of the first part of a rule's action that needs a meter what is left of it without one.
  ///
  /// - Parameters:
  ///   - range: the words of the action.
  ///   - next: what is written after its target.
  mutating func noteMissingMeter(_ action: Action, at range: SourceRange, then next: ActionSyntax?) {
    guard site.meter == nil else { return }
    if action.optimisation != nil { return report(.optimisesWithoutMeter(at: range)) }
    if let left = leftWithoutMeter(action.decision) {
      return report(.withoutMeter(action.decision.action, left: left, at: range))
    }
    if let following = action.then.first {
      noteMissingMeter(following, at: next?.kindRange ?? range, then: next?.then.first)
    }
  }

  /// What a decision comes to in a site without a meter, for a message; nil where it needs none.
  private func leftWithoutMeter(_ decision: Decision) -> String? {
    let smallest = site.chargerCurrent.lowerBound
    switch decision.action {
    case .followSun, .followHouse, .followBoth:
      let floor = max(decision.minimumCurrent, -decision.maximumCurrent)
      return floor > 0 ? "keeps to its floor of \(floor)A" : "does nothing"
    case .charge where site.importLimit.map { $0.value > 0 } ?? false:
      return decision.maximumCurrent > smallest ? "never takes more than \(smallest)A" : nil
    case .discharge where site.exportLimit.map { $0.value > 0 } ?? false: return "does nothing"
    default: return nil
    }
  }
}

extension Diagnostic {
  static func withoutMeter(_ action: ActionKind, left: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .withoutMeter,
      action.follows
        ? "`\(action.name)` follows the grid meter, and the site has none: it \(left)"
        : "the site limits its grid and has no meter to keep to it by: `\(action.name)` \(left)",
      at: range,
      notes: ["The site names its meter, as in `meter shelly-em at \"192.168.0.124\" { grid channel 0 }`."])
  }

  static func optimisesWithoutMeter(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .withoutMeter,
      "the site has no meter: `optimise` knows nothing of the house and follows neither it nor the sun",
      at: range,
      notes: ["The site names its meter, as in `meter shelly-em at \"192.168.0.124\" { grid channel 0 }`."])
  }

  static func sunReadTwice(at range: SourceRange, by first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateDeclaration, "the other meter tells what the sun gives already", at: range,
      labels: [Label(first, "this one")])
  }

  static func nothingToFallSilent(at range: SourceRange) -> Diagnostic {
    Diagnostic(.withoutMeter, "the site has no meter that could fall silent", at: range)
  }
}
