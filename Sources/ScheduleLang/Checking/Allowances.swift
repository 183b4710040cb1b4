extension Compilation {
  /// The diagnostics without those that an `allow` silences, on its rule or in its block, and with a warning for each
  /// that silences nothing.
  ///
  /// - Parameter analyses: the warnings of the analyses; nil where they were not run, and then an `allow` that
  ///   silences nothing may be for one of them.
  public func applyingAllowances(to analyses: [Diagnostic]? = nil) -> [Diagnostic] {
    var remaining = diagnostics + (analyses ?? [])
    guard let program else { return remaining }
    func silence(_ allowance: Allowance, within range: SourceRange) -> Bool {
      let before = remaining.count
      remaining.removeAll {
        $0.severity == .warning && $0.code.name == allowance.name && $0.range.file == range.file
          && range.start <= $0.range.start && $0.range.start < range.end
      }
      return remaining.count < before
    }
    var useless: [Allowance] = []
    for rule in program.schedule?.rules ?? [] {
      useless += rule.allowed.filter { !silence($0, within: rule.range) }
    }
    for block in program.blockAllowances where !silence(block.allowance, within: block.range) {
      // What a file says that others use may matter to them.
      if block.range.file == 0 { useless.append(block.allowance) }
    }
    if analyses != nil { remaining += useless.map { .uselessAllowance($0) } }
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
