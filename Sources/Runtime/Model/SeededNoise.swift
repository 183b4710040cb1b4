/// Numbers that look random and depend on a seed and a place only, so that they can be asked for in any order.
package struct SeededNoise {
  /// What the numbers depend on besides the place.
  package var seed: UInt64

  /// Creates the numbers of a seed.
  package init(seed: UInt64) { self.seed = seed }

  /// A number in 0..<1 for each whole place.
  package func value(_ place: Int) -> Double {
    Double(mixed(mixed(seed) &+ UInt64(bitPattern: Int64(place))) >> 11) * 0x1p-53
  }

  /// A number in 0...1 that moves smoothly from each whole place to the next.
  func smooth(_ place: Double) -> Double {
    let floor = place.rounded(.down)
    guard let knot = Int(exactly: floor), knot < .max else { return 0.5 }
    let part = place - floor
    let weight = part * part * (3 - 2 * part)
    return value(knot) * (1 - weight) + value(knot + 1) * weight
  }

  /// The mixing step of SplitMix64.
  private func mixed(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
