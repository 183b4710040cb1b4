import ScheduleLang

/// When each of many lists of guards holds by the clock.
struct Timetable {
  /// The days.
  let classes: [DayClass]
  /// The stretches, in the order in which the days come to them.
  let stretches: [Stretch]
  /// For items that ask for ranked half hours, the bit that says that they hold whichever those are.
  private let certainBits: [Int: Int]

  init(_ items: [[Guard]], classes: [DayClass]) {
    let plan = Plan(items)
    self.classes = classes
    certainBits = plan.certainBits
    var stretches: [Stretch] = []
    var numbers: [[UInt64]: Int] = [:]
    for number in classes.indices {
      for piece in classes[number].pieces {
        for (minutes, possible) in plan.run(classes[number].sample, piece) {
          let occurrence = Stretch.Occurrence(dayClass: number, minutes: minutes)
          if let known = numbers[possible] {
            stretches[known].occurrences.append(occurrence)
          } else {
            numbers[possible] = stretches.count
            stretches.append(Stretch(possible: possible, occurrences: [occurrence]))
          }
        }
      }
    }
    self.stretches = stretches
  }

  /// Whether the clock lets item `item` hold for certain.
  func isCertain(_ item: Int, in stretch: Stretch) -> Bool { stretch.allows(certainBits[item] ?? item) }
}

/// The guards of all items, each looked at once a day.
private struct Plan {
  private var guards: [Guard] = []
  private var guardNumbers: [Guard.Kind: Int] = [:]
  /// Lists of guard numbers, and which bits follow from each.
  private var lists: [(guards: [Int], countsRanked: Bool, bits: [Int])] = []
  private var listNumbers: [[Int]: Int] = [:]
  private(set) var certainBits: [Int: Int] = [:]
  private var bitCount: Int
  /// The bits that follow from no guard of the clock.
  private var always: [UInt64] = []

  init(_ items: [[Guard]]) {
    bitCount = items.count
    for item in items.indices {
      let list = items[item].filter(\.asksTheClock).map { number(of: $0) }
      add(list, countsRanked: true, bit: item)
      if list.contains(where: { guards[$0].asksForRanks }) {
        certainBits[item] = bitCount
        add(list, countsRanked: false, bit: bitCount)
        bitCount += 1
      }
    }
    always = [UInt64](repeating: 0, count: max(1, (bitCount + 63) / 64))
  }

  private mutating func number(of item: Guard) -> Int {
    if let known = guardNumbers[item.kind] { return known }
    guardNumbers[item.kind] = guards.count
    guards.append(item)
    return guards.count - 1
  }

  private mutating func add(_ list: [Int], countsRanked: Bool, bit: Int) {
    let key = list + [countsRanked ? -1 : -2]
    if let known = listNumbers[key] { return lists[known].bits.append(bit) }
    listNumbers[key] = lists.count
    lists.append((list, countsRanked, [bit]))
  }

  /// One day from stretch to stretch.
  func run(_ day: CivilDate, _ piece: DayClass.Piece) -> [(minutes: Range<Int>, possible: [UInt64])] {
    let within = MinuteSet([piece.minutes])
    let wide = guards.map { $0.minutes(on: day, shifts: piece.shifts, countsRanked: true) }
    let narrow = guards.map {
      $0.asksForRanks ? $0.minutes(on: day, shifts: piece.shifts, countsRanked: false) : .empty
    }
    var changes: [(minute: Int, bit: Int)] = []
    for list in lists {
      let minutes = list.guards.reduce(within) {
        $0.intersection(list.countsRanked || !guards[$1].asksForRanks ? wide[$1] : narrow[$1])
      }
      for range in minutes.ranges {
        for bit in list.bits {
          changes.append((range.lowerBound, bit))
          changes.append((range.upperBound, bit))
        }
      }
    }
    changes.sort { $0.minute < $1.minute }

    var result: [(Range<Int>, [UInt64])] = []
    var (now, start) = (always, piece.minutes.lowerBound)
    for change in changes {
      if change.minute > start {
        result.append((start..<change.minute, now))
        start = change.minute
      }
      now[change.bit >> 6] ^= 1 << UInt64(change.bit & 63)
    }
    if start < piece.minutes.upperBound { result.append((start..<piece.minutes.upperBound, now)) }
    return result
  }
}

extension Guard {
  /// Whether the clock has a say in it.
  fileprivate var asksTheClock: Bool {
    if case .when = kind { return false }
    return true
  }

  /// Whether it depends on which half hours are cheapest or dearest.
  fileprivate var asksForRanks: Bool {
    if case .during(let windows) = kind { return windows.contains(where: \.isRanked) }
    return false
  }
}

extension Window {
  fileprivate var isRanked: Bool {
    switch span {
    case .ranked: true
    case .outside(let others): others.contains(where: \.isRanked)
    case .daily, .dated: false
    }
  }
}
