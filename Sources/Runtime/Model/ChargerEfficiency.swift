/// How much of the power on one side of a bidirectional charger arrives on the other, by its AC current.
///
/// Linear between a small and a large current and flat outside of them. The two pairs of numbers below are what
/// owners of a Wallbox Quasar measured: 57 % charging and 66 % discharging at 3 A, near 90 % at 13 A and above.
public struct ChargerEfficiency: Hashable, Sendable {
  /// From the grid into the battery.
  public static let charging = ChargerEfficiency(atSmall: 0.57, atLarge: 0.90)
  /// From the battery into the house.
  public static let discharging = ChargerEfficiency(atSmall: 0.66, atLarge: 0.90)

  /// The small current, in amperes.
  static let smallCurrent = 3.0
  /// The large current, in amperes.
  package static let largeCurrent = 13.0

  private let atSmall: Double
  private let atLarge: Double

  /// The share, 0...1, at a current of so many amperes, whatever its direction.
  public func share(at amperes: Double) -> Double {
    let line = line(below: abs(amperes))
    return line.constant + line.slope * abs(amperes)
  }

  /// A stretch of the curve: `constant + slope * amperes` for more than `floor` amperes.
  struct Line {
    var floor: Double
    var constant: Double
    var slope: Double
  }

  /// The stretch that reaches up to `amperes`.
  func line(below amperes: Double) -> Line {
    let amperes = amperes - 1e-9  // A sliver above a joint, from rounding, belongs below it.
    if amperes > Self.largeCurrent { return Line(floor: Self.largeCurrent, constant: atLarge, slope: 0) }
    if amperes <= Self.smallCurrent { return Line(floor: 0, constant: atSmall, slope: 0) }
    let slope = (atLarge - atSmall) / (Self.largeCurrent - Self.smallCurrent)
    return Line(floor: Self.smallCurrent, constant: atSmall - slope * Self.smallCurrent, slope: slope)
  }
}
