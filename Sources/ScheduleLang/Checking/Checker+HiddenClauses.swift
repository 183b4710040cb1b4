// Schedules of used files that another hides, with what they were to guard.
extension Checker {
  /// Says of each schedule that `chosen` hides which of its clauses are lost.
  ///
  /// A schedule that says a clause of the same kind has thought of it.
  mutating func noteHiddenClauses(of used: [ScheduleSyntax], by chosen: ScheduleSyntax) {
    // Which schedule was meant to lie below is not known then.
    if chosen.base != nil, compiledSchedules.count == 1 { return }
    let kinds = schedule.nevers.filter { $0.reserve == nil }.map(\.kind)
    let keepsReserve = schedule.reserve != nil || schedule.nevers.contains { $0.reserve != nil }
    for hidden in used where !compiledSchedules.contains(hidden.range) {
      var lost: [Word] = []
      for statement in hidden.statements {
        switch statement {
        case .reserve(_, _, let clause) where !keepsReserve: lost.append(clause)
        case .never(let never) where !kinds.contains(where: { never.kind.isLike($0) }):
          lost.append(never.clause)
        default: break
        }
      }
      if let first = lost.first {
        report(
          .hiddenClauses(
            of: hidden.name, first: first.text, clauses: lost.map(\.range), by: chosen.name,
            standsOver: chosen.base != nil))
      }
    }
  }
}

extension NeverSyntax.Kind {
  /// Whether it forbids what `other` forbids.
  fileprivate func isLike(_ other: NeverClause.Kind) -> Bool {
    switch (self, other) {
    case (.charge, .charge), (.discharge, .discharge), (.export, .export), (.export, .discharge),
      (.over, .over):
      true
    default: false
    }
  }
}

extension Diagnostic {
  static func hiddenClauses(
    of hidden: Word, first: String, clauses: [SourceRange], by chosen: Word, standsOver: Bool
  ) -> Diagnostic {
    let name = DiagnosticText.escaped(hidden.text)
    let clause = DiagnosticText.escaped(first.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
    return Diagnostic(
      .hiddenClauses, "this hides the schedule \"\(name)\", and its `\(clause)` with it", at: chosen.range,
      labels: clauses.prefix(3).map { Label($0, "this does not hold") },
      notes: standsOver
        ? ["Say it here as well, or accept it by a clause of the same kind."]
        : [
          "`schedule \"\(DiagnosticText.escaped(chosen.text))\" over \"\(name)\"` keeps its rules and clauses; otherwise say them here."
        ])
  }
}
