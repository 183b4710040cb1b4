import ScheduleLang

/// The SoC with the part of a percent that whole readings leave out, carried along by what the charger was told.
struct FineSoC: Hashable, Sendable {
  /// No longer than this many seconds does a command count as carried out unseen.
  private static let longestStep = 150.0

  private var value: Percent?
  private var reading: Int?
  private var instant: Instant?
  /// What the charger was told last; nil where it follows the house.
  private var current: Amperes?

  /// Takes in a reading; nil forgets.
  mutating func update(reading newReading: Int?, at now: Instant, battery: BatteryModel) {
    let before = value
    let seconds = instant.map { Double(now.milliseconds &- $0.milliseconds) / 1000 } ?? .infinity
    instant = now
    reading = newReading
    value = nil
    guard let newReading, let before, let current, (0...Self.longestStep).contains(seconds) else { return }
    let moved = battery.step(from: before, setPoint: current, seconds: seconds).soc
    value = Percent(min(max(moved.value, Double(newReading)), Double(newReading) + 0.999))
  }

  /// Notes what the charger is told from now on; nil where it follows the house.
  mutating func note(_ current: Amperes?) { self.current = current }

  /// The SoC that is most likely, kept until the next reading; nil where it is unknown.
  mutating func likely() -> Percent? {
    guard let reading else { return nil }
    if value == nil { value = Percent(Double(reading) + 0.5) }
    return value
  }

  /// The SoC from which the way up, or down, to a target is longest for all that is known; kept until the next
  /// reading.
  mutating func cautious(rising: Bool) -> Percent? {
    guard let reading else { return nil }
    if value == nil { value = Percent(Double(reading) + (rising ? 0 : 0.999)) }
    return value
  }
}
