/// The levels on which a power stays, of which a meter can be expected to show the steps.
struct PowerLevels {
  /// A step that a meter must show, and what is steady, in watts.
  private static let step = 700.0
  private static let steady = 150.0
  /// How long a level must have lasted before a step, and must last behind it; how long the way between them may take.
  private static let shortest = VirtualTime.seconds(5)
  private static let shortestNew = VirtualTime.seconds(15)
  private static let longestStep = VirtualTime.seconds(50)

  private var power = 0.0
  private var since: VirtualTime = 0
  /// The level before, and when it ended.
  private var before: (power: Double, end: VirtualTime)?

  /// Notes a power at `now`; whether it has stepped from one level to another.
  mutating func note(_ new: Double, at now: VirtualTime) -> Bool {
    if abs(new - power) > Self.steady {
      if now.since(since) > Self.shortest { before = (power, now) }
      (power, since) = (new, now)
    }
    guard let before, now.since(since) >= Self.shortestNew else { return false }
    self.before = nil
    return abs(power - before.power) >= Self.step && since.since(before.end) <= Self.longestStep
  }
}
