import ScheduleLang

/// Chooses what a rule that chooses decides: the first step of the cheapest plan.
struct Optimiser {
  let schedule: Schedule
  let rule: Int
  let optimisation: Optimisation
  let outlook: Outlook
  let battery: BatteryModel
  let moment: Moment
  let readings: Readings
  let conditions: ConditionMemory

  /// For how long, in seconds, a plan is kept where nothing that it is made from changes but what the house does.
  private static let keep = 3 * 3600
  /// For how long, in seconds, a choice stays what it is, but at a new price, SoC or limit.
  private static let calm = 300
  /// What another choice must save to be made, as kWh at the usual price; where it would last for minutes only; and where
  /// it turns power round that was turned round in the same step.
  private static let (patience, shortPatience, turningPatience) = (0.02, 0.5, 5.0)

  /// The choice, which `memory` takes note of.
  func choice(_ memory: inout OptimiserMemory) -> OptimisedChoice {
    guard readings.pluggedIn != false else { return settled(.unplugged, &memory) }
    guard let reading = readings.soc, let soc = memory.soc.likely() else {
      return settled(.unknownSoC, &memory)
    }
    let plan = plan(&memory)
    guard let index = plan.index(at: moment.instant) else { return settled(.unknownPrice, &memory) }
    let candidates = candidates(at: reading)
    if optimisation.isLow(reading), let most = candidates.last {
      return turned(OptimisedChoice(most.wanted, .low, readings: readings), plan, index, reading, &memory)
    }
    let price = price(now: plan.steps[index], plan)
    let isUrgent = plan.isUrgent(behind: index, at: soc)
    typealias Costed = (wanted: Decision, cost: Double)
    var best: Costed?
    var steady: Costed?
    var last: Costed?
    for candidate in candidates where price.allows(candidate.left, isUrgent: isUrgent) {
      let cost = cost(of: candidate.left, price.step, plan, index, soc)
      if cost < (best?.cost ?? .infinity) - 1e-9 { best = (candidate.wanted, cost) }
      if !turnsRound(candidate.left, in: plan.steps[index], memory),
        cost < (steady?.cost ?? .infinity) - 1e-9
      {
        steady = (candidate.wanted, cost)
      }
      if candidate.wanted == memory.turn?.choice.decision { last = (candidate.wanted, cost) }
    }
    guard var best else { return settled(.unknownPrice, &memory) }
    let usual = max(1, abs(price.step.importPrice))
    if let steady, best.cost > steady.cost - Self.turningPatience * usual { best = steady }
    var wanted = best.wanted
    if let last, let turn = memory.turn {
      let isCalm =
        turn.stepEnd == plan.steps[index].time.upperBound && turn.soc == reading
        && turn.instant <= moment.instant && moment.instant < turn.instant.adding(seconds: Self.calm)
      let isShort = plan.steps[index].time.upperBound < moment.instant.adding(seconds: Self.calm)
      let least = isShort ? Self.shortPatience : Self.patience
      if isCalm || best.cost > last.cost - least * usual { wanted = last.wanted }
    }
    var choice = OptimisedChoice(
      wanted, price.isKnown || wanted != .idle ? .cheapest : .unknownPrice, readings: readings)
    // What is missing for a target is worth what is no price.
    if !isUrgent { choice.worth = Price(plan.worth(behind: index, at: soc)) }
    if isUrgent, choice.reason == .cheapest {
      if wanted.minimumCurrent > 0 { choice.reason = .target }
      if wanted == .idle, !candidates.contains(where: { $0.left.minimumCurrent > 0 }) {
        choice.reason = .targetHindered
      }
      let left = candidates.first { $0.wanted == wanted }?.left ?? .idle
      choice.missed = missed(plan, index, from: soc, doing: left)
    }
    return turned(choice, plan, index, reading, &memory)
  }

  /// Nothing is done, whatever a plan would say.
  private func settled(_ reason: OptimisedChoice.Reason, _ memory: inout OptimiserMemory) -> OptimisedChoice {
    memory.turn = nil
    return OptimisedChoice(.idle, reason, readings: readings)
  }

  private func turned(
    _ choice: OptimisedChoice, _ plan: OptimalPlan, _ index: Int, _ soc: Int, _ memory: inout OptimiserMemory
  ) -> OptimisedChoice {
    var choice = choice
    let direction = choice.decision.certainDirection
    if direction != .idle, memory.way?.direction != direction {
      memory.way = .init(direction: direction, since: moment.instant)
    }
    if let turn = memory.turn, turn.choice.decision == choice.decision,
      turn.stepEnd == plan.steps[index].time.upperBound
    {
      choice.next = turn.choice.next
      memory.turn?.choice = choice
      return choice
    }
    choice.next = plan.next(after: index, from: Percent(Double(soc)), asNow: choice.decision)
    memory.turn = .init(
      rule: rule, choice: choice, instant: moment.instant, stepEnd: plan.steps[index].time.upperBound,
      soc: soc)
    return choice
  }

  // MARK: The plan

  /// The plan that is kept, or another where it does not hold any more.
  private func plan(_ memory: inout OptimiserMemory) -> OptimalPlan {
    let held = schedule.holdSlots > 0 ? conditions.heldSince : []
    let counted = schedule.truths(of: conditions.counters)
    if let plan = memory.plan, plan.key.prices == outlook.fingerprint, plan.key.heldSince == held,
      plan.key.counted == counted, plan.key.made <= moment.instant,
      moment.instant < plan.key.made.adding(seconds: Self.keep)
    {
      return plan
    }
    let maker = PlanMaker(
      schedule, outlook: outlook, battery: battery, memory: memory, conditions: conditions)
    let plan = maker.plan(
      at: moment.instant,
      key: OptimalPlan.Key(
        prices: outlook.fingerprint, heldSince: held, counted: counted, made: moment.instant),
      keptFor: Self.keep, tables: memory.plan?.tables)
    memory.plan = plan
    return plan
  }

  /// By how much the SoC may miss a target, in percent, without that being told: readings are rounded.
  private static let tolerance = 1.0

  /// How the first of the targets is pursued that will be missed, from `soc` on, where the plan follows `now`; nil where none
  /// will.
  private func missed(_ plan: OptimalPlan, _ index: Int, from soc: Percent, doing now: Decision)
    -> DeadlinePlan?
  {
    let dues = optimisation.targets.compactMap { target in
      target.deadline.next(after: moment.instant, on: outlook.clocks.site).map { (due: $0, soc: target.soc) }
    }.sorted { $0.due < $1.due }
    var (position, chargeable, open) = (SoCGrid.position(of: soc), 0.0, dues[...])
    for later in index..<plan.steps.count {
      guard let next = open.first else { return nil }
      let step = plan.steps[later]
      let seconds =
        Double(step.time.upperBound.milliseconds - max(moment.instant, step.time.lowerBound).milliseconds)
        / 1000
      if step.charges(from: position) { chargeable += seconds }
      if later == index {
        let amperes = outlook.current(of: now, grid: readings.grid ?? Watts(step.nets.one))
        position = SoCGrid.position(
          of: battery.step(from: soc, setPoint: Amperes(amperes), seconds: seconds).soc)
      } else {
        position = plan.best(in: later, from: position).end
      }
      guard next.due <= step.time.upperBound else { continue }
      open.removeFirst()
      let short = next.soc - position / Double(SoCGrid.density)
      guard short > Self.tolerance else { continue }
      let most = Amperes(optimisation.current.upperBound)
      let needed = battery.seconds(from: soc, to: Percent(next.soc), setPoint: most) ?? .infinity
      return DeadlinePlan(
        deadline: next.due, target: next.soc, needed: needed, available: chargeable,
        actsNow: now.minimumCurrent > 0, start: nil, shortfall: (short * 10).rounded() / 10, isOverdue: false)
    }
    return nil
  }

  // MARK: Candidates

  private func candidates(at soc: Int) -> [(wanted: Decision, left: Decision)] {
    let isNear = optimisation.isTargetNear(at: moment.instant, on: outlook.clocks.site)
    return optimisation.choices(at: soc, isTargetNear: isNear)
      // A car that takes nothing is not offered anything, until it may want some again.
      .filter { !readings.takesNoCharge || $0.maximumCurrent <= 0 }
      .map { wanted in
        let clipped = schedule.clipped(wanted, at: moment, readings: readings, memory: conditions).decision
        return (wanted, clipped.applied(soc: soc, range: battery.socRange))
      }
  }

  /// Whether a decision turns power round that was turned round in the same step already.
  private func turnsRound(_ decision: Decision, in step: OptimalStep, _ memory: OptimiserMemory) -> Bool {
    guard let last = memory.way, step.time.contains(last.since) else { return false }
    return decision.certainDirection.opposes(last.direction)
  }

  /// The present step at the prices that are known now.
  private struct PricedStep {
    var step: OptimalStep
    /// Whether it is known what a kWh costs.
    var isKnown: Bool
    /// Whether it is known what a kWh earns.
    var maySell: Bool

    /// Whether a decision may be made: at an unknown price only one that a target cannot wait for.
    func allows(_ decision: Decision, isUrgent: Bool) -> Bool {
      if decision.action == .discharge, !maySell { return false }
      return isKnown || decision == .idle || isUrgent && decision.minimumCurrent > 0
    }
  }

  private func price(now step: OptimalStep, _ plan: OptimalPlan) -> PricedStep {
    func expected(_ side: PriceSide) -> Double? {
      outlook.assumesPrices ? side.expected(at: moment, outlook)?.value : nil
    }
    let known = readings.importPrice?.value ?? expected(outlook.imports)
    let earned = readings.exportPrice?.value ?? expected(outlook.exports)
    let now = OptimalStep(
      time: step.time, importPrice: known ?? plan.dearest, exportPrice: earned ?? 0, nets: step.nets,
      options: [])
    return PricedStep(step: now, isKnown: known != nil, maySell: earned != nil)
  }

  /// What a decision costs until the end of the step, and from then on.
  private func cost(
    of decision: Decision, _ step: OptimalStep, _ plan: OptimalPlan, _ index: Int, _ soc: Percent
  ) -> Double {
    func cost(_ net: Double) -> Double {
      let amperes = outlook.current(of: decision, grid: outlook.hasMeter ? Watts(net) : nil)
      return self.cost(of: amperes, net: net, step, plan, index, soc)
    }
    guard let now = readings.grid?.value else { return (cost(step.nets.one) + cost(step.nets.other)) / 2 }
    guard decision.action.follows else { return cost(now) }
    // The house may stay as it is, or become what it usually is.
    return cost(now) / 2 + (cost(step.nets.one) + cost(step.nets.other)) / 4
  }

  private func cost(
    of amperes: Int, net: Double, _ step: OptimalStep, _ plan: OptimalPlan, _ index: Int, _ soc: Percent
  ) -> Double {
    let seconds = Double(step.time.upperBound.milliseconds - moment.instant.milliseconds) / 1000
    let start = SoCGrid.position(of: soc)
    guard amperes != 0 else { return plan.arrival(index, at: start) }
    let move = battery.step(from: soc, setPoint: Amperes(amperes), seconds: seconds)
    let end = SoCGrid.position(of: move.soc)
    let cost = step.cost(of: move.power.value * seconds / 3.6e6, net: net, seconds: seconds)
    let out = max(0, start - end) / Double(SoCGrid.density) / 100 * plan.capacity
    return cost + plan.wear * out + plan.arrival(index, at: end)
  }
}

extension Decision {
  /// The direction of power that it has, or may have; idle where that may be either.
  fileprivate var certainDirection: Direction {
    if minimumCurrent < 0 { return maximumCurrent > 0 ? .idle : .discharging }
    return maximumCurrent > 0 ? .charging : .idle
  }
}
