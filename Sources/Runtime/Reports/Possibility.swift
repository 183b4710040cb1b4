import ScheduleLang

/// The truth values that something may take, and the facts that decide between them.
struct Possibility {
  /// The values that are possible; never empty.
  let truths: Set<Truth>
  /// What it depends on; empty where only one value is possible.
  let facts: Set<String>

  /// One value, whatever the facts.
  init(_ truth: Truth) {
    truths = [truth]
    facts = []
  }

  /// Any of `truths`, as `facts` decide.
  init(_ truths: Set<Truth>, by facts: Set<String>) {
    self.truths = truths
    self.facts = truths.count > 1 ? facts : []
  }

  /// Any value, as `fact` decides.
  static func anything(by fact: String) -> Possibility { Possibility([.no, .unknown, .yes], by: [fact]) }

  /// What may come of two possibilities that do not know of each other.
  func combined(with other: Possibility, by operation: (Truth, Truth) -> Truth) -> Possibility {
    Possibility(
      Set(truths.flatMap { left in other.truths.map { operation(left, $0) } }), by: facts.union(other.facts))
  }

  func and(_ other: Possibility) -> Possibility { combined(with: other) { $0.and($1) } }
  func or(_ other: Possibility) -> Possibility { combined(with: other) { $0.or($1) } }
  static prefix func ! (possibility: Possibility) -> Possibility {
    Possibility(Set(possibility.truths.map { !$0 }), by: possibility.facts)
  }
}
