/// Minutes of one day, 0..<1440, as ranges in order that do not touch.
struct MinuteSet: Hashable {
  private(set) var ranges: [Range<Int>] = []

  static let empty = MinuteSet()
  static let wholeDay = MinuteSet([0..<1440])

  private init() {}

  /// The minutes of any of `ranges` that lie within the day.
  init(_ ranges: [Range<Int>]) {
    if ranges.count == 1 {
      let range = ranges[0].clamped(to: 0..<1440)
      self.ranges = range.isEmpty ? [] : range == ranges[0] ? ranges : [range]
      return
    }
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let range = range.clamped(to: 0..<1440)
      guard !range.isEmpty else { continue }
      if let last = self.ranges.last, last.upperBound >= range.lowerBound {
        self.ranges[self.ranges.count - 1] =
          last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
  }

  var isEmpty: Bool { ranges.isEmpty }

  /// How many minutes are in the set.
  var count: Int { ranges.reduce(0) { $0 + $1.count } }

  func union(_ other: MinuteSet) -> MinuteSet {
    if isEmpty { return other }
    return other.isEmpty ? self : MinuteSet(ranges + other.ranges)
  }

  func intersection(_ other: MinuteSet) -> MinuteSet {
    if self == .wholeDay { return other }
    var result = MinuteSet()
    var (mine, theirs) = (ranges[...], other.ranges[...])
    while let one = mine.first, let another = theirs.first {
      let shared = one.clamped(to: another)
      if !shared.isEmpty { result.ranges.append(shared) }
      if one.upperBound <= another.upperBound { mine.removeFirst() } else { theirs.removeFirst() }
    }
    return result
  }

  /// The minutes that are not in the set.
  var complement: MinuteSet {
    var result = MinuteSet()
    var start = 0
    for range in ranges {
      if start < range.lowerBound { result.ranges.append(start..<range.lowerBound) }
      start = range.upperBound
    }
    if start < 1440 { result.ranges.append(start..<1440) }
    return result
  }
}
