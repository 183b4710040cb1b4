import ScheduleLang

/// Something besides clock and SoC that a decision can turn on, with one sample of each case that can be distinguished.
struct Fact {
  /// What it is.
  enum Kind: Hashable {
    /// A reading; `grid` stands for importing and exporting too.
    case reading(Reading)
    /// Whether the car is plugged in: 1, 0 or unknown.
    case plug
    /// A switch of the owner's, by its name: 1 or 0.
    case input(String)
    /// Whether a condition has held for its duration: 1 or 0.
    case held(slot: Int)
    /// Whether hysteresis keeps a comparison of the SoC true near its threshold: 1 or 0.
    case kept(Threshold)
    /// Whether the car takes nothing though it is offered power: 1 or 0. Only where programs are compared.
    case takesNoCharge
    /// Whether a window by price is in force while its stretch lasts: 1, 0 or unknown. Only where programs are compared.
    case ranked(Window)
    /// Whether the plan of a rule with a deadline has it act: 1 or 0. Only where programs are compared.
    case plan(rule: Int)
  }

  /// A comparison of the SoC; equal ones always agree, wherever they are written.
  enum Threshold: Hashable {
    case compare(Relation, Double)
    case between(Double, Double)
  }

  var kind: Kind
  /// The samples, the ordinary one first; nil is unknown.
  var values: [Double?]
}

/// All facts that a schedule's conditions ask for.
struct FactTable {
  private(set) var facts: [Fact] = []
  private var numbers: [Fact.Kind: Int] = [:]
  /// The fixed prices that follow from the clock, which are no facts of their own but cases of it.
  let hasFixedImportPrice: Bool
  let hasFixedExportPrice: Bool

  /// Creates the table of one of several schedules that share `facts`, which it knows by these `numbers`.
  init(sharing facts: [Fact], numbers: [Fact.Kind: Int], hasFixedImportPrice: Bool, hasFixedExportPrice: Bool)
  {
    self.facts = facts
    self.numbers = numbers
    self.hasFixedImportPrice = hasFixedImportPrice
    self.hasFixedExportPrice = hasFixedExportPrice
  }

  init(_ schedule: Schedule, guards: [Guard]) {
    hasFixedImportPrice = schedule.importTariff.map { $0.source == nil } ?? false
    hasFixedExportPrice = schedule.exportTariff.map { $0.source == nil } ?? false
    var thresholds: [Reading: Set<Double>] = [:]
    for node in schedule.conditions { note(node.kind, &thresholds) }
    for item in guards {
      if case .when(_, let held?) = item.kind { add(.held(slot: held.slot), [0, 1]) }
    }
    for (reading, cuts) in thresholds.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      add(.reading(reading), samples(of: reading, cuts: cuts.sorted(), schedule))
    }
  }

  /// The number of a fact.
  func number(of kind: Fact.Kind) -> Int? { numbers[kind] }

  /// The number of the fact that a reading is.
  func number(of reading: Reading) -> Int? { numbers[.reading(reading.stem)] }

  /// The number of the sample that a fixed price is.
  func sample(of fact: Int, for price: Price?) -> Int {
    facts[fact].values.firstIndex { $0 == price?.value } ?? 0
  }

  private mutating func add(_ kind: Fact.Kind, _ values: [Double?]) {
    guard numbers[kind] == nil else { return }
    numbers[kind] = facts.count
    facts.append(Fact(kind: kind, values: values))
  }

  private mutating func note(_ kind: ConditionNode.Kind, _ thresholds: inout [Reading: Set<Double>]) {
    switch kind {
    case .compare(.soc, let relation, let threshold, let slot):
      if slot != nil { add(.kept(.compare(relation, threshold)), [0, 1]) }
    case .between(.soc, let low, let high, let slot):
      if slot != nil { add(.kept(.between(low, high)), [0, 1]) }
    case .compare(let reading, _, let threshold, _):
      thresholds[reading.stem, default: []].formUnion(reading.cuts(at: threshold))
    case .between(let reading, let low, let high, _):
      thresholds[reading.stem, default: []].formUnion(reading.cuts(at: low) + reading.cuts(at: high))
    case .unknown(.soc): break
    case .unknown(let reading): thresholds[reading.stem, default: []].formUnion([])
    case .pluggedIn, .unplugged: add(.plug, [1, nil, 0])
    case .input(let name, let isOn): add(.input(name), isOn ? [1, 0] : [0, 1])
    case .not, .and, .or: break
    }
  }

  /// Unknown, every threshold, and something on either side of each; fixed prices are just those of the tariff.
  private func samples(of reading: Reading, cuts: [Double], _ schedule: Schedule) -> [Double?] {
    if reading == .importPrice, hasFixedImportPrice {
      return [nil] + Set(schedule.importTariff?.periods.compactMap { $0.importPrice?.value } ?? []).sorted()
    }
    if reading == .exportPrice, hasFixedExportPrice {
      return [nil] + Set(schedule.exportTariff?.periods.compactMap { $0.exportPrice?.value } ?? []).sorted()
    }
    return Fact.samples(of: reading, cuts: cuts)
  }
}

extension Fact {
  /// The samples of a reading that is no fixed price; what has gone through the charger is known, and nothing at first.
  static func samples(of reading: Reading, cuts: [Double]) -> [Double?] {
    guard reading.isCounter else { return samples(cuts: cuts) }
    let known = samples(cuts: cuts.filter { $0 > 0 }).compactMap(\.self).filter { $0 > 0 }
    return [0] + known
  }

  /// Unknown, every threshold, and something on either side of each; `cuts` are in order.
  static func samples(cuts: [Double]) -> [Double?] {
    guard let first = cuts.first, let last = cuts.last else { return [nil, 0] }
    var values: [Double?] = [nil, first - 1]
    for (cut, next) in zip(cuts, cuts.dropFirst()) { values += [cut, (cut + next) / 2] }
    return values + [last, last + 1]
  }
}

extension Reading {
  /// The reading that this one is a part of.
  var stem: Reading { self == .importing || self == .exporting ? .grid : self }

  /// Where a threshold of this reading cuts its stem.
  func cuts(at threshold: Double) -> [Double] {
    switch self {
    case .importing: [0, threshold]
    case .exporting: [0, -threshold]
    default: [threshold]
    }
  }

  /// The value of this reading where its stem's is `value`.
  func value(ofStem value: Double) -> Double {
    switch self {
    case .importing: max(0, value)
    case .exporting: max(0, -value)
    default: value
    }
  }
}
