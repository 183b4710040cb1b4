import ScheduleLang

/// Counts through the cases of the facts that matter in one stretch.
struct SampleCases {
  /// The number of each fact's sample; those that do not matter stay at their first.
  private(set) var samples: [Int]
  /// How many cases there are, or one more than can be distinguished.
  let count: Int
  /// The facts that are counted through, with what the stretch tells apart of each, and where each has come to.
  private let counted: [(fact: Int, runs: SampleRuns)]
  private var places: [Int]

  init(_ space: DecisionSpace, in stretch: Stretch, items: DecisionSpace.RelevantItems) {
    let tables =
      items.rules.filter { space.bounds[$0].hasFacts }.map { space.rules[$0].guards }
      + items.nevers.map { space.nevers[$0] }
      + items.proofs.map { space.proofs[$0] }
    samples = [Int](repeating: 0, count: space.facts.facts.count)
    var (relevant, count) = ([Int: SampleRuns](), 1)
    for table in tables {
      for (fact, runs) in zip(table.facts, table.runs) { relevant[fact, default: runs].divide(as: runs) }
    }
    var counted: [(fact: Int, runs: SampleRuns)] = []
    for (fact, runs) in relevant.sorted(by: { $0.key < $1.key }) {
      switch space.facts.facts[fact].kind {
      case .reading(.importPrice) where space.facts.hasFixedImportPrice:
        samples[fact] = space.facts.sample(of: fact, for: space.price(.importPrice, in: stretch))
      case .reading(.exportPrice) where space.facts.hasFixedExportPrice:
        samples[fact] = space.facts.sample(of: fact, for: space.price(.exportPrice, in: stretch))
      default:
        counted.append((fact, runs))
        count = min(count * runs.count, GuardTable.maximumCases + 1)
      }
    }
    self.counted = counted
    places = [Int](repeating: 0, count: counted.count)
    self.count = count
  }

  /// Goes on to the next case; false after the last.
  mutating func advance() -> Bool {
    for (number, (fact, runs)) in counted.enumerated() {
      places[number] = places[number] + 1 < runs.count ? places[number] + 1 : 0
      samples[fact] = runs.first(ofRun: places[number])
      if places[number] > 0 { return true }
    }
    return false
  }
}
