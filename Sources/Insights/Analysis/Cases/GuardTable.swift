import ScheduleLang

/// For which SoCs the conditions among some guards hold, for every case of the facts that they turn on.
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
  /// What each fact's sample number is multiplied with to find a case.
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
    var numbers = Set(required)
    for item in guards {
      guard case .when(let root, let held) = item.kind else { continue }
      schedule.factNumbers(ofCondition: root, in: table, into: &numbers)
      if let held, let number = table.number(of: .held(slot: held.slot)) { numbers.insert(number) }
    }
    let sorted = numbers.sorted()
    facts = sorted
    var (strides, cases) = ([Int](), 1)
    for fact in facts {
      strides.append(cases)
      cases = min(cases * table.facts[fact].values.count, GuardTable.maximumCases + 1)
    }
    self.strides = strides
    guard cases <= GuardTable.maximumCases else {
      (entries, may, must) = ([], .all, .empty)
      return
    }
    entries = (0..<cases).map { number in
      func value(_ fact: Int) -> Double? {
        guard let position = sorted.firstIndex(of: fact) else { return nil }
        let values = table.facts[fact].values
        return values[number / strides[position] % values.count]
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
    for position in facts.indices { number += samples[facts[position]] * strides[position] }
    return entries[number]
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
