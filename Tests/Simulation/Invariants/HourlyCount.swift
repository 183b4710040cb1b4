/// How often something has happened within the last hour.
struct HourlyCount {
  private var times: [VirtualTime] = []

  /// Notes that it happens at `now`; gives how often it has within an hour.
  mutating func note(at now: VirtualTime) -> Int {
    times.removeAll { now.since($0) >= .seconds(3600) }
    times.append(now)
    return times.count
  }
}

/// In which direction power was last wanted, and how often that has changed within the last hour.
struct Directions {
  private var last = 0
  /// The directions that power has had by another hand since the program last told the charger one; it cannot have seen all
  /// of them.
  private var others: Set<Int> = []
  private var changes = HourlyCount()

  /// Notes a current that the charger is told or has, in amperes; gives the number of changes where this is one.
  mutating func note(_ current: Int, at now: VirtualTime) -> Int {
    guard current != 0 else { return 0 }
    defer { (last, others) = (current.signum(), []) }
    // What power does already by another hand is no change of the program's.
    let isNone = last == 0 || last == current.signum() || others.contains(current.signum())
    return isNone ? 0 : changes.note(at: now)
  }

  /// Notes a current, in amperes, that flows by another hand.
  mutating func noteOther(_ current: Double) {
    if current != 0 { others.insert(current < 0 ? -1 : 1) }
  }
}
