import ScheduleLang

/// Many lists of guards, each guard looked at once a day: the clock's answers to items that are numbered by bits.
struct ClockItems {
  private var guards: [Guard] = []
  private var guardNumbers: [Guard.Kind: Int] = [:]
  /// Lists of guard numbers, and which bits follow from each.
  private var lists: [(guards: [Int], countsRanked: Bool, bits: [Int])] = []
  private var listNumbers: [[Int]: Int] = [:]
  /// The list of each bit.
  private var listOfBit: [Int] = []
  /// The sets of days that guards ask for.
  private var days = DaySetIndex([])
  /// The lists that ask for none of them, and by set those that ask for it first.
  private var dailyLists: [Int] = []
  private var listsOfDays: [[Int]] = []
  /// For items that ask for ranked half hours, the bit that says that they hold whichever those are.
  private(set) var certainBits: [Int: Int] = [:]
  /// How many bits there are: one for each item, and the certain bits.
  private(set) var bitCount: Int

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
    listOfBit = [Int](repeating: 0, count: bitCount)
    for (number, list) in lists.enumerated() { for bit in list.bits { listOfBit[bit] = number } }
    indexDays()
  }

  private mutating func indexDays() {
    var sets: [DaySet] = []
    var numbers: [Int: Int] = [:]
    for (number, item) in guards.enumerated() {
      guard case .on(let days) = item.kind else { continue }
      numbers[number] = sets.count
      sets.append(days)
    }
    days = DaySetIndex(sets)
    listsOfDays = [[Int]](repeating: [], count: sets.count)
    for (number, list) in lists.enumerated() {
      if let set = list.guards.lazy.compactMap({ numbers[$0] }).first {
        listsOfDays[set].append(number)
      } else {
        dailyLists.append(number)
      }
    }
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

  /// The minutes in which bits change on one day, in order.
  func changes(on day: CivilDate, _ piece: DayClass.Piece) -> [(minute: Int, bit: Int)] {
    let within = MinuteSet([piece.minutes])
    // Each guard is asked once, with ranked half hours and without.
    var known = [MinuteSet?](repeating: nil, count: guards.count * 2)
    func minutes(_ number: Int, countsRanked: Bool) -> MinuteSet {
      let countsRanked = countsRanked || !guards[number].asksForRanks
      let place = number * 2 + (countsRanked ? 1 : 0)
      if let minutes = known[place] { return minutes }
      let minutes = guards[number].minutes(on: day, shifts: piece.shifts, countsRanked: countsRanked)
      known[place] = minutes
      return minutes
    }
    var changes: [(minute: Int, bit: Int)] = []
    for number in dailyLists + days.numbers(containing: day).flatMap({ listsOfDays[$0] }) {
      var held = within
      for item in lists[number].guards {
        held = held.intersection(minutes(item, countsRanked: lists[number].countsRanked))
      }
      for range in held.ranges {
        for bit in lists[number].bits {
          changes.append((range.lowerBound, bit))
          changes.append((range.upperBound, bit))
        }
      }
    }
    changes.sort { $0.minute < $1.minute }
    return changes
  }

  /// The minutes of one day in which item `item` holds or may hold.
  func minutes(of item: Int, on day: CivilDate, _ piece: DayClass.Piece) -> MinuteSet {
    lists[listOfBit[item]].guards.reduce(MinuteSet([piece.minutes])) {
      $0.intersection(guards[$1].minutes(on: day, shifts: piece.shifts, countsRanked: true))
    }
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
  /// Whether it, or one that it is defined by, takes the cheapest or dearest part of a stretch.
  var isRanked: Bool {
    switch span {
    case .ranked: true
    case .outside(let others): others.contains(where: \.isRanked)
    case .daily, .dated: false
    }
  }
}
