/// The minutes in which the cost of each of several simulations over the same readings is known.
///
/// Only these are added up, for all of them, so that none is cheaper for what is not known of it.
public struct CountedTime: Sendable {
  private let isCounted: [Bool]
  /// How many there are.
  public let minutes: Int

  /// Finds the minutes that `simulations` have in common.
  public init(of simulations: [Simulation]) {
    let count = simulations.first?.costs.count ?? 0
    isCounted = (0..<count).map { index in simulations.allSatisfy { !$0.costs[index].isNaN } }
    minutes = isCounted.count(where: { $0 })
  }

  /// Whether minute number `index` is counted.
  public subscript(index: Int) -> Bool { isCounted[index] }
}
