// Actions and their currents.
extension Checker {
  /// An action with the charger's limits in its currents; nil where it is wrong.
  mutating func action(_ syntax: ActionSyntax) -> Action? {
    guard var action = plainAction(syntax) else { return nil }
    if action.optimisation != nil, let place = syntax.target?.range ?? syntax.then.first?.range {
      report(.targetOfOptimise(at: place))
      return nil
    }
    action.range = syntax.range
    if let target = syntax.target {
      guard let percent = percent(target, for: "a target") else { return nil }
      guard ![.idle, .followBoth, .handOver].contains(action.decision.action) else {
        report(.targetNotAllowed(action.decision.action.name, at: target.range))
        return nil
      }
      if action.target != nil {
        report(.secondTarget(at: target.range))
        return nil
      }
      action.target = percent
    }
    if let deadline = syntax.deadline {
      guard let compiled = self.deadline(deadline) else { return nil }
      askForSiteTariffs()
      action.deadline = compiled
    }
    if let next = syntax.then.first {
      guard action.target != nil else {
        report(.thenWithoutTarget(at: next.range))
        return nil
      }
      guard action.then.isEmpty else {
        report(.secondTarget(at: next.range))
        return nil
      }
      guard let following = self.action(next) else { return nil }
      if let target = action.target, let end = following.target, following.rises == action.rises,
        action.rises ? end <= target : end >= target
      {
        report(.vainThen(at: next.range))
      }
      action.then = [following]
    }
    return action
  }

  mutating func deadline(_ syntax: ActionSyntax.DeadlineSyntax) -> Deadline? {
    if site.battery == nil {
      if !misspeltSettings.contains("battery") { report(.missingBattery(at: syntax.range)) }
      return nil
    }
    var days: DaySet?
    if let daysSyntax = syntax.days {
      guard let compiled = self.days(daysSyntax) else { return nil }
      days = compiled
    }
    var offset = 0
    if let (length, isAfter) = syntax.offset {
      guard
        let seconds = seconds(length, for: "how long before or after a time", minimum: 60, maximum: 86_400)
      else { return nil }
      offset = isAfter ? seconds : -seconds
    }
    guard let minute = time(syntax.time) else { return nil }
    return Deadline(minute: minute, days: days, date: syntax.date, offset: offset)
  }

  private mutating func plainAction(_ syntax: ActionSyntax) -> Action? {
    switch syntax.kind {
    case .name(let name):
      guard let value = lookUp(name, or: [.idle, .charge, .s2v, .v2h, .v2g, .optimise, .hand]) else {
        return nil
      }
      guard case .action(let action) = value else {
        report(
          .wrongKind(name, is: value.noun, expected: "an action", declared: lets[name.key]?.syntax.name.range)
        )
        return nil
      }
      if let limitRange = syntax.limitRange {
        report(.limitNotAllowed(name.text, allowed: "no limit of its own", at: limitRange))
        return nil
      }
      return action
    case .optimise(let terms):
      return optimisation(terms, at: syntax.kindRange).map {
        Action(.idle, optimisation: $0, range: syntax.range)
      }
    case .action(let kind):
      guard let decision = decision(kind, syntax.limit, at: syntax.limitRange ?? syntax.kindRange) else {
        return nil
      }
      if decision.minimumCurrent < 0, !site.chargerDischarges {
        report(.chargerOnlyCharges(kind, at: syntax.kindRange, charger: chargerRange))
      }
      return Action(decision, range: syntax.range)
    }
  }

  private mutating func decision(_ kind: ActionKind, _ limit: ActionSyntax.Limit?, at range: SourceRange)
    -> Decision?
  {
    let top = site.chargerCurrent.upperBound
    switch (kind, limit) {
    case (.idle, nil): return .idle
    case (.handOver, nil): return .handOver
    case (.charge, nil): return Decision(kind, top, top)
    case (.discharge, nil): return Decision(kind, -top, -top)
    case (.charge, .at(let quantity)): return current(quantity).map { Decision(kind, $0, $0) }
    case (.discharge, .at(let quantity)): return current(quantity).map { Decision(kind, -$0, -$0) }
    case (.followBoth, nil): return Decision(kind, -top, top)
    case (.followBoth, .atMost(let quantity)): return current(quantity).map { Decision(kind, -$0, $0) }
    case (.followSun, _), (.followHouse, _):
      guard let (low, high) = followingCurrents(kind, limit, at: range) else { return nil }
      return kind == .followSun ? Decision(kind, low, high) : Decision(kind, -high, -low)
    default:
      report(.limitNotAllowed(kind.name, allowed: kind.allowedLimits, at: range))
      return nil
    }
  }

  /// The least and greatest current of an action that follows in one direction.
  private mutating func followingCurrents(
    _ kind: ActionKind, _ limit: ActionSyntax.Limit?, at range: SourceRange
  ) -> (Int, Int)? {
    let top = site.chargerCurrent.upperBound
    switch limit {
    case nil: return (0, top)
    case .atLeast(let quantity): return current(quantity, roundedUp: true).map { ($0, top) }
    case .atMost(let quantity): return current(quantity).map { (0, $0) }
    case .between(let low, let high):
      guard let least = current(low, roundedUp: true), let most = current(high) else { return nil }
      guard least <= most else {
        report(.emptyRange("the lower limit is above the upper one", at: range))
        return nil
      }
      return (least, most)
    case .at:
      report(.limitNotAllowed(kind.name, allowed: kind.allowedLimits, at: range))
      return nil
    }
  }

  /// A current within the charger's range, in whole amperes; a power is converted at the site's voltage.
  mutating func current(_ syntax: QuantitySyntax, roundedUp: Bool = false) -> Int? {
    guard let quantity = value(syntax, in: [.amperes, .watts], for: "a current", example: "16A") else {
      return nil
    }
    let exact = quantity.unit == .watts ? quantity.value / site.voltage.value : quantity.value
    if quantity.unit == .amperes, exact != exact.rounded() {
      report(.fractionalCurrent(at: syntax.range))
      return nil
    }
    // A power such as 2.3 kW at 230 V is meant as a whole current; the tolerance undoes binary fractions.
    let whole = roundedUp ? (exact - 1e-9).rounded(.up) : (exact + 1e-9).rounded(.down)
    let range = site.chargerCurrent
    guard whole >= Double(range.lowerBound), whole <= Double(range.upperBound) else {
      report(
        .limitOutsideCharger(
          whole, quantity.unit, range: range, voltage: site.voltage, at: syntax.range, charger: chargerRange))
      return nil
    }
    return Int(whole)
  }
}

extension ActionKind {
  /// Which limits the action takes, for messages.
  var allowedLimits: String {
    switch self {
    case .idle, .handOver: "no limit"
    case .charge, .discharge: "only `at`, such as `at 10A`"
    case .followSun, .followHouse: "`at least`, `at most` or a range such as `6A..10A`"
    case .followBoth: "only `at most`, for both directions"
    }
  }
}
