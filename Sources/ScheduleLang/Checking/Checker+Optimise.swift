// The action that chooses among the others.
extension Checker {
  /// What `optimise` is asked for; nil where that is wrong.
  ///
  /// - Parameter place: the words of the action.
  mutating func optimisation(_ syntax: OptimiseSyntax, at place: SourceRange) -> Optimisation? {
    guard site.battery != nil else {
      if !misspeltSettings.contains("battery") { report(.missingBattery(for: "`optimise`", at: place)) }
      return nil
    }
    guard site.importTariff != nil else {
      if !misspeltSettings.contains("tariff") { report(.missingTariff(.importPrice, at: place)) }
      return nil
    }
    notePrices(.importPrice, at: place)
    reportRepeated(syntax.withoutSelling, "without selling")
    reportRepeated(syntax.most.map(\.range), "at most")
    var range: ClosedRange<Double>?
    if let (low, high) = syntax.range {
      guard let from = percent(low, for: "a state of charge"),
        let to = percent(high, for: "a state of charge")
      else { return nil }
      guard from < to else {
        report(.emptyRange("the lower end is not below the upper one", at: low.range.union(high.range)))
        return nil
      }
      range = from...to
    }
    var targets: [Optimisation.Target] = []
    for target in syntax.targets {
      guard let soc = percent(target.soc, for: "a target"), let deadline = deadline(target.deadline) else {
        return nil
      }
      targets.append(.init(soc: soc, by: deadline))
    }
    var current = site.chargerCurrent
    if let limit = syntax.most.first?.limit {
      guard let most = self.current(limit) else { return nil }
      current = site.chargerCurrent.lowerBound...most
    }
    return Optimisation(
      range: range, targets: targets, sells: syntax.withoutSelling.isEmpty, current: current,
      discharges: site.chargerDischarges)
  }

  private mutating func reportRepeated(_ places: [SourceRange], _ text: String) {
    for place in places.dropFirst() { report(.repeatedSetting(text, at: place, first: places[0])) }
  }
}

extension Diagnostic {
  /// `optimise` where a single decision is meant; `what` names who means it.
  static func undecided(_ what: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongKind, "`optimise` chooses among the other actions; \(what) the one that is decided", at: range)
  }
}
