import ScheduleLang

/// All that a schedule can tell about a moment by the clock alone: its windows, its days, its fixed prices.
///
/// Moments with equal facts get equal decisions from equal readings and an empty memory.
struct TimeFacts: Hashable {
  private var truths: [Truth] = []
  private var importPrice: Price?
  private var exportPrice: Price?

  /// The facts of `schedule` at `moment`.
  init(_ schedule: Schedule, at moment: Moment) {
    for rule in schedule.rules { note(rule.guards, at: moment) }
    for clause in schedule.nevers { note(clause.guards, at: moment) }
    importPrice = schedule.fixedImportPrice(at: moment)
    exportPrice = schedule.fixedExportPrice(at: moment)
  }

  private mutating func note(_ guards: [Guard], at moment: Moment) {
    for item in guards {
      switch item.kind {
      case .during(let windows): truths.append(Window.anyInForce(windows, at: moment))
      case .on(let days): truths.append(Truth(days.contains(moment.local.date)))
      case .when: continue
      }
    }
  }
}
