import Runtime
import ScheduleLang

/// The truth values that something may take, and the facts that decide between them.
struct Possibility {
  /// The values that are possible; never empty.
  let truths: TruthSet
  /// What it depends on; empty where only one value is possible.
  let facts: Set<String>

  /// One value, whatever the facts.
  init(_ truth: Truth) {
    truths = TruthSet(truth)
    facts = []
  }

  /// Any of `truths`, as `facts` decide.
  init(_ truths: TruthSet, by facts: Set<String>) {
    self.truths = truths
    self.facts = truths.isOpen ? facts : []
  }

  /// Any value, as `fact` decides.
  static func anything(by fact: String) -> Possibility { Possibility(.any, by: [fact]) }

  func and(_ other: Possibility) -> Possibility { combined(with: other) { min($0, $1) } }
  func or(_ other: Possibility) -> Possibility { combined(with: other) { max($0, $1) } }
  static prefix func ! (possibility: Possibility) -> Possibility {
    Possibility(possibility.truths.combined(with: .no) { one, _ in !one }, by: possibility.facts)
  }

  /// What may come of two possibilities that do not know of each other.
  private func combined(with other: Possibility, by operation: (Truth, Truth) -> Truth) -> Possibility {
    Possibility(
      truths.combined(with: other.truths, by: operation),
      by: other.facts.isEmpty ? facts : facts.union(other.facts))
  }
}
