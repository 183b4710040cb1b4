import Glibc
import ScheduleLang

/// What the house has done lately, by the half hour of the day: what a plan expects of the time to come.
struct RecentHouse: Hashable, Sendable {
  /// What is usual in a half hour.
  struct Usual: Hashable {
    var mean: Double
    /// How far minutes differ from it, as a standard deviation.
    var spread: Double
  }

  /// How long a slot of the day is, in minutes.
  static let slot = 30
  /// How much a new day counts beside those before.
  private static let share = 0.3
  /// After how many minutes what is recent is mostly forgotten.
  private static let memory = 60.0
  /// By how many watts what is recent must change to matter: about an ampere.
  private static let step = 250.0
  /// How many half hours a day has.
  static let slots = 1440 / slot

  /// One power, its slots and what has been measured in the present one.
  private struct Power: Hashable {
    var slots = [Usual?](repeating: nil, count: RecentHouse.slots)
    var recent: Double?
    /// What is recent as it was when it mattered last.
    var noted: Double?
    var (sum, squares, count) = (0.0, 0.0, 0.0)

    mutating func note(_ watts: Double) {
      recent = recent.map { $0 + (watts - $0) / RecentHouse.memory } ?? watts
      (sum, squares, count) = (sum + watts, squares + watts * watts, count + 1)
    }

    /// Ends a slot.
    mutating func finish(_ slot: Int) {
      // A few minutes say little of a half hour.
      if count >= 10 {
        let mean = sum / count
        let usual = Usual(mean: mean, spread: sqrt(max(0, squares / count - mean * mean)))
        slots[slot] =
          slots[slot].map { old in
            Usual(
              mean: old.mean + (usual.mean - old.mean) * RecentHouse.share,
              spread: old.spread + (usual.spread - old.spread) * RecentHouse.share)
          } ?? usual
      }
      (sum, squares, count) = (0, 0, 0)
    }

    /// Whether what is recent has come to differ so much that it matters where nothing else is known.
    mutating func hasMoved() -> Bool {
      guard let recent, abs(recent - (noted ?? .infinity)) >= RecentHouse.step else { return false }
      noted = recent
      return slots.contains(nil)
    }
  }

  private var home = Power()
  private var grid = Power()
  private var solar = Power()
  private var slot: Int?
  /// Changes whenever expectations do.
  private(set) var version = 0

  /// Takes in the powers of a minute, for plans by `outlook`.
  mutating func note(_ readings: Readings, at local: LocalTime, outlook: Outlook) {
    let slot = local.minute / Self.slot
    if let last = self.slot, last != slot {
      let before = (isKnown(last), HouseExpectation(outlook: outlook, recent: self).effect(ofSlot: last))
      home.finish(last)
      grid.finish(last)
      solar.finish(last)
      let after = (isKnown(last), HouseExpectation(outlook: outlook, recent: self).effect(ofSlot: last))
      if before != after { version += 1 }
    }
    self.slot = slot
    if let home = (readings.home ?? readings.grid)?.value, home.isFinite { self.home.note(home) }
    if let grid = readings.grid?.value, grid.isFinite { self.grid.note(grid) }
    if let solar = readings.solar?.value, solar.isFinite { self.solar.note(solar) }
    let moved = (home.hasMoved(), grid.hasMoved())
    if moved.0 || moved.1 { version += 1 }
  }

  /// What the house takes in a half hour of the day; nil where that was never seen.
  func home(inSlot slot: Int) -> Usual? { home.slots[slot] }

  /// What flows through the grid meter then, without the charger, import positive.
  func grid(inSlot slot: Int) -> Usual? { grid.slots[slot] }

  /// What the sun gives then.
  func solar(inSlot slot: Int) -> Usual? { solar.slots[slot] }

  /// Whether a half hour of the day was seen.
  private func isKnown(_ slot: Int) -> Bool { home.slots[slot] != nil }

  /// What it took lately; nil where nothing was measured.
  var recentHome: Usual? { home.recent.map { Usual(mean: $0, spread: 0) } }

  /// What flowed through the grid meter lately.
  var recentGrid: Usual? { grid.recent.map { Usual(mean: $0, spread: 0) } }
}
