import ScheduleLang

/// With what current a charger that is left alone goes on: only what it reads back says so.
struct FailsafeCurrentProof: Hashable {
  /// What was set, in amperes; nil where it is only read.
  private let wanted: Double?
  /// What it reads, in amperes; nil before it was read.
  private var current: Double?
  private var isUnreadable = false

  /// How far, in amperes, what it reads may be from what was set.
  private static let tolerance = 0.05

  init(_ current: ChargerDescription.FailsafeCurrent) { wanted = current.wanted }

  /// Notes what it reads, nil where it does not tell.
  mutating func note(_ current: Double?) { (self.current, isUnreadable) = (current, current == nil) }

  /// Nothing is known any more.
  mutating func forget() { (current, isUnreadable) = (nil, false) }

  private var isAsSet: Bool {
    guard let current else { return false }
    return wanted.map { abs(current - $0) <= Self.tolerance } ?? true
  }

  /// Whether it reads as none.
  var isNone: Bool { current.map { abs($0) <= Self.tolerance } ?? false }

  /// Whether power may flow as far as it goes.
  ///
  /// - Parameter isRequired: whether it must be none.
  func permitsPower(isRequired: Bool) -> Bool { isAsSet && (!isRequired || isNone) }

  /// What is wrong with it, in words; nil where the charger stops, and while nothing is known.
  var problem: String? {
    if isUnreadable { return "the current that it falls back to cannot be read back" }
    guard let current, !isNone else { return nil }
    return isAsSet
      ? "left alone it goes on with \(Self.text(of: current))"
      : "the current that it falls back to reads \(Self.text(of: current)) after \(Self.text(of: wanted ?? 0)) was set"
  }

  private static func text(of current: Double) -> String {
    let tenths = (max(-1e6, min(1e6, current)) * 10).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths)) A" : "\(tenths) A"
  }
}
