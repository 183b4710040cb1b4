// Schedules: blocks are flattened, guards compiled once for all rules below them.
extension Checker {
  /// The schedule of the program: the run file's own, or the only one that it uses.
  mutating func compileSchedule() -> Schedule? {
    guard let runFile = files.first?.tree else { return nil }
    for file in files {
      for further in file.tree.schedules.dropFirst() {
        report(.secondSchedule(further.name, first: file.tree.schedules[0].name.range))
      }
    }
    let used = precedence.filter { $0 != 0 }.compactMap { files[$0].tree.schedules.first }
    let candidates = visibleSchedules
    guard let chosen = candidates.first else {
      for proof in runFile.proofs { compile(proof) }
      return nil
    }
    if candidates.count > 1 {
      report(.ambiguousSchedule(candidates.map(\.name)))
      return nil
    }
    schedule = Schedule(name: chosen.name.text, clocks: clocks, range: chosen.range)
    compile(chosen, below: used, above: [])
    noteHiddenClauses(of: used, by: chosen)
    for proof in runFile.proofs { compile(proof) }
    schedule.hysteresis = hysteresis ?? 0
    if schedule.hysteresis == 0 { forgetHysteresis() }
    schedule.importTariff = site.importTariff.flatMap { tariff($0) }
    schedule.exportTariff = site.exportTariff.flatMap { tariff($0) }
    schedule.moneyUnit = moneyUnit
    schedule.clocks = clocks
    schedule.inputs = declaredInputs
    return schedule
  }

  /// The unit that the program counts in; price lists of Octopus Energy are in pence.
  private var moneyUnit: String {
    if let money { return money.unit == .cents ? "c" : "p" }
    if case .octopus = schedule.importTariff?.source { return "p" }
    return ""
  }

  /// The schedules that no other hides: a file's own hides those of all files below it.
  private var visibleSchedules: [ScheduleSyntax] {
    var found: [ScheduleSyntax] = []
    var visited: Set<Int> = []
    func visit(_ file: Int) {
      guard visited.insert(file).inserted else { return }
      if let own = files[file].tree.schedules.first { return found.append(own) }
      for used in files[file].uses { visit(used) }
    }
    visit(0)
    return found
  }

  /// Without hysteresis no comparison needs a memory; only the last clause tells.
  private mutating func forgetHysteresis() {
    schedule.hysteresisSlots = 0
    for index in schedule.conditions.indices { schedule.conditions[index].forgetMemory() }
  }

  /// Compiles one schedule and then the one that it stands over.
  private mutating func compile(_ syntax: ScheduleSyntax, below used: [ScheduleSyntax], above: [SourceRange])
  {
    var clauses = ClauseRanges()
    compiledSchedules.append(syntax.range)
    compile(syntax.statements, guards: [], clauses: &clauses, isTopLevel: true)
    guard let base = syntax.base else { return }
    let matches = used.filter {
      $0.name.text == base.text && $0.range != syntax.range && !above.contains($0.range)
    }
    guard let found = matches.first else {
      return report(.unknownSchedule(base, among: used.map(\.name.text)))
    }
    if matches.count > 1 { return report(.ambiguousSchedule(matches.map(\.name))) }
    compile(found, below: used, above: above + [syntax.range])
  }

  /// Where one schedule's clauses stand that it may say only once.
  private struct ClauseRanges {
    var reserve: SourceRange?
    var hysteresis: SourceRange?
  }

  private mutating func compile(
    _ statements: [StatementSyntax], guards outer: [Guard], clauses: inout ClauseRanges, isTopLevel: Bool
  ) {
    var otherwise: SourceRange?
    for statement in statements {
      switch statement {
      case .rule(let rule):
        if let otherwise { report(.ruleAfterOtherwise(at: rule.range, otherwise: otherwise)) }
        if let here = rule.otherwise { otherwise = here }
        compile(rule, guards: outer, clauses: &clauses)
      case .never(let never) where isTopLevel: compile(never)
      case .reserve(let quantity, let guards, let clause) where isTopLevel:
        if guards.isEmpty {
          if let first = clauses.reserve {
            report(.repeatedSetting("reserve", at: clause.range, first: first))
          }
          clauses.reserve = clause.range
        }
        compileReserve(quantity, guards, at: clause.range)
      case .hysteresis(let quantity, let range) where isTopLevel:
        if let first = clauses.hysteresis { report(.repeatedSetting("hysteresis", at: range, first: first)) }
        clauses.hysteresis = range
        guard let percent = percent(quantity, for: "the hysteresis") else { continue }
        noteHysteresis(percent, at: range)
        // That of a schedule below is replaced.
        hysteresis = hysteresis ?? percent
      case .proof(let proof) where isTopLevel: compile(proof)
      case .never(let never): report(.clauseInBlock("never", at: never.range))
      case .reserve(_, _, let clause): report(.clauseInBlock("reserve", at: clause.range))
      case .hysteresis(_, let range): report(.clauseInBlock("hysteresis", at: range))
      case .proof(let proof): report(.clauseInBlock("prove", at: proof.range))
      }
    }
  }

  private mutating func compile(_ rule: RuleSyntax, guards outer: [Guard], clauses: inout ClauseRanges) {
    let own = guards(rule.guards)
    switch rule.body {
    case .block(let statements):
      compile(statements, guards: outer + own, clauses: &clauses, isTopLevel: false)
    case .action(let syntax):
      guard let action = action(syntax) else { return }
      noteFloor(action, at: syntax.limitRange ?? syntax.range)
      noteGridLimits(action.decision.action, at: syntax.kindRange)
      noteMissingRelease(action, at: syntax.range)
      noteMissingMeter(action, at: syntax.kindRange, then: syntax.then.first)
      if rule.guards.isEmpty, rule.otherwise == nil, action.target == nil {
        return report(.ruleWithoutEnd(at: syntax.range, file: syntax.range.file))
      }
      schedule.rules.append(
        Rule(guards: outer + own, action: action, range: rule.range, allowed: rule.allowances))
    }
  }

  /// A floor imports or exports where the action alone would not.
  private mutating func noteFloor(_ action: Action, at range: SourceRange) {
    guard action.decision.action.follows else { return }
    if action.decision.action == .followSun, action.decision.minimumCurrent > 0 {
      report(.floorImports(action.decision.minimumCurrent, at: range))
    } else if action.decision.action == .followHouse, action.decision.maximumCurrent < 0 {
      report(.floorExports(-action.decision.maximumCurrent, at: range))
    }
  }

  /// A limit of nothing leaves something else of an action than what it says.
  private mutating func noteGridLimits(_ action: ActionKind, at range: SourceRange) {
    if action == .discharge, site.exportLimit?.value == 0 { report(.exportForbidden(at: range)) }
    if action == .charge, site.importLimit?.value == 0 { report(.importForbidden(at: range)) }
  }

  private mutating func compile(_ never: NeverSyntax) {
    guard let kind = neverKind(never.kind) else { return }
    schedule.nevers.append(NeverClause(kind, guards: guards(never.guards), range: never.range))
  }

  /// A reserve; one that holds at times only is what it says: a clause against discharging at or below its SoC, nor while that is unknown.
  private mutating func compileReserve(
    _ quantity: QuantitySyntax, _ syntax: [GuardSyntax], at range: SourceRange
  ) {
    let percent = percent(quantity, for: "a reserve")
    let compiled = guards(syntax)
    guard let percent else { return }
    guard syntax.isEmpty else {
      guard compiled.count == syntax.count else { return }
      let low = add(.compare(.soc, .lessOrEqual, percent, slot: nil), quantity.range)
      let unknown = add(.unknown(.soc), quantity.range)
      let floor = Guard(.when(root: add(.or(low, unknown), quantity.range), held: nil), range: quantity.range)
      var clause = NeverClause(.discharge, guards: compiled + [floor], range: range)
      clause.reserve = percent
      return schedule.nevers.append(clause)
    }
    // A reserve of a schedule below still holds: clauses add up.
    if schedule.reserve.map({ percent > $0 }) ?? true {
      (schedule.reserve, schedule.reserveRange) = (percent, range)
    }
  }

  mutating func neverKind(_ syntax: NeverSyntax.Kind) -> NeverClause.Kind? {
    switch syntax {
    case .charge: .charge
    case .discharge: .discharge
    case .export: .export
    case .over(let quantity): current(quantity).map { .over($0) }
    }
  }
}
