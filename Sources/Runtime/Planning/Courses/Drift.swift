/// Where the SoC goes along a scale by itself: each cell is crossed upwards or downwards in a time of its own, or not at all.
struct Drift: Sendable {
  /// Seconds from the first node to each, whichever way cells are crossed.
  private let seconds: [Double]
  /// The node at which a way up from each cell ends, and one down from it; the cell's own where it is not crossed so.
  private let tops: [Int32]
  private let bottoms: [Int32]

  /// Creates it from the seconds that each cell takes, downwards if negative; nil or 0 where the SoC stays.
  init(_ crossings: [Double?]) {
    var seconds = [0.0]
    for time in crossings { seconds.append((seconds.last ?? 0) + abs(time ?? 0)) }
    self.seconds = seconds
    var tops = crossings.indices.map { Int32($0) }
    var bottoms = crossings.indices.map { Int32($0 + 1) }
    for cell in crossings.indices.reversed() where (crossings[cell] ?? 0) > 0 {
      let isLast = cell + 1 == crossings.count || (crossings[cell + 1] ?? 0) <= 0
      tops[cell] = isLast ? Int32(cell + 1) : tops[cell + 1]
    }
    for cell in crossings.indices where (crossings[cell] ?? 0) < 0 {
      let isLast = cell == 0 || (crossings[cell - 1] ?? 0) >= 0
      bottoms[cell] = isLast ? Int32(cell) : bottoms[cell - 1]
    }
    (self.tops, self.bottoms) = (tops, bottoms)
  }

  /// Where the SoC is after `time` seconds from `position` on.
  ///
  /// One that stands between a cell that lifts it and one that lowers it stays there.
  func position(from position: Double, after time: Double) -> Double {
    let last = tops.count
    guard last > 0 else { return position }
    let cell = min(Int(position), last - 1)
    let top = Int(tops[cell])
    if top > cell, position < Double(last) {
      let end = Course.value(seconds, at: position) + time
      return seconds[top] <= end ? Double(top) : Course.place(of: end, in: seconds, between: cell, and: top)
    }
    let below = position == Double(cell) ? cell - 1 : cell
    guard below >= 0, bottoms[below] <= below else { return position }
    let bottom = Int(bottoms[below])
    let end = Course.value(seconds, at: position) - time
    return seconds[bottom] >= end
      ? Double(bottom) : Course.place(of: end, in: seconds, between: bottom, and: below + 1)
  }
}
