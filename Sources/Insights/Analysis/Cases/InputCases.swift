import Runtime
import ScheduleLang

/// The settings of inputs that are written into the rules, as far as they can make a difference to what may be decided.
///
/// Only their order among themselves and the schedule's own numbers matters: those numbers, what lies beside them, and what
/// lies between them stand for all others. Of whole percentages and amperes all are gone through where that is not too much.
struct InputCases {
  /// The settings; with what is refused together among them.
  let all: [InputValues]
  /// Whether they stand for every setting; otherwise there would be too many.
  let isComplete: Bool

  /// More than these are not gone through, so that a check always ends soon.
  private static let most = 6000
  /// Whole numbers are all gone through where that gives no more than these.
  static let many = 600

  /// The settings of the inputs of `subject`.
  ///
  /// - Parameter many: whole numbers are all gone through where that gives no more settings than these.
  init(of subject: HomeSchedule, many: Int = InputCases.many) {
    let inputs = subject.schedule.inputs.filter { !$0.isSwitch }
    let landmarks = InputLandmarks(of: subject, inputs: inputs)
    let settable = inputs.map(landmarks.matters)
    func choices(isThorough: Bool) -> [[InputValue]] {
      zip(inputs, settable).map { $1 ? landmarks.values(of: $0, isThorough: isThorough) : [$0.declared] }
    }
    func count(_ choices: [[InputValue]]) -> Int {
      choices.reduce(1) { min($0 * $1.count, Self.most + 1) }
    }
    let thorough = choices(isThorough: true)
    let choices = count(thorough) <= many ? thorough : choices(isThorough: false)
    isComplete = count(choices) <= Self.most
    var all = [InputValues()]
    for (input, values) in zip(inputs, choices) where isComplete {
      all = all.flatMap { earlier in
        values.map { value in
          var next = earlier
          next[input.key] = value
          return next
        }
      }
    }
    self.all = all
  }
}

extension InputValues {
  /// The settings for a message: `target at 90% and ready at 06:00`.
  var text: String { all.map { "\($0.key) at \($0.value)" }.joined(separator: " and ") }
}

/// The numbers of a schedule that its inputs can stand before, at or behind.
private struct InputLandmarks {
  private let schedule: Schedule
  private let site: Site
  private let inputs: [DeclaredInput]
  private var minutes: Set<Int> = [0, 1440]
  private var readsOtherClocks = false

  init(of subject: HomeSchedule, inputs: [DeclaredInput]) {
    schedule = subject.schedule
    site = subject.site
    self.inputs = inputs
    let guards =
      schedule.rules.flatMap(\.guards) + schedule.nevers.flatMap(\.guards)
      + schedule.proofs.flatMap(\.guards)
    for case .during(let windows) in guards.map(\.kind) { windows.forEach { note($0) } }
    for tariff in [schedule.importTariff, schedule.exportTariff] {
      for period in tariff?.periods ?? [] { period.windows.forEach { note($0) } }
    }
  }

  private mutating func note(_ window: Window) {
    if window.clock != 0 { readsOtherClocks = true }
    switch window.span {
    case .daily(let start, let end): minutes.formUnion([start, end])
    case .dated(let start, let end): minutes.formUnion([start.minute, end.minute])
    case .ranked(let span): minutes.formUnion([span.start, span.end])
    case .outside(let others): others.forEach { note($0) }
    }
  }

  /// Whether anything but a deadline turns on a time; of other inputs it is taken for granted.
  func matters(_ input: DeclaredInput) -> Bool {
    guard case .times = input.bounds, let maker = schedule.maker else { return true }
    let meanings = [60, 61, 62].compactMap { minute -> ScheduleMeaning? in
      var values = InputValues()
      values[input.key] = .time(minute)
      // One that it cannot be set to stands as declared.
      guard input.accepts(.time(minute)) else { return nil }
      return (try? maker.schedule(with: values)).map(ScheduleMeaning.init)
    }
    return Set(meanings + ends(of: input)).count != 1
  }

  private func ends(of input: DeclaredInput) -> [ScheduleMeaning] {
    (input.ends + [input.declared]).compactMap { end in
      var values = InputValues()
      values[input.key] = end
      return (try? schedule.maker?.schedule(with: values)).flatMap { $0.map(ScheduleMeaning.init) }
    }
  }

  /// The values that stand for all others of an input.
  func values(of input: DeclaredInput, isThorough: Bool) -> [InputValue] {
    switch (input.bounds, input.declared) {
    case (.times, _): return times(of: input)
    case (.quantities(let range), .quantity(let own)):
      let numbers: [Double]
      if own.unit == .percent || own.unit == .amperes {
        let whole = stride(from: range.lowerBound.rounded(.up), through: range.upperBound, by: 1)
        let reach = Double(rivals(in: own.unit))
        let marks = isThorough ? [] : marks(of: own.unit).map { $0.rounded(.down) }
        numbers = whole.prefix(Self.mostWhole).filter { value in
          isThorough || marks.contains { $0 <= value && value <= $0 + reach }
        }
      } else {
        numbers = between(
          marks(of: own.unit, turnsCurrents: turnsCurrents(input)), in: range, unit: own.unit)
      }
      let ends = [range.lowerBound, range.upperBound, own.value]
      return Set(numbers + ends).sorted().map { .quantity(Quantity($0, own.unit)) }.filter(input.accepts)
    default: return [input.declared]
    }
  }

  /// No percentage and no current of a home is more.
  private static let mostWhole = 1000

  private func rivals(in unit: Quantity.Unit) -> Int {
    rivals { if case .quantity(let own) = $0.declared { own.unit == unit } else { false } }
  }

  /// How many inputs could stand in one gap.
  private func rivals(_ isRival: (DeclaredInput) -> Bool) -> Int { inputs.filter(isRival).count }

  private func times(of input: DeclaredInput) -> [InputValue] {
    if readsOtherClocks { return (0..<1440).map { .time($0) }.filter(input.accepts) }
    let reach = rivals { if case .times = $0.bounds { true } else { false } }
    var own = minutes
    for other in inputs {
      for case .time(let minute) in other.ends + [other.declared] { own.insert(minute) }
    }
    let near = own.flatMap { minute in (0...reach).map { (minute + $0) % 1440 } }
    return Set(near).sorted().map { .time($0) }.filter(input.accepts)
  }

  /// The schedule's own numbers in the base of `unit`.
  private func marks(of unit: Quantity.Unit, turnsCurrents: Bool = false) -> Set<Double> {
    var marks: Set<Double> = []
    for input in inputs {
      for case .quantity(let quantity) in input.ends + [input.declared] where quantity.unit == unit {
        marks.insert(quantity.value)
      }
    }
    switch unit {
    case .percent: marks.formUnion(percentages)
    case .amperes: marks.formUnion(currents)
    case .watts:
      marks.formUnion(thresholds(in: unit))
      if turnsCurrents { marks.formUnion((0...80).map { Double($0) * site.voltage.value }) }
    case .seconds: break
    case .none, .volts, .wattHours, .pence, .cents:
      marks.formUnion(thresholds(in: unit))
      for tariff in [schedule.importTariff, schedule.exportTariff] {
        for period in tariff?.periods ?? [] {
          marks.formUnion([period.importPrice, period.exportPrice].compactMap { $0?.value })
        }
      }
    }
    return marks
  }

  /// Whether a power becomes the current of an action or a clause.
  private func turnsCurrents(_ input: DeclaredInput) -> Bool {
    Set(ends(of: input).map(\.currents)).count != 1
  }

  private func thresholds(in unit: Quantity.Unit) -> [Double] {
    schedule.conditions.flatMap { node -> [Double] in
      switch node.kind {
      case .compare(let reading, _, let threshold, _) where reading.isCounted(in: unit): [threshold]
      case .between(let reading, let low, let high, _) where reading.isCounted(in: unit): [low, high]
      default: []
      }
    }
  }

  /// All SoCs that are asked for, aimed at or kept, and what hysteresis makes of them.
  private var percentages: [Double] {
    var marks = thresholds(in: .percent) + [0, 100]
    marks += [Double(site.chargerSoC.lowerBound), Double(site.chargerSoC.upperBound)]
    marks += [schedule.reserve].compactMap(\.self) + schedule.nevers.compactMap(\.reserve)
    for action in schedule.rules.flatMap(\.action.steps) {
      marks += [action.target].compactMap(\.self)
      guard let optimisation = action.optimisation else { continue }
      marks += optimisation.targets.map(\.soc)
      if let range = optimisation.range { marks += [range.lowerBound, range.upperBound] }
    }
    let margin = schedule.hysteresis
    return margin == 0 ? marks : marks.flatMap { mark in (-2...2).map { mark + Double($0) * margin } }
  }

  /// All currents that are written, and those of the charger.
  private var currents: [Double] {
    var marks = [site.chargerCurrent.lowerBound, site.chargerCurrent.upperBound]
    for case .over(let most) in schedule.nevers.map(\.kind) { marks.append(most) }
    for proof in schedule.proofs {
      switch proof.claim {
      case .never(.over(let most)): marks.append(most)
      case .never: break
      case .always(let decision): marks += [decision.minimumCurrent, decision.maximumCurrent].map(abs)
      }
    }
    for action in schedule.rules.flatMap(\.action.steps) {
      marks += [action.decision.minimumCurrent, action.decision.maximumCurrent].map(abs)
      for decision in action.optimisation?.decisions ?? [] { marks.append(abs(decision.maximumCurrent)) }
    }
    return marks.map(Double.init)
  }

  /// Marks within a range, and as many values between two of them as inputs could stand there.
  private func between(_ marks: Set<Double>, in range: ClosedRange<Double>, unit: Quantity.Unit) -> [Double] {
    let sorted = marks.union([range.lowerBound, range.upperBound]).filter(range.contains).sorted()
    let rivals = max(1, rivals(in: unit))
    return sorted
      + zip(sorted, sorted.dropFirst()).flatMap { low, high in
        (1...rivals).map { low + (high - low) * Double($0) / Double(rivals + 1) }
      }
  }
}

/// What of a schedule the analyses look at: schedules that have this in common may decide the same things.
struct ScheduleMeaning: Hashable {
  private let rules: [Rule]
  private let nevers: [NeverClause]
  private let proofs: [Proof]
  private let conditions: [ConditionNode]
  private let reserve: Double?
  private let hysteresis: Double

  /// The currents of actions and clauses, in their order.
  var currents: [Int] {
    func currents(_ action: Action) -> [Int] {
      action.steps.flatMap { [$0.decision.minimumCurrent, $0.decision.maximumCurrent] }
        + (action.optimisation.map { [$0.current.lowerBound, $0.current.upperBound] } ?? [])
    }
    func bound(_ kind: NeverClause.Kind) -> [Int] { if case .over(let most) = kind { [most] } else { [] } }
    return rules.flatMap { currents($0.action) } + nevers.flatMap { bound($0.kind) }
      + proofs.flatMap { proof in
        switch proof.claim {
        case .never(let kind): bound(kind)
        case .always(let decision): [decision.minimumCurrent, decision.maximumCurrent]
        }
      }
  }

  /// What the analyses look at in `schedule`: of deadlines that there are any.
  init(_ schedule: Schedule) {
    rules = schedule.rules.map { rule in
      var rule = rule
      rule.action = rule.action.withoutTimes
      return rule
    }
    (nevers, proofs, conditions) = (schedule.nevers, schedule.proofs, schedule.conditions)
    (reserve, hysteresis) = (schedule.reserve, schedule.hysteresis)
  }
}

extension Action {
  /// The action, and what follows it.
  fileprivate var steps: [Action] { [self] + then.flatMap(\.steps) }

  /// The action with all deadlines at one time.
  fileprivate var withoutTimes: Action {
    var action = self
    if deadline != nil { action.deadline = Deadline(minute: 0) }
    action.then = then.map(\.withoutTimes)
    action.optimisation = optimisation.map { own in
      Optimisation(
        range: own.range, targets: own.targets.map { .init(soc: $0.soc, by: Deadline(minute: 0)) },
        sells: own.sells, current: own.current, discharges: own.discharges)
    }
    return action
  }
}

extension Reading {
  /// Whether its values are numbers of `unit`.
  fileprivate func isCounted(in unit: Quantity.Unit) -> Bool {
    switch self {
    case .soc: unit == .percent
    case .home, .solar, .importing, .exporting, .grid: unit == .watts
    case .importPrice, .exportPrice, .cheapestImportAhead, .dearestExportAhead: unit.isMoney
    case .importOverCheapest, .exportOverDearest: false
    case .chargedToday, .dischargedToday, .dischargedThisMonth, .solarAhead, .solarTomorrow, .homeAhead,
      .homeTomorrow:
      unit == .wattHours
    case .cyclesThisYear: unit == .none
    }
  }
}
