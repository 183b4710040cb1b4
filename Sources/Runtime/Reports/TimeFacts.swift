import ScheduleLang

/// All that a schedule can tell about a moment by the clock alone: its windows, its days, its prices.
///
/// Moments with equal facts get equal decisions from equal readings and an empty memory.
struct TimeFacts: Hashable {
  private var truths: [Truth] = []
  private var importPrice: Price?
  private var exportPrice: Price?

  /// The facts of `schedule` at `moment`.
  init(_ schedule: Schedule, at moment: Moment, outlook: Outlook, choices: RankedChoices) {
    for rule in schedule.rules { note(rule.guards, at: moment, choices) }
    for clause in schedule.nevers { note(clause.guards, at: moment, choices) }
    importPrice = outlook.importPrice(at: moment)
    exportPrice = outlook.exportPrice(at: moment)
  }

  private mutating func note(_ guards: [Guard], at moment: Moment, _ choices: RankedChoices) {
    for item in guards {
      switch item.kind {
      case .during(let windows):
        truths.append(Window.anyInForce(windows, at: moment, choices: choices))
      case .on(let days): truths.append(Truth(days.contains(moment.local.date)))
      case .when: continue
      }
    }
  }
}
