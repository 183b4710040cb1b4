import ScheduleLang

/// What the time to come costs at the least, from every SoC: found back through it, step by step.
///
/// Nothing in it depends on the SoC of a minute, so that it is kept until prices or conditions change, or some hours have
/// passed. A class, since it is large, never changes, and is handed on at every evaluation.
package final class OptimalPlan: Sendable {
  /// What it was found by.
  struct Key: Hashable {
    /// Of the prices.
    var prices: Int
    /// Since when conditions have held for a while.
    var heldSince: [Instant?]
    /// What conditions come to that ask what has gone through the charger.
    var counted: [Bool]
    /// When it was made.
    var made: Instant
  }

  /// How far it looks, in seconds, beside the hours for which it is kept.
  static let horizon = 36 * 3600
  /// What is after that: the last day twice more, which tells what a kWh is worth that is left.
  static let tail = 48 * 3600

  let key: Key
  let steps: [OptimalStep]
  /// What the rest costs behind each step, from each node, in minor money units: step after step.
  private let arrivals: [Float]
  /// What a kWh in the battery costs in wear when it comes out.
  let wear: Double
  /// In kWh.
  let capacity: Double
  /// The dearest price that it knows or expects, either way.
  let dearest: Double
  let tables: MoveTables

  init(
    key: Key, steps: [OptimalStep], arrivals: [Float], wear: Double, capacity: Double, dearest: Double,
    tables: MoveTables
  ) {
    (self.key, self.steps, self.arrivals) = (key, steps, arrivals)
    (self.wear, self.capacity, self.dearest, self.tables) = (wear, capacity, dearest, tables)
  }

  /// The index of the step that an instant is in; nil where it is in none.
  func index(at instant: Instant) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].time.upperBound <= instant { low = middle + 1 } else { high = middle }
    }
    return low < steps.count && steps[low].time.lowerBound <= instant ? low : nil
  }

  /// What the rest costs behind step number `index`, at a position.
  func arrival(_ index: Int, at position: Double) -> Double {
    arrivals.withUnsafeBufferPointer { arrivals in
      let row = index * SoCGrid.count
      return SoCGrid.value(UnsafeBufferPointer(rebasing: arrivals[row..<row + SoCGrid.count]), at: position)
    }
  }

  /// What a kWh more in the battery is worth behind step number `index`.
  func worth(behind index: Int, at soc: Percent) -> Double {
    let (low, high) = (Percent(max(0, soc.value - 1)), Percent(min(100, soc.value + 1)))
    let gain =
      arrival(index, at: SoCGrid.position(of: low)) - arrival(index, at: SoCGrid.position(of: high))
    return gain / ((high.value - low.value) / 100 * capacity)
  }

  /// Whether a kWh more is worth what no price could be: then it is missing for a target.
  func isUrgent(behind index: Int, at soc: Percent) -> Bool {
    worth(behind: index, at: soc) > max(abs(dearest), 1) * 1.25
  }
}

extension OptimalPlan: Hashable {
  package static func == (one: OptimalPlan, other: OptimalPlan) -> Bool {
    one === other || one.key == other.key
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
