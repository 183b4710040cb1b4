/// A set of states of charge: whole percents and unknown.
struct SoCSet: Hashable {
  /// Bit `n` is n %, bit 101 is unknown.
  private(set) var bits: UInt128

  init(bits: UInt128) { self.bits = bits }

  /// Nothing.
  static let empty = SoCSet(bits: 0)
  /// 0...100 %.
  static let known = SoCSet(bits: (1 << 101) - 1)
  /// Unknown only.
  static let unknown = SoCSet(bits: 1 << 101)
  /// Every SoC and unknown.
  static let all = SoCSet(bits: (1 << 102) - 1)

  /// The known SoCs for which `holds` is true.
  init(where holds: (Int) -> Bool) {
    var bits: UInt128 = 0
    for soc in 0...100 where holds(soc) { bits |= 1 << UInt128(soc) }
    self.bits = bits
  }

  /// One SoC; nil is unknown.
  init(_ soc: Int?) { bits = 1 << UInt128(soc ?? 101) }

  var isEmpty: Bool { bits == 0 }

  func isSuperset(of other: SoCSet) -> Bool { (other - self).isEmpty }

  func contains(_ soc: Int?) -> Bool { !(self & SoCSet(soc)).isEmpty }

  /// The lowest SoC in the set, unknown last; nil within nil where the set is empty.
  var first: Int?? {
    guard bits != 0 else { return nil }
    let bit = bits.trailingZeroBitCount
    return .some(bit <= 100 ? bit : nil)
  }

  /// The highest known SoC in the set.
  var highest: Int? {
    let known = bits & SoCSet.known.bits
    return known == 0 ? nil : 127 - known.leadingZeroBitCount
  }

  /// The lowest known SoC in the set.
  var lowest: Int? {
    let known = bits & SoCSet.known.bits
    return known == 0 ? nil : known.trailingZeroBitCount
  }

  /// The SoCs whose upper neighbour is in the set; unknown has no neighbours.
  var below: SoCSet { SoCSet(bits: (bits & SoCSet.known.bits) >> 1) }

  /// Runs of known SoCs, from the lowest.
  var ranges: [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    var rest = bits & SoCSet.known.bits
    while rest != 0 {
      let start = rest.trailingZeroBitCount
      let end = start + (~(rest >> UInt128(start))).trailingZeroBitCount - 1
      ranges.append(start...end)
      rest &= ~(((1 << UInt128(end + 1)) - 1))
    }
    return ranges
  }

  static func | (lhs: SoCSet, rhs: SoCSet) -> SoCSet { SoCSet(bits: lhs.bits | rhs.bits) }
  static func & (lhs: SoCSet, rhs: SoCSet) -> SoCSet { SoCSet(bits: lhs.bits & rhs.bits) }
  static func - (lhs: SoCSet, rhs: SoCSet) -> SoCSet { SoCSet(bits: lhs.bits & ~rhs.bits) }
  static func |= (lhs: inout SoCSet, rhs: SoCSet) { lhs.bits |= rhs.bits }
  static func &= (lhs: inout SoCSet, rhs: SoCSet) { lhs.bits &= rhs.bits }
  static func -= (lhs: inout SoCSet, rhs: SoCSet) { lhs.bits &= ~rhs.bits }
}

extension SoCSet: CustomStringConvertible {
  /// The set as `SoC 0%-49%, 60% or unknown`.
  var description: String {
    var parts = ranges.map {
      $0.count == 1 ? "\($0.lowerBound)%" : "\($0.lowerBound)%-\($0.upperBound)%"
    }
    if contains(nil) { parts.append("unknown") }
    guard let last = parts.popLast() else { return "no SoC" }
    return parts.isEmpty ? "SoC \(last)" : "SoC \(parts.joined(separator: ", ")) or \(last)"
  }
}
