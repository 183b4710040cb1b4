import Runtime
import ScheduleLang

extension Dependencies {
  /// What a list of guards may come to.
  func possibility(of guards: [Guard]) -> Possibility {
    var result = Possibility(.yes)
    for item in guards where result.truths != .no { result = result.and(possibility(of: item)) }
    return result
  }

  private func possibility(of item: Guard) -> Possibility {
    switch item.kind {
    case .during(let windows):
      return windows.reduce(Possibility(.no)) { $0.or(possibility(of: $1)) }
    case .on(let days):
      return Possibility(Truth(days.contains(moment.local.date)))
    case .when(let root, let held):
      let now = possibility(ofCondition: root)
      guard held != nil, now.truths.contains(.yes) else { return now }
      return Possibility(now.truths.union([.no]), by: now.facts.union([Dependencies.memory]))
    }
  }

  private func possibility(of window: Window) -> Possibility {
    switch window.span {
    case .daily, .dated:
      return Possibility(window.isInForce(at: moment, choices: choices))
    case .outside(let others):
      let days = Truth(window.days?.contains(moment.clock(window.clock).date) ?? true)
      return Possibility(days).and(!others.reduce(Possibility(.no)) { $0.or(possibility(of: $1)) })
    case .ranked(let span):
      let truth = window.isInForce(at: moment, choices: choices)
      let tariff = span.dearest ? schedule.exportTariff : schedule.importTariff
      guard tariff?.source != nil, isInStretch(window, span) else { return Possibility(truth) }
      return .anything(by: (span.dearest ? Reading.exportPrice : .importPrice).name)
    }
  }

  /// Whether the moment is in the stretch that a window by price takes a part of.
  private func isInStretch(_ window: Window, _ span: RankedSpan) -> Bool {
    window.startOfOccurrence(at: moment.clock(window.clock), start: span.start, end: span.end) != nil
  }

  private func possibility(ofCondition index: Int) -> Possibility {
    switch schedule.conditions[index].kind {
    case .compare(let reading, let relation, let threshold, let slot):
      return comparison(of: reading, slot: slot) {
        relation.holds($0, threshold)
      } near: {
        abs($0 - threshold) < schedule.hysteresis
      }
    case .between(let reading, let low, let high, let slot):
      return comparison(of: reading, slot: slot) {
        low <= $0 && $0 <= high
      } near: {
        low - schedule.hysteresis < $0 && $0 < high + schedule.hysteresis
      }
    case .unknown(let reading):
      guard isOpen(reading) else { return Possibility(Truth(readings[reading] == nil)) }
      return Possibility([.no, .yes], by: [reading.name])
    case .pluggedIn, .unplugged:
      return .anything(by: Dependencies.plug)
    case .input(let name, _):
      return Possibility([.no, .yes], by: [name])
    case .not(let operand):
      return !possibility(ofCondition: operand)
    case .and(let left, let right):
      return possibility(ofCondition: left).and(possibility(ofCondition: right))
    case .or(let left, let right):
      return possibility(ofCondition: left).or(possibility(ofCondition: right))
    }
  }

  /// A comparison that `holds` says by itself and that hysteresis may keep true where the value is `near`.
  private func comparison(
    of reading: Reading, slot: Int?, holds: (Double) -> Bool, near: (Double) -> Bool
  ) -> Possibility {
    guard !isOpen(reading) else { return .anything(by: reading.name) }
    guard let value = readings[reading] else { return Possibility(.unknown) }
    if slot != nil, !holds(value), near(value) { return Possibility([.no, .yes], by: [Dependencies.memory]) }
    return Possibility(Truth(holds(value)))
  }

  /// Whether a reading could be other than the map takes it to be.
  private func isOpen(_ reading: Reading) -> Bool {
    switch reading {
    case .soc: false
    case .home, .solar, .importing, .exporting, .grid, .chargedToday, .dischargedToday, .dischargedThisMonth,
      .cyclesThisYear, .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow, .cheapestImportAhead,
      .dearestExportAhead, .importOverCheapest, .exportOverDearest:
      true
    case .importPrice: readings.importPrice == nil && (schedule.importTariff.map { $0.source != nil } ?? true)
    case .exportPrice: readings.exportPrice == nil && (schedule.exportTariff.map { $0.source != nil } ?? true)
    }
  }
}
