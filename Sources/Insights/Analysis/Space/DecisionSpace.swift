import Runtime
import ScheduleLang

/// Everything that a schedule can come to decide: every minute from today on, every SoC, every case of the facts.
///
/// A car that is unplugged has no known SoC; all other cases can meet each other.
struct DecisionSpace {
  let subject: HomeSchedule
  let facts: FactTable
  let timetable: Timetable
  let rules: [CompiledRule]
  /// The bounds of the rules.
  let bounds: [RuleBounds]
  let nevers: [GuardTable]
  let proofs: [GuardTable]
  /// Where the charger's SoC range lets it charge.
  let socsThatCanCharge: SoCSet
  /// Where the charger's SoC range lets it discharge.
  let socsThatCanDischarge: SoCSet

  var schedule: Schedule { subject.schedule }

  /// Lays out the space of a schedule from `today` on.
  init(_ subject: HomeSchedule, from today: CivilDate) {
    self.subject = subject
    let schedule = subject.schedule
    let lists = schedule.rules.map(\.guards) + schedule.nevers.map(\.guards) + schedule.proofs.map(\.guards)
    let prices = [schedule.importTariff, schedule.exportTariff].flatMap { $0?.periods ?? [] }
      .map { [Guard(.during($0.windows), range: schedule.range)] }
    let all = (lists + prices).flatMap { $0 }
    let table = FactTable(schedule, guards: all)
    facts = table
    rules = schedule.rules.map { rule in
      let branches = rule.action.branches
      return CompiledRule(
        guards: GuardTable(rule.guards, of: schedule, facts: table), branches: branches,
        wanted: branches.reduce(.empty) { $0 | $1.socs })
    }
    bounds = rules.map(RuleBounds.init)
    timetable = Timetable(
      lists + prices, classes: DayClass.all(from: today, guards: all, clocks: subject.clocks), rules: bounds)
    let range = subject.site.chargerSoC
    socsThatCanCharge = SoCSet { $0 < range.upperBound } | .unknown
    socsThatCanDischarge = SoCSet { $0 > range.lowerBound } | .unknown
    nevers = schedule.nevers.map { GuardTable($0.guards, of: schedule, facts: table) }
    proofs = schedule.proofs.map { GuardTable($0.guards, of: schedule, facts: table) }
  }

  // MARK: Items of the timetable, in this order: rules, never clauses, proofs, periods of the two tariffs.

  func item(ofNever index: Int) -> Int { rules.count + index }
  func item(ofProof index: Int) -> Int { rules.count + nevers.count + index }

  /// The fixed price in a stretch.
  func price(_ reading: Reading, in stretch: Stretch) -> Price? {
    let first = rules.count + nevers.count + proofs.count
    let imports = schedule.importTariff?.periods ?? []
    let (periods, base) =
      reading == .importPrice
      ? (imports, first) : (schedule.exportTariff?.periods ?? [], first + imports.count)
    guard let period = periods.indices.first(where: { stretch.allows(base + $0) }) else { return nil }
    return reading == .importPrice ? periods[period].importPrice : periods[period].exportPrice
  }
}
