extension Compilation {
  /// The diagnostics without those that a rule's `allow` silences, and with a warning for each `allow` that
  /// silences nothing.
  ///
  /// - Parameter analyses: the warnings of the analyses; nil where they were not run, and then an `allow` that
  ///   silences nothing may be for one of them.
  public func applyingAllowances(to analyses: [Diagnostic]? = nil) -> [Diagnostic] {
    var remaining = diagnostics + (analyses ?? [])
    guard let rules = program?.schedule?.rules else { return remaining }
    for rule in rules {
      for allowance in rule.allowed {
        let before = remaining.count
        remaining.removeAll {
          $0.severity == .warning && $0.code.name == allowance.name && $0.range.file == rule.range.file
            && rule.range.start <= $0.range.start && $0.range.start < rule.range.end
        }
        if remaining.count == before, analyses != nil { remaining.append(.uselessAllowance(allowance)) }
      }
    }
    return remaining.sorted {
      ($0.range.file, $0.range.start, $0.code.rawValue) < ($1.range.file, $1.range.start, $1.code.rawValue)
    }
  }
}

extension Diagnostic {
  static func uselessAllowance(_ allowance: Allowance) -> Diagnostic {
    let known = DiagnosticCode.allCases.filter { $0.severity == .warning }.map(\.name)
    let nearest = known.contains(allowance.name) ? nil : Suggestion.nearest(to: allowance.name, among: known)
    return Diagnostic(
      .uselessAllowance,
      known.contains(allowance.name)
        ? "this silences nothing: the rule gives no `\(allowance.name)`"
        : "there is no warning called `\(DiagnosticText.escaped(allowance.name))`",
      at: allowance.range, notes: nearest.map { ["Did you mean `\($0)`?"] } ?? [])
  }
}
