import ScheduleLang

/// The states of charge that a plan tells apart: nodes half a percent apart.
enum SoCGrid {
  /// How many nodes a percent has.
  static let density = 2
  /// How many nodes there are.
  static let count = 100 * density + 1

  /// Where a SoC lies, as a number of nodes.
  static func position(of soc: Percent) -> Double { min(max(soc.value, 0), 100) * Double(density) }

  /// The SoC of a node.
  static func soc(ofNode node: Int) -> Percent { Percent(Double(node) / Double(density)) }

  /// What `values` gives for each node, at a position between them.
  @inline(__always)
  static func value<Value: BinaryFloatingPoint>(_ values: UnsafeBufferPointer<Value>, at position: Double)
    -> Double
  {
    let index = min(Int(position), count - 2)
    let low = Double(values[index])
    return low + (Double(values[index + 1]) - low) * (position - Double(index))
  }
}
