import ScheduleLang

/// What may be known of the readings at a time to come: a range for each power, nil where nothing is known.
struct ExpectedReadings: Hashable {
  /// In whole percent.
  var soc: Int
  var home: ClosedRange<Double>?
  var solar: ClosedRange<Double>?
  /// Import positive.
  var grid: ClosedRange<Double>?
  var importPrice: Double?
  var exportPrice: Double?

  /// Expects all to stay as `readings` has it, at a SoC of `soc`.
  init(_ readings: Readings, soc: Int) {
    func exactly(_ value: Double?) -> ClosedRange<Double>? { value.map { $0...$0 } }
    self.soc = soc
    (home, solar, grid) = (
      exactly(readings.home?.value), exactly(readings.solar?.value), exactly(readings.grid?.value)
    )
    (importPrice, exportPrice) = (readings.importPrice?.value, readings.exportPrice?.value)
  }

  /// Expects this of the house and the prices at any SoC.
  init(
    home: ClosedRange<Double>?, solar: ClosedRange<Double>?, grid: ClosedRange<Double>?, importPrice: Price?,
    exportPrice: Price?
  ) {
    soc = 0
    (self.home, self.solar, self.grid) = (home, solar, grid)
    (self.importPrice, self.exportPrice) = (importPrice?.value, exportPrice?.value)
  }

  /// What is expected of a reading.
  subscript(reading: Reading) -> ClosedRange<Double>? {
    func exactly(_ value: Double?) -> ClosedRange<Double>? { value.map { $0...$0 } }
    return switch reading {
    case .soc: Double(soc)...Double(soc)
    case .home: home
    case .solar: solar
    case .grid: grid
    case .importing: grid.map { max(0, $0.lowerBound)...max(0, $0.upperBound) }
    case .exporting: grid.map { max(0, -$0.upperBound)...max(0, -$0.lowerBound) }
    case .importPrice: exactly(importPrice)
    case .exportPrice: exactly(exportPrice)
    // What will then lie ahead is not known.
    case .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow, .cheapestImportAhead, .dearestExportAhead,
      .importOverCheapest, .exportOverDearest:
      nil
    // The memory knows them.
    case .chargedToday, .dischargedToday, .dischargedThisMonth, .cyclesThisYear: nil
    }
  }
}

extension Schedule {
  /// Whether any condition asks what has gone through the charger.
  var asksForCounters: Bool { conditions.contains { $0.counter != nil } }

  /// What the conditions that ask for `counters` come to, in their order: where one changes, plans do.
  func truths(of counters: EnergyCounters) -> [Bool] {
    conditions.compactMap { node in
      guard let value = node.counter.flatMap({ counters[$0] }) else { return nil }
      switch node.kind {
      case .compare(_, let relation, let threshold, _): return relation.holds(value, threshold)
      case .between(_, let low, let high, _): return low <= value && value <= high
      default: return nil
      }
    }
  }

  /// Whether all of `guards` will hold at `moment`, a car being connected; unknown where that cannot be said yet.
  func truth(
    of guards: [Guard], at moment: Moment, expecting readings: ExpectedReadings, memory: ConditionMemory
  )
    -> Truth
  {
    var result = Truth.yes
    for item in guards where result != .no {
      switch item.kind {
      case .during, .on:
        result = min(result, truth(of: item, at: moment, readings: Readings(), memory: memory))
      case .when(let root, let held):
        var holds = truth(ofCondition: root, expecting: readings, memory: memory)
        if holds == .yes, let held {
          // Since when it will have held is known where it holds already.
          holds =
            memory.heldSince[held.slot].map { Truth($0.adding(seconds: held.seconds) <= moment.instant) }
            ?? .unknown
        }
        result = min(result, holds)
      }
    }
    return result
  }

  /// Whether the condition at node `index` will hold; hysteresis is left out.
  private func truth(
    ofCondition index: Int, expecting readings: ExpectedReadings, memory: ConditionMemory
  ) -> Truth {
    func ask(_ reading: Reading, _ holds: (ClosedRange<Double>) -> Truth) -> Truth {
      // What has gone through the charger counts as what it is now, until its day, month or year is over.
      (readings[reading] ?? memory.counters[reading].map { $0...$0 }).map(holds) ?? .unknown
    }
    switch conditions[index].kind {
    case .compare(let reading, let relation, let threshold, _):
      return ask(reading) { range in
        let (low, high) = (
          relation.holds(range.lowerBound, threshold), relation.holds(range.upperBound, threshold)
        )
        return low == high ? Truth(low) : .unknown
      }
    case .between(let reading, let low, let high, _):
      return ask(reading) { range in
        if low <= range.lowerBound, range.upperBound <= high { return .yes }
        return range.upperBound < low || high < range.lowerBound ? .no : .unknown
      }
    case .unknown(let reading):
      return readings[reading] == nil && !reading.isCounter ? .unknown : .no
    case .pluggedIn: return .yes
    case .unplugged: return .no
    case .input(let name, let isOn): return Truth(memory.inputs.isOn(name) ?? isOn)
    case .not(let operand): return !truth(ofCondition: operand, expecting: readings, memory: memory)
    case .and(let left, let right):
      return truth(ofCondition: left, expecting: readings, memory: memory).and(
        truth(ofCondition: right, expecting: readings, memory: memory))
    case .or(let left, let right):
      return truth(ofCondition: left, expecting: readings, memory: memory).or(
        truth(ofCondition: right, expecting: readings, memory: memory))
    }
  }

  /// What clauses will leave of `decision`; one that may hold counts as one that does.
  func clipped(
    _ decision: Decision, at moment: Moment, expecting readings: ExpectedReadings, memory: ConditionMemory
  )
    -> Decision
  {
    var decision = decision
    for never in nevers where decision != .idle {
      let holds = truth(of: never.guards, at: moment, expecting: readings, memory: memory)
      decision = never.kind.clipped(decision, holds: holds == .no ? .no : .yes)
    }
    if let reserve, Double(readings.soc) <= reserve { decision = decision.withoutDischarging }
    return decision
  }

  /// Whether clauses leave too little of `decision` for a charger that can do no less than `smallest` amperes.
  func leavesNothing(
    of decision: Decision, smallest: Int, at moment: Moment, readings: Readings, memory: ConditionMemory
  )
    -> Bool
  {
    !clipped(decision, at: moment, readings: readings, memory: memory).decision
      .moves(like: decision, atLeast: smallest)
  }

  /// Whether clauses that ask for the SoC are why nothing of `decision` is left: it can come no nearer to where it is to
  /// lead.
  func comesNoNearer(
    by decision: Decision, smallest: Int, at moment: Moment, readings: Readings, memory: ConditionMemory
  )
    -> Bool
  {
    guard decision != .idle, let soc = readings.soc,
      leavesNothing(of: decision, smallest: smallest, at: moment, readings: readings, memory: memory)
    else { return false }
    // A hysteresis makes a comparison hold a little longer.
    let back = 1 + Int(hysteresis.rounded(.up))
    let before = ExpectedReadings(readings, soc: decision.maximumCurrent > 0 ? soc - back : soc + back)
    return clipped(decision, at: moment, expecting: before, memory: memory).moves(
      like: decision, atLeast: smallest)
  }
}

extension ConditionNode {
  /// The counter that it compares; nil where that is none.
  fileprivate var counter: Reading? {
    switch kind {
    case .compare(let reading, _, _, _), .between(let reading, _, _, _): reading.isCounter ? reading : nil
    default: nil
    }
  }
}

extension Decision {
  /// Whether it moves the SoC the same way as `other` does, by so many amperes or more.
  func moves(like other: Decision, atLeast smallest: Int) -> Bool {
    let least = max(1, smallest)
    return other.maximumCurrent > 0 ? maximumCurrent >= least : -minimumCurrent >= least
  }
}
