import ScheduleLang

/// Counts through the cases of the facts that matter in one stretch.
struct SampleCases {
  /// The number of each fact's sample; those that do not matter stay at their first.
  private(set) var samples: [Int]
  /// How many cases there are, or one more than can be distinguished.
  let count: Int
  /// The facts that are counted through, with how many samples each has.
  private let counted: [(fact: Int, samples: Int)]

  init(_ space: DecisionSpace, in stretch: Stretch, items: DecisionSpace.RelevantItems) {
    let tables =
      items.rules.filter { space.bounds[$0].hasFacts }.map { space.rules[$0].guards }
      + items.nevers.map { space.nevers[$0] }
      + items.proofs.map { space.proofs[$0] }
    samples = [Int](repeating: 0, count: space.facts.facts.count)
    var (relevant, count) = (Set<Int>(), 1)
    for table in tables where !table.facts.isEmpty { relevant.formUnion(table.facts) }
    var counted: [(Int, Int)] = []
    for fact in relevant.sorted() {
      switch space.facts.facts[fact].kind {
      case .reading(.importPrice) where space.facts.hasFixedImportPrice:
        samples[fact] = space.facts.sample(of: fact, for: space.price(.importPrice, in: stretch))
      case .reading(.exportPrice) where space.facts.hasFixedExportPrice:
        samples[fact] = space.facts.sample(of: fact, for: space.price(.exportPrice, in: stretch))
      default:
        counted.append((fact, space.facts.facts[fact].values.count))
        count = min(count * space.facts.facts[fact].values.count, GuardTable.maximumCases + 1)
      }
    }
    self.counted = counted
    self.count = count
  }

  /// Goes on to the next case; false after the last.
  mutating func advance() -> Bool {
    for (fact, count) in counted {
      samples[fact] += 1
      if samples[fact] < count { return true }
      samples[fact] = 0
    }
    return false
  }
}
