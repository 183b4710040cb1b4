import ScheduleLang

/// Where a current leads in some time, from every node, and what it takes at the charger's grid side.
///
/// A class, since plans share many.
final class MoveTable: Sendable {
  /// What tells tables apart.
  struct Key: Hashable {
    /// Charging positive.
    var amperes: Int
    var seconds: Int
  }

  /// Where it leads, as a number of nodes.
  let ends: [Double]
  /// In kWh, charging positive.
  let energies: [Double]

  init(_ key: Key, battery: BatteryModel) {
    let seconds = Double(key.seconds)
    func move(from node: Int) -> (end: Double, energy: Double) {
      let step = battery.step(
        from: SoCGrid.soc(ofNode: node), setPoint: Amperes(key.amperes), seconds: seconds)
      return (SoCGrid.position(of: step.soc), step.power.value * seconds / 3.6e6)
    }
    // Away from the ends of the charger's range, and below the taper, one node is left as any other.
    let usual = move(from: SoCGrid.count / 2)
    let distance = usual.end - Double(SoCGrid.count / 2)
    let top = min(BatteryModel.taperStart, Double(battery.socRange.upperBound)) * Double(SoCGrid.density)
    let bottom = Double(battery.socRange.lowerBound * SoCGrid.density)
    var (ends, energies) = ([Double](), [Double]())
    ends.reserveCapacity(SoCGrid.count)
    energies.reserveCapacity(SoCGrid.count)
    for node in 0..<SoCGrid.count {
      let end = Double(node) + distance
      let isUsual =
        distance != 0
        && (distance > 0 ? end < top && battery.carLimit == nil : end > bottom && Double(node) <= 200)
      let found = isUsual ? (end: end, energy: usual.energy) : move(from: node)
      ends.append(found.end)
      energies.append(found.energy)
    }
    (self.ends, self.energies) = (ends, energies)
  }
}
