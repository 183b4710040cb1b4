/// How long values hold that were noted at regular times, where the step may change on the way.
///
/// A gap of another length than the steps around it is a hole: the value before it holds for one step, and then
/// nothing is known.
package enum RegularSteps {
  /// So many equal gaps in a row are a step, whatever lies around them.
  private static let run = 4
  /// So many are one at an end of the list, where a step before or behind it cannot be seen.
  private static let runAtAnEnd = 2
  /// How many gaps on either side say what is usual around one.
  private static let neighbours = 4

  /// How long the value at each of `times`, which rise strictly, holds; nil where no step is to be seen.
  package static func holds(_ times: [Int64]) -> [Int64?] {
    guard times.count > 1 else { return times.map { _ in nil } }
    let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
    let usual = mostCommon(gaps[...])
    var holds: [Int64?] = []
    holds.reserveCapacity(times.count)
    var start = 0
    while start < gaps.count {
      let gap = gaps[start]
      let end = gaps[start...].firstIndex { $0 != gap } ?? gaps.count
      let isAtAnEnd = start == 0 || end == gaps.count
      if end - start >= (isAtAnEnd ? runAtAnEnd : run) {
        holds += repeatElement(Optional(gap), count: end - start)
      } else {
        for index in start..<end {
          let around = gaps[max(0, index - neighbours)..<min(gaps.count, index + neighbours + 1)]
          holds.append((mostCommon(around) ?? usual).map { min($0, gap) })
        }
      }
      start = end
    }
    // The last is as the one before it.
    holds.append(holds[holds.count - 1])
    return holds
  }

  /// The length that more than half of `gaps` have, two at least.
  private static func mostCommon(_ gaps: ArraySlice<Int64>) -> Int64? {
    // The only candidate is what is left when unlike ones are struck out in pairs.
    var (candidate, votes) = (Int64(0), 0)
    for gap in gaps {
      if votes == 0 { candidate = gap }
      votes += gap == candidate ? 1 : -1
    }
    let count = gaps.count(where: { $0 == candidate })
    return count > 1 && count * 2 > gaps.count ? candidate : nil
  }
}
