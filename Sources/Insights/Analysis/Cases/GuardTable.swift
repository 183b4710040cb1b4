import ScheduleLang

/// For which SoCs the conditions among some guards hold, for every case of the facts that they turn on.
///
/// Samples of a fact that the conditions cannot tell apart are one case.
struct GuardTable {
  /// Where the conditions hold, and where at least one is unknown and none fails.
  struct Entry: Hashable {
    var yes: SoCSet
    var unknown: SoCSet
  }

  /// More cases than this are not distinguished.
  static let maximumCases = 4096

  /// The facts that the conditions turn on.
  let facts: [Int]
  /// The samples of each that are one case.
  let runs: [SampleRuns]
  /// What each fact's run is multiplied with to find a case.
  private let strides: [Int]
  /// The entries by case; empty where there are too many cases to distinguish.
  let entries: [Entry]
  /// Where the conditions can hold at all.
  let may: SoCSet
  /// Where they hold whatever the facts.
  let must: SoCSet

  /// Whether every case has its entry.
  var isExact: Bool { !entries.isEmpty }

  /// Makes the table of the conditions among `guards`, beside which the facts `required` must be 1.
  init(_ guards: [Guard], of schedule: Schedule, facts table: FactTable, required: [Int] = []) {
    var cuts = Dictionary(uniqueKeysWithValues: Set(required).map { ($0, Set<Double>()) })
    for item in guards {
      guard case .when(let root, let held) = item.kind else { continue }
      schedule.collectCuts(ofCondition: root, in: table, into: &cuts)
      if let held, let number = table.number(of: .held(slot: held.slot)) { cuts[number, default: []] = [] }
    }
    let sorted = cuts.keys.sorted()
    let runs = sorted.map { fact in
      guard case .reading = table.facts[fact].kind else {
        return SampleRuns(each: table.facts[fact].values.count)
      }
      return SampleRuns(of: table.facts[fact].values, cuts: cuts[fact] ?? [])
    }
    (facts, self.runs) = (sorted, runs)
    var (strides, cases) = ([Int](), 1)
    for run in runs {
      strides.append(cases)
      cases = min(cases * run.count, GuardTable.maximumCases + 1)
    }
    self.strides = strides
    guard cases <= GuardTable.maximumCases else {
      (entries, may, must) = ([], .all, .empty)
      return
    }
    entries = (0..<cases).map { number in
      func value(_ fact: Int) -> Double? {
        guard let position = sorted.firstIndex(of: fact) else { return nil }
        let run = number / strides[position] % runs[position].count
        return table.facts[fact].values[runs[position].first(ofRun: run)]
      }
      return GuardTable.entry(guards, of: schedule, facts: table, required: required, value: value)
    }
    may = entries.reduce(.empty) { $0 | $1.yes }
    must = entries.reduce(.all) { $0 & $1.yes }
  }

  /// The entry where every fact is the sample whose number `samples` gives; nil where cases are not distinguished.
  func entry(_ samples: [Int]) -> Entry? {
    guard isExact else { return nil }
    var number = 0
    for position in facts.indices {
      number += runs[position].run(of: samples[facts[position]]) * strides[position]
    }
    return entries[number]
  }

  /// The entries by each single sample of `facts`, of which all are told apart; nil where they are too many.
  func entries(bySampleOf table: FactTable) -> [Entry]? {
    guard isExact else { return nil }
    let counts = facts.map { table.facts[$0].values.count }
    let all = counts.reduce(1) { min($0 * $1, GuardTable.maximumCases + 1) }
    guard all <= GuardTable.maximumCases else { return nil }
    return (0..<all).map { sample in
      var (rest, number) = (sample, 0)
      for position in facts.indices {
        number += runs[position].run(of: rest % counts[position]) * strides[position]
        rest /= counts[position]
      }
      return entries[number]
    }
  }

  private static func entry(
    _ guards: [Guard], of schedule: Schedule, facts: FactTable, required: [Int], value: (Int) -> Double?
  ) -> Entry {
    var (yes, no) = (SoCSet.all, SoCSet.empty)
    for fact in required {
      let value = value(fact)
      if value != 1 { yes = .empty }
      if value == 0 { no = .all }
    }
    for item in guards {
      guard case .when(let root, let held) = item.kind else { continue }
      var sets = schedule.sets(ofCondition: root, facts: facts, value: value)
      if let held, facts.number(of: .held(slot: held.slot)).flatMap(value) != 1 {
        sets.no |= sets.yes
        sets.yes = .empty
      }
      yes &= sets.yes
      no |= sets.no
    }
    return Entry(yes: yes, unknown: .all - yes - no)
  }
}
