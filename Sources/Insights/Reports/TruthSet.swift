import Runtime
import ScheduleLang

/// A set of truth values.
struct TruthSet: OptionSet {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The set of one value.
  init(_ truth: Truth) { rawValue = 1 << truth.rawValue }

  static let no = TruthSet(.no)
  static let unknown = TruthSet(.unknown)
  static let yes = TruthSet(.yes)
  static let any: TruthSet = [.no, .unknown, .yes]

  /// Whether more than one value is possible.
  var isOpen: Bool { rawValue & (rawValue &- 1) != 0 }

  /// The results of an operation on every value of both sets.
  func combined(with other: TruthSet, by operation: (Truth, Truth) -> Truth) -> TruthSet {
    var result: TruthSet = []
    for left in Truth.allCases where contains(TruthSet(left)) {
      for right in Truth.allCases where other.contains(TruthSet(right)) {
        result.insert(TruthSet(operation(left, right)))
      }
    }
    return result
  }
}
