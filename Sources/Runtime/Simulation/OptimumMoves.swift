import ScheduleLang

/// Moves from one SoC of a grid to another within one step of time.
struct OptimumMoves {
  struct Move {
    /// How many levels up, negative down.
    var levels: Int
    /// The mean power at the charger's grid side, charging positive.
    var kilowatts: Double
    /// The levels that it can start from.
    var starts: Range<Int>
  }

  /// How many levels there are.
  let levels: Int
  /// How long a step is.
  let hours: Double
  /// Every move that the charger can make.
  private(set) var all: [Move]

  init(battery: BatteryModel, grid: Double, hours: Double) {
    let range = battery.socRange
    levels = Int((Double(range.upperBound - range.lowerBound) / grid).rounded(.down)) + 1
    self.hours = hours
    all = [Move(levels: 0, kilowatts: 0, starts: 0..<levels)]
    let kilowattHours = battery.capacity.value / 1000 * grid / 100
    for rises in [true, false] {
      for count in 1..<max(2, levels) {
        let stored = Double(count) * kilowattHours / hours
        guard let amperes = Self.amperes(storing: stored, rising: rises, battery) else { break }
        // Where only less than the smallest current is needed, the smallest flows for a part of the step.
        let smallest = Double(battery.current.lowerBound)
        let share = amperes < smallest ? Self.share(of: stored, at: smallest, rising: rises, battery) : 1
        let power = max(amperes, smallest) * battery.voltage.value / 1000 * share
        guard rises else {
          all.append(Move(levels: -count, kilowatts: -power, starts: count..<levels))
          continue
        }
        let tapered = Self.tapered(amperes, count: count, grid: grid, levels: levels, battery)
        all.append(Move(levels: count, kilowatts: power, starts: 0..<tapered))
        for start in tapered..<max(tapered, levels - count) {
          guard let power = Self.fallingPower(from: start, count: count, grid: grid, hours: hours, battery)
          else {
            break
          }
          all.append(Move(levels: count, kilowatts: power, starts: start..<start + 1))
        }
      }
    }
  }

  /// The highest level that a move leads to.
  var highestLevel: Int {
    all.filter { !$0.starts.isEmpty && $0.levels > 0 }.map { $0.starts.upperBound - 1 + $0.levels }.max() ?? 0
  }

  /// The steady current that moves so many kW into, or out of, the battery; nil where none does.
  private static func amperes(storing kilowatts: Double, rising: Bool, _ battery: BatteryModel) -> Double? {
    var (low, high) = (0.0, Double(battery.current.upperBound))
    guard stored(high, rising, battery) >= kilowatts - 1e-9 else { return nil }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if stored(middle, rising, battery) < kilowatts { low = middle } else { high = middle }
    }
    return high
  }

  private static func stored(_ amperes: Double, _ rising: Bool, _ battery: BatteryModel) -> Double {
    let power = amperes * battery.voltage.value / 1000
    return rising
      ? power * ChargerEfficiency.charging.share(at: amperes)
      : power / ChargerEfficiency.discharging.share(at: amperes)
  }

  private static func share(of kilowatts: Double, at amperes: Double, rising: Bool, _ battery: BatteryModel)
    -> Double
  {
    kilowatts / stored(amperes, rising, battery)
  }

  /// The lowest level from which the battery does not take such a current to the end of the move.
  private static func tapered(
    _ amperes: Double, count: Int, grid: Double, levels: Int, _ battery: BatteryModel
  ) -> Int {
    let asked = Amperes(battery.current.upperBound)
    var level = max(0, levels - count)
    while level > 0,
      battery.flow(at: soc(level - 1 + count, grid, battery, 1e-6), setCurrent: asked) < amperes - 1e-9
    {
      level -= 1
    }
    return level
  }

  /// The mean power of a move with all that the battery takes, less and less; nil where it takes longer than a step.
  private static func fallingPower(
    from level: Int, count: Int, grid: Double, hours: Double, _ battery: BatteryModel
  ) -> Double? {
    let (start, end) = (soc(level, grid, battery), soc(level + count, grid, battery))
    let asked = Amperes(battery.current.upperBound)
    guard let seconds = battery.seconds(from: start, to: end, setCurrent: asked), seconds > 0,
      seconds <= hours * 3600
    else { return nil }
    return battery.step(from: start, setCurrent: asked, seconds: seconds).power.value / 1000 * seconds
      / (hours * 3600)
  }

  /// The SoC of a level, at least `sliver` below the upper end of the battery's range.
  private static func soc(_ level: Int, _ grid: Double, _ battery: BatteryModel, _ sliver: Double = 0)
    -> Percent
  {
    let range = battery.socRange
    return Percent(min(Double(range.lowerBound) + Double(level) * grid, Double(range.upperBound) - sliver))
  }
}
