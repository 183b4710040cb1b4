import Platform
import Testing

@testable import Drivers

@Suite("SoC filter")
struct SoCFilterTests {
  /// What is made of readings, each `milliseconds` after the one before.
  private func believed(_ readings: [UInt16], every milliseconds: UInt64 = 1000) -> [Int?] {
    var filter = SoCFilter()
    return readings.enumerated().map { index, reading in
      filter.read(reading, by: ExchangeDeadline(uptime: .milliseconds(UInt64(index) * milliseconds)))
    }
  }

  /// What is made of readings that follow a believed one.
  private func believed(
    _ readings: [UInt16], after first: UInt16, every milliseconds: UInt64 = 1000
  ) -> [Int?] {
    let before = Array(repeating: first, count: 12)
    return Array(believed(before + readings, every: milliseconds).dropFirst(before.count))
  }

  @Test("the first reading is believed once it has lasted for five seconds")
  func first() {
    let doubt = Array(repeating: Int?.none, count: 5)
    #expect(believed([57, 57, 57, 57, 57, 57]) == doubt + [57])
    #expect(believed([57, 0, 31, 31, 31, 31, 31, 31]) == [nil, nil] + doubt + [31])
    #expect(believed([2, 2, 2, 2, 60, 61, 60, 60, 60, 61]) == [nil, nil, nil, nil] + doubt + [61])
    #expect(believed([57, 57, 57], every: 4000) == [nil, nil, 57], "as a slow charger tells it")
  }

  @Test("believes small steps at once")
  func smallSteps() {
    #expect(believed([51, 53, 52, 50, 100], after: 50) == [51, 53, 52, 50, nil])
    #expect(believed([3], after: 2) == [3])
  }

  @Test("0 and values above 100 are unknown and disturb nothing")
  func unknown() {
    #expect(believed([0, 51, 101, 65_535, 52], after: 50) == [nil, 51, nil, nil, 52])
  }

  @Test("a false 1 % is never seen")
  func falseOne() {
    #expect(believed([1, 60, 1, 1, 60], after: 60) == [nil, 60, nil, nil, 60])
    #expect(believed([1, 2], after: 2) == [nil, 2])
    #expect(believed(Array(repeating: 1, count: 9) + [60], after: 60).allSatisfy { $0 == nil || $0 == 60 })
  }

  @Test("a true 1 % stays known once it has lasted: nothing would end its discharge otherwise")
  func lastingOne() {
    #expect(
      believed(Array(repeating: 1, count: 30)) == Array(repeating: nil, count: 10)
        + Array(repeating: 1, count: 20))
    #expect(believed([1, 2, 1, 1], after: 1) == [1, 2, nil, nil])
  }

  @Test("a jump is believed once three readings in a row agree")
  func lastingJump() {
    #expect(believed([40, 40, 40, 41], after: 60) == [nil, nil, 40, 41])
    #expect(believed([40, 41, 39], after: 60) == [nil, nil, 39])
  }

  @Test("readings in quick succession are not a value that lasts")
  func quickSuccession() {
    #expect(believed([40, 40, 40, 40, 40], after: 60, every: 490) == [nil, nil, nil, nil, 40])
    #expect(believed([40, 40, 40], after: 60, every: 990) == [nil, nil, 40], "a tick may be a little early")
  }

  @Test("1 % is believed once it has lasted for ten seconds")
  func trueOne() {
    #expect(believed(Array(repeating: 1, count: 11)) == Array(repeating: nil, count: 10) + [1])
  }

  @Test("1 % before and after a silence is not 1 % that lasts")
  func oneAcrossSilence() {
    #expect(believed(Array(repeating: 1, count: 5), every: 4000).allSatisfy { $0 == nil })
    #expect(believed(Array(repeating: 1, count: 5), every: 3000).last == 1)
  }

  @Test("a jump that is interrupted starts anew")
  func interruptedJump() {
    #expect(believed([40, 40, 0, 40, 40, 40], after: 60) == [nil, nil, nil, nil, nil, 40])
    #expect(believed([40, 40, 60, 40, 40], after: 60) == [nil, nil, 60, nil, nil])
    #expect(believed([40, 30, 40, 30], after: 60) == [nil, nil, nil, nil])
  }

  @Test("another car is taken for another one")
  func reset() {
    var filter = SoCFilter()
    var second: UInt64 = 0
    func read(_ reading: UInt16) -> Int? {
      second += 1
      return filter.read(reading, by: ExchangeDeadline(uptime: .seconds(second)))
    }
    #expect([80, 80, 80, 80, 80, 80].map { read($0) }.last == 80)
    filter.reset()
    #expect([81, 20, 20, 20, 20, 20, 20].map { read($0) } == Array(repeating: nil, count: 6) + [20])
  }
}
