import Runtime
import ScheduleLang

/// The facts that two programs turn on: what is the same for both is one fact, whatever each of them writes.
///
/// Each program finds them by its own table. Readings, the plug and the prices of one source are the same for both;
/// hysteresis is where threshold and margin are; a duration where the condition comes to the same and lasts as long;
/// a window by price where it and the prices are.
struct JointFacts {
  /// A duration's condition and length: equal conditions have equal numbers.
  struct Duration: Hashable {
    var condition: Int
    var seconds: Int
  }

  /// A comparison of the SoC with its hysteresis.
  struct Kept: Hashable {
    var threshold: Fact.Threshold
    var margin: Double
  }

  private(set) var facts: [Fact] = []
  /// Each program's table.
  private(set) var tables: [FactTable] = []
  /// Each program's windows by price.
  private(set) var ranked: [[Window: Int]] = [[:], [:]]
  /// Which facts are durations, and of what.
  private(set) var durations: [Int: Duration] = [:]
  /// Which facts are what hysteresis remembers.
  private(set) var kept: [Int: Kept] = [:]
  /// Where each program's prices come from, by reading and program.
  let prices: [Reading: [PriceMeaning]]

  private var numbers: [[Fact.Kind: Int]] = [[:], [:]]

  init(_ programs: [ComparedProgram]) {
    let schedules = programs.map(\.schedule)
    prices = Dictionary(
      uniqueKeysWithValues: [
        Reading.importPrice, .exportPrice, .cheapestImportAhead, .dearestExportAhead, .importOverCheapest,
        .exportOverDearest,
      ].map { reading in (reading, schedules.map { PriceMeaning(reading, of: $0) }) })
    addReadings(schedules)
    let offers = schedules.map { schedule in
      schedule.rules.indices.contains { schedule.chargesForUnknownSoC(rule: $0) } ? true : nil
    }
    add(.takesNoCharge, offers, values: { _ in [0, 1] }, note: { _, _, _ in })
    addHysteresis(schedules)
    makeTables()
    addDurations(programs)
    addRanked(programs)
    makeTables()
  }

  /// Adds facts of the same kind that the programs may know by different numbers, each program's key being equal
  /// where the fact is.
  private mutating func add<Key: Hashable>(
    _ kind: Fact.Kind, _ keys: [Key?], values: (Int) -> [Double?], note: (inout JointFacts, Int, Key) -> Void
  ) {
    for (program, key) in keys.enumerated() {
      guard let key, numbers[program][kind] == nil else { continue }
      if program == 1, keys[0] == key, let shared = numbers[0][kind] {
        numbers[1][kind] = shared
      } else {
        numbers[program][kind] = facts.count
        note(&self, facts.count, key)
        facts.append(Fact(kind: kind, values: values(program)))
      }
    }
  }

  private mutating func addReadings(_ schedules: [Schedule]) {
    var cuts: [Reading: Set<Double>] = [:]
    var asked: [Set<Reading>] = [[], []]
    var asksForPlug = [false, false]
    var inputs: [[String: Bool]] = [[:], [:]]
    for (program, schedule) in schedules.enumerated() {
      for node in schedule.conditions {
        switch node.kind {
        case .compare(.soc, _, _, _), .between(.soc, _, _, _), .unknown(.soc), .not, .and, .or: continue
        case .compare(let reading, _, let threshold, _):
          asked[program].insert(reading.stem)
          cuts[reading.stem, default: []].formUnion(reading.cuts(at: threshold))
        case .between(let reading, let low, let high, _):
          asked[program].insert(reading.stem)
          cuts[reading.stem, default: []].formUnion(reading.cuts(at: low) + reading.cuts(at: high))
        case .unknown(let reading): asked[program].insert(reading.stem)
        case .pluggedIn, .unplugged: asksForPlug[program] = true
        case .input(let name, let isOn):
          inputs[program][name] = isOn
        }
      }
    }
    add(.plug, asksForPlug.map { $0 ? true : nil }, values: { _ in [1, nil, 0] }, note: { _, _, _ in })
    // The owner sets both: what one declares otherwise than the other is no difference of what is set.
    for name in Set(inputs.flatMap(\.keys)).sorted() {
      let isOn = inputs[0][name] ?? inputs[1][name] ?? false
      add(
        .input(name), inputs.map { $0[name] == nil ? nil : name },
        values: { _ in isOn ? [1, 0] : [0, 1] }, note: { _, _, _ in })
    }
    for reading in Reading.allCases {
      let samples = Fact.samples(of: reading, cuts: (cuts[reading] ?? []).sorted())
      let meanings = prices[reading]
      let keys = asked.enumerated().map { program, readings in
        readings.contains(reading) ? Optional(meanings?[program]) : nil
      }
      add(
        .reading(reading), keys,
        values: { program in
          guard let meaning = meanings?[program], meaning.isFixed, !reading.isAhead else { return samples }
          return meaning.samples
        }, note: { _, _, _ in })
    }
  }

  private mutating func addHysteresis(_ schedules: [Schedule]) {
    var thresholds: [Fact.Threshold] = []
    var asked: [Set<Fact.Threshold>] = [[], []]
    for (program, schedule) in schedules.enumerated() {
      for threshold in schedule.conditions.compactMap(\.keptThreshold) {
        asked[program].insert(threshold)
        if !thresholds.contains(threshold) { thresholds.append(threshold) }
      }
    }
    for threshold in thresholds {
      let keys = schedules.indices.map { program in
        asked[program].contains(threshold)
          ? Kept(threshold: threshold, margin: schedules[program].hysteresis) : nil
      }
      add(.kept(threshold), keys, values: { _ in [0, 1] }, note: { $0.kept[$1] = $2 })
    }
  }

  private mutating func addDurations(_ programs: [ComparedProgram]) {
    var conditions: [GuardMeaning: Int] = [:]
    var known: [Duration: Int] = [:]
    for (program, compared) in programs.enumerated() {
      for item in (compared.rules + compared.nevers).flatMap(\.guards) {
        guard case .when(let root, let held?) = item.kind else { continue }
        let plain = Guard(.when(root: root, held: nil), range: item.range)
        let meaning = GuardMeaning([plain], of: compared.schedule, facts: tables[program])
        let number = conditions[meaning] ?? conditions.count
        conditions[meaning] = number
        let duration = Duration(condition: number, seconds: held.seconds)
        if known[duration] == nil {
          known[duration] = facts.count
          durations[facts.count] = duration
          facts.append(Fact(kind: .held(slot: held.slot), values: [0, 1]))
        }
        numbers[program][.held(slot: held.slot)] = known[duration]
      }
    }
  }

  private mutating func addRanked(_ programs: [ComparedProgram]) {
    let windows = programs.map(\.rankedWindows)
    for window in windows[0] + windows[1] where ranked[0][window] == nil && ranked[1][window] == nil {
      let keys = programs.indices.map { program in
        windows[program].contains(window) ? window.rankedBy.map { prices[$0]?[program] } : nil
      }
      add(.ranked(window), keys, values: { _ in [0, 1, nil] }, note: { _, _, _ in })
      for program in programs.indices { ranked[program][window] = numbers[program][.ranked(window)] }
    }
  }

  private mutating func makeTables() {
    tables = numbers.indices.map { program in
      FactTable(
        sharing: facts, numbers: numbers[program],
        hasFixedImportPrice: prices[.importPrice]?[program].isFixed ?? false,
        hasFixedExportPrice: prices[.exportPrice]?[program].isFixed ?? false)
    }
  }
}

extension Window {
  /// The prices by which it takes a part of its stretch.
  fileprivate var rankedBy: [Reading] {
    guard case .ranked(let span) = span else { return [.importPrice, .exportPrice] }
    return [span.dearest ? .exportPrice : .importPrice]
  }
}

extension ConditionNode {
  /// The comparison of the SoC that hysteresis keeps true here; nil where none does.
  fileprivate var keptThreshold: Fact.Threshold? {
    switch kind {
    case .compare(.soc, let relation, let threshold, _?): .compare(relation, threshold)
    case .between(.soc, let low, let high, _?): .between(low, high)
    default: nil
    }
  }
}
