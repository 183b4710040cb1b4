import Runtime
import ScheduleLang

/// Counts through the cases of the facts that can meet in one stretch of time.
struct JointCases {
  /// The number of each fact's sample; those that do not matter stay at their first.
  private(set) var samples: [Int]
  /// How many cases there are to count through, or one more than can be distinguished.
  let count: Int

  private let counted: [(fact: Int, samples: Int)]
  private let durations: [Int: JointFacts.Duration]
  private let remembered: [Int]
  private let states: [[Int: Int]: UInt64]?

  /// More cases than these are not distinguished.
  static let maximum = 20_000

  /// Prepares to count through `relevant` facts of `all`, but for those that are `fixed`.
  init(
    _ relevant: Set<Int>, of all: [Fact], fixed: [Int: Int], durations: [Int: JointFacts.Duration],
    hysteresis: HysteresisPaths
  ) {
    samples = [Int](repeating: 0, count: all.count)
    for (fact, sample) in fixed { samples[fact] = sample }
    counted = relevant.subtracting(fixed.keys).sorted().map { ($0, all[$0].values.count) }
    count = counted.reduce(1) { min($0 * $1.samples, Self.maximum + 1) }
    self.durations = durations.filter { relevant.contains($0.key) }
    remembered = hysteresis.facts.filter(relevant.contains)
    states = hysteresis.isComplete && !remembered.isEmpty ? hysteresis.states(of: remembered) : nil
  }

  /// Goes on to the next case that can occur; false after the last.
  mutating func advance() -> Bool {
    while step() { if isPossible { return true } }
    return false
  }

  /// Whether nothing that is remembered contradicts itself.
  var isPossible: Bool {
    if let states, states[Dictionary(uniqueKeysWithValues: remembered.map { ($0, samples[$0]) })] == nil {
      return false
    }
    // What has held for long has held for less.
    return durations.allSatisfy { fact, duration in
      samples[fact] == 0
        || durations.allSatisfy { other, shorter in
          shorter.condition != duration.condition || shorter.seconds > duration.seconds || samples[other] == 1
        }
    }
  }

  /// The state of the hysteresis in this case, for its course; nil where nothing is known of it.
  var state: UInt64? {
    states?[Dictionary(uniqueKeysWithValues: remembered.map { ($0, samples[$0]) })]
  }

  private mutating func step() -> Bool {
    for (fact, count) in counted {
      samples[fact] += 1
      if samples[fact] < count { return true }
      samples[fact] = 0
    }
    return false
  }

  /// Puts each fact at any of its samples, as `noise` says at `place`.
  mutating func draw(_ noise: SeededNoise, at place: Int) {
    for (number, (fact, count)) in counted.enumerated() {
      samples[fact] = min(count - 1, Int(noise.value(place &* 1000 + number) * Double(count)))
    }
  }
}
