import Glibc
import ScheduleLang

/// What usually flows through the grid meter without the charger, by the half hour of the day, learnt as days pass.
struct UsualGrid: Hashable, Sendable {
  /// A half hour of the day, in watts, import positive.
  struct Usual: Hashable {
    var mean: Double
    /// By how much days differ from it.
    var deviation: Double
  }

  /// How long a slot of the day is, in minutes.
  static let slot = 30
  /// How much a new day counts beside those before.
  private static let share = 0.12
  /// After how many hours half of what is unusual now is expected to have passed.
  private static let halfLife = 4.0

  private var slots = [Usual?](repeating: nil, count: 1440 / slot)
  /// By how much the last half hours differed from what is usual, in watts.
  private var surprise = 0.0
  private var current: Int?
  private var (sum, count) = (0.0, 0.0)

  /// Takes in the power of a minute.
  mutating func note(_ grid: Watts?, at local: LocalTime) {
    let slot = local.minute / Self.slot
    if slot != current {
      if let current, count >= 10 { finish(current, mean: sum / count) }
      (sum, count, current) = (0, 0, slot)
    }
    if let watts = grid?.value, watts.isFinite { (sum, count) = (sum + watts, count + 1) }
  }

  private mutating func finish(_ slot: Int, mean: Double) {
    guard var usual = slots[slot] else {
      slots[slot] = Usual(mean: mean, deviation: abs(mean) / 4)
      return
    }
    let difference = mean - usual.mean
    surprise += (difference - surprise) / 2
    usual.mean += difference * Self.share
    usual.deviation += (abs(difference) - usual.deviation) * Self.share
    slots[slot] = usual
  }

  /// What is expected in a slot of the day that begins so many seconds from now; nil where it was never seen.
  func expected(inSlot slot: Int, ahead seconds: Double) -> Usual? {
    guard var usual = slots[slot] else { return nil }
    usual.mean += surprise * exp2(-max(0, seconds) / 3600 / Self.halfLife)
    // Two cases so far from the mean are spread as days are.
    usual.deviation *= 1.25
    return usual
  }
}
