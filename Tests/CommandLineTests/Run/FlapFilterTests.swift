import Platform
import Testing

@testable import evse_run

@Suite("Flap filter")
struct FlapFilterTests {
  private let start: Duration = .seconds(5000)

  /// What is told of a device that fails and works again by turns, a change a second, in `seconds`.
  private func told(of seconds: Range<Int>, by filter: inout FlapFilter) -> [Int: FlapFilter.News] {
    var told: [Int: FlapFilter.News] = [:]
    for second in seconds {
      told[second] = filter.take(second % 2 == 0 ? .timeout : nil, at: start + .seconds(second))
    }
    return told
  }

  @Test("lets the first ten through and then one a minute")
  func letsTheFirstTenThroughAndThenOneAMinute() {
    var filter = FlapFilter()
    let told = told(of: 0..<300, by: &filter)
    #expect(told.keys.sorted() == Array(0..<10) + [60, 120, 180, 240])
    #expect(told[9] == .init(failure: nil))
    #expect(told[60] == .init(failure: .timeout, leftOut: 50))
    #expect(told[120] == .init(failure: .timeout, leftOut: 59))
  }

  @Test("tells how things stand within a minute")
  func tellsHowThingsStandWithinAMinute() {
    var filter = FlapFilter()
    #expect(told(of: 0..<14, by: &filter).count == 10)
    #expect(filter.due(at: start + .seconds(59)) == nil)
    #expect(filter.due(at: start + .seconds(60)) == .init(failure: nil, leftOut: 3))
    #expect(filter.due(at: start + .seconds(1000)) == nil, "nothing is told twice")
  }

  @Test("lets ten through again after ten quiet minutes")
  func letsTenThroughAgainAfterTenQuietMinutes() {
    var filter = FlapFilter()
    _ = told(of: 0..<20, by: &filter)
    _ = filter.takeKept()
    let told = told(of: 700..<800, by: &filter)
    #expect(told.keys.sorted() == Array(700..<710) + [760])
  }

  @Test("gives all at the end")
  func givesAllAtTheEnd() {
    var filter = FlapFilter()
    _ = told(of: 0..<12, by: &filter)
    #expect(filter.takeKept() == .init(failure: nil, leftOut: 1))
    #expect(filter.takeKept() == nil)
  }
}
