/// Why an order is over.
public enum OrderEnd: Hashable, Sendable, CaseIterable {
  /// Its time is.
  case expired
  case unplugged
  /// The SoC that it was for is reached.
  case reached
  /// The car has taken nothing for ten minutes though it was offered.
  case takesNothing
  /// The schedule's clauses let the SoC come no nearer.
  case comesNoNearer
}
