import Runtime
import ScheduleLang

/// All that a schedule can tell about a moment by the clock alone: its windows, its days, its prices.
///
/// Moments with equal facts get equal decisions from equal readings and an empty memory.
struct TimeFacts: Hashable {
  private var truths: [Truth] = []
  private var importPrice: Price?
  private var exportPrice: Price?
  /// The half hour, where something is chosen by what it is in.
  private var halfHour: Int64?

  /// The facts of `schedule` at `moment`.
  init(_ schedule: Schedule, at moment: Moment, outlook: Outlook, choices: RankedChoices) {
    for rule in schedule.rules { note(rule.guards, at: moment, choices) }
    for clause in schedule.nevers { note(clause.guards, at: moment, choices) }
    importPrice = outlook.importPrice(at: moment)
    exportPrice = outlook.exportPrice(at: moment)
    if !outlook.optimisingRules.isEmpty { halfHour = moment.instant.seconds / 1800 }
  }

  private mutating func note(_ guards: [Guard], at moment: Moment, _ choices: RankedChoices) {
    for item in guards {
      if let truth = item.truth(byClock: moment, choices: choices) { truths.append(truth) }
    }
  }
}

extension Schedule {
  /// The rules, as indices, that the clock alone does not keep from applying at `moment`.
  func rulesInQuestion(at moment: Moment, choices: RankedChoices) -> [Int] {
    rules.indices.filter { index in
      !rules[index].guards.contains { $0.truth(byClock: moment, choices: choices) == .no }
    }
  }
}

extension Guard {
  /// Whether the guard holds at `moment`; nil where it takes more than a clock to tell.
  fileprivate func truth(byClock moment: Moment, choices: RankedChoices) -> Truth? {
    switch kind {
    case .during(let windows): Window.anyInForce(windows, at: moment, choices: choices)
    case .on(let days): Truth(days.contains(moment.local.date))
    case .when: nil
    }
  }
}
