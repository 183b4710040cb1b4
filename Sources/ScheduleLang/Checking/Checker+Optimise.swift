// The action that chooses among the others.
extension Checker {
  /// What `optimise` is asked for; nil where that is wrong.
  ///
  /// - Parameter range: the words of the action.
  mutating func optimisation(_ syntax: OptimiseSyntax, at range: SourceRange) -> Optimisation? {
    guard site.battery != nil else {
      if !misspeltSettings.contains("battery") { report(.missingBattery(for: "`optimise`", at: range)) }
      return nil
    }
    guard site.importTariff != nil else {
      if !misspeltSettings.contains("tariff") { report(.missingTariff(.importPrice, at: range)) }
      return nil
    }
    askForSiteTariffs()
    var result = Optimisation(current: site.chargerCurrent, discharges: site.chargerDischarges)
    reportRepeated(syntax.withoutSelling, "without selling")
    reportRepeated(syntax.most.map(\.range), "at most")
    result.sells = syntax.withoutSelling.isEmpty
    if let (low, high) = syntax.range {
      guard let from = percent(low, for: "a state of charge"),
        let to = percent(high, for: "a state of charge")
      else { return nil }
      guard from < to else {
        report(.emptyRange("the lower end is not below the upper one", at: low.range.union(high.range)))
        return nil
      }
      result.range = from...to
    }
    for target in syntax.targets {
      guard let soc = percent(target.soc, for: "a target"), let deadline = deadline(target.deadline) else {
        return nil
      }
      result.targets.append(.init(soc: soc, by: deadline))
    }
    if let limit = syntax.most.first?.limit {
      guard let most = current(limit) else { return nil }
      result.current = site.chargerCurrent.lowerBound...most
    }
    return result
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
