import Runtime
import ScheduleLang

/// One evaluation laid open, to say why each guard holds or does not.
struct Situation {
  let subject: HomeSchedule
  let moment: Moment
  let readings: Readings
  /// The memory after this evaluation.
  let memory: Memory

  private var schedule: Schedule { subject.schedule }

  /// Lays open the evaluation at `moment` that starts from `memory`.
  init(_ subject: HomeSchedule, at moment: Moment, readings: Readings, memory: Memory) {
    var readings = readings
    readings.fillPrices(from: subject.outlook, at: moment)
    var memory = memory
    memory.ahead.fill(&readings, at: moment, outlook: subject.outlook)
    memory.update(subject.schedule, at: moment, readings: readings, outlook: subject.outlook)
    self.subject = subject
    self.moment = moment
    self.readings = readings
    self.memory = memory
  }

  /// Whether `item` holds.
  func truth(of item: Guard) -> Truth {
    schedule.truth(of: item, at: moment, readings: readings, memory: memory.conditions)
  }

  /// Why `item` comes to what it does: `12:00 is not during 16:00-19:00`, `soc 55% is not <= 30%`.
  func reason(for item: Guard) -> String {
    let truth = truth(of: item)
    let verb = truth == .yes ? "is" : "is not"
    switch item.kind {
    case .during(let windows):
      let text = subject.text(of: item.range) ?? "during its windows"
      if truth == .unknown { return "whether it is \(text) is unknown" }
      return "\(time(for: windows)) \(verb) \(text)"
    case .on:
      let date = moment.local.date
      return "\(date.weekday.name) \(date) \(verb) \(subject.text(of: item.range) ?? "on its days")"
    case .when(let root, let held):
      let condition = schedule.truth(ofCondition: root, readings: readings, memory: memory.conditions)
      let reason = reasons(forCondition: root).joined(separator: " and ")
      guard let held, condition == .yes else { return reason }
      return reason + (truth == .yes ? "" : ", but not yet")
        + " for \(QuantityText.duration(seconds: held.seconds))"
    }
  }

  /// What the clock of `windows` shows, with as much of the day as they ask for.
  private func time(for windows: [Window]) -> String {
    let clock = windows.first?.clock ?? 0
    let now = moment.clock(clock)
    var text = TimeOfDay.text(now.minute)
    if windows.contains(where: \.isDated) {
      text = "\(now)"
    } else if windows.contains(where: { $0.days != nil }) {
      text = "\(now.date.weekday.name) \(text)"
    }
    return now == moment.local ? text : "\(text) in \(schedule.clocks[clock])"
  }

  /// What the condition at `root` rests on: the comparisons that make it what it is.
  private func reasons(forCondition root: Int) -> [String] {
    switch schedule.conditions[root].kind {
    case .not(let operand):
      return reasons(forCondition: operand)
    case .and(let left, let right):
      return reasons(forOperands: left, right, absorbing: .no)
    case .or(let left, let right):
      return reasons(forOperands: left, right, absorbing: .yes)
    case .compare(let reading, let relation, let threshold, _):
      return [comparison(root, reading, "\(relation.symbol) \(QuantityText.text(threshold, of: reading))")]
    case .between(let reading, let low, let high, _):
      let bounds = "in \(QuantityText.text(low, of: reading))..\(QuantityText.text(high, of: reading))"
      return [comparison(root, reading, bounds)]
    case .unknown(let reading):
      guard let value = readings[reading] else { return ["\(reading.name) is unknown"] }
      return ["\(reading.name) is known to be \(QuantityText.text(value, of: reading))"]
    case .pluggedIn, .unplugged:
      guard let pluggedIn = readings.pluggedIn else { return ["whether the car is plugged in is unknown"] }
      return ["the car is \(pluggedIn ? "plugged in" : "unplugged")"]
    case .input(let name, let isOn):
      return ["\(name) is \(readings.inputs.isOn(name) ?? isOn ? "on" : "off")"]
    }
  }

  /// Either operand may settle it alone where it is `absorbing`; otherwise those that make the outcome.
  private func reasons(forOperands left: Int, _ right: Int, absorbing: Truth) -> [String] {
    let truths = [left, right].map {
      ($0, schedule.truth(ofCondition: $0, readings: readings, memory: memory.conditions))
    }
    let decisive =
      [absorbing, .unknown].first { wanted in truths.contains { $0.1 == wanted } } ?? !absorbing
    var reasons: [String] = []
    for (operand, truth) in truths where truth == decisive {
      for reason in self.reasons(forCondition: operand) where !reasons.contains(reason) {
        reasons.append(reason)
      }
    }
    return reasons
  }

  /// Why the present price compares with the best one ahead as it does.
  private func comparison(_ node: Int, _ now: Reading, _ best: Reading, _ bounds: String) -> String {
    guard let value = readings[now], let other = readings[best] else {
      return "\((readings[now] == nil ? now : best).name) is unknown"
    }
    let holds = schedule.truth(ofCondition: node, readings: readings, memory: memory.conditions) == .yes
    return "\(now.name) \(QuantityText.text(value, of: now)) \(holds ? "is" : "is not") "
      + "\(bounds.prefix { $0 != " " }) \(best.name) \(QuantityText.text(other, of: best))"
  }

  private func comparison(_ node: Int, _ reading: Reading, _ bounds: String) -> String {
    if let (now, best) = reading.comparedPrices { return comparison(node, now, best, bounds) }
    guard let value = readings[reading] else { return "\(reading.name) is unknown" }
    let holds = schedule.truth(ofCondition: node, readings: readings, memory: memory.conditions) == .yes
    return "\(reading.name) \(QuantityText.text(value, of: reading)) \(holds ? "is" : "is not") \(bounds)"
  }
}

extension Window {
  /// Whether the window, or one that it is defined by, asks for a date.
  fileprivate var isDated: Bool {
    switch span {
    case .dated: true
    case .outside(let others): others.contains(where: \.isDated)
    case .daily, .ranked: false
    }
  }
}
