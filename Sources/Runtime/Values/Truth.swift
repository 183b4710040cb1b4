/// Kleene's three truth values, in the order in which `and` is the least and `or` the greatest.
public enum Truth: UInt8, Hashable, Comparable, CaseIterable, Sendable {
  case no, unknown, yes

  /// The truth value of something that is known.
  @inlinable
  public init(_ known: Bool) { self = known ? .yes : .no }

  @inlinable
  public static func < (lhs: Truth, rhs: Truth) -> Bool { lhs.rawValue < rhs.rawValue }

  /// Whether both hold.
  @inlinable
  public func and(_ other: @autoclosure () -> Truth) -> Truth { self == .no ? .no : min(self, other()) }

  /// Whether either holds.
  @inlinable
  public func or(_ other: @autoclosure () -> Truth) -> Truth { self == .yes ? .yes : max(self, other()) }

  /// The opposite; what is unknown stays so.
  @inlinable
  public static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .no: .yes
    case .unknown: .unknown
    case .yes: .no
    }
  }
}
