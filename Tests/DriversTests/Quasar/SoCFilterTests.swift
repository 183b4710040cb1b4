import Testing

@testable import Drivers

@Suite("SoC filter")
struct SoCFilterTests {
  private func believed(_ readings: [UInt16]) -> [Int?] {
    var filter = SoCFilter()
    return readings.map { filter.read($0) }
  }

  @Test("believes the first reading and small steps at once")
  func smallSteps() {
    #expect(believed([50, 51, 53, 52, 50, 100]) == [50, 51, 53, 52, 50, nil])
    #expect(believed([2, 3]) == [2, 3])
  }

  @Test("0 and values above 100 are unknown and disturb nothing")
  func unknown() {
    #expect(believed([0, 50, 0, 51, 101, 65_535, 52]) == [nil, 50, nil, 51, nil, nil, 52])
  }

  @Test("a false 1 % is never seen")
  func falseOne() {
    #expect(believed([1, 60, 1, 60, 1, 1, 60]) == [nil, 60, nil, 60, nil, nil, 60])
    #expect(believed([2, 1, 2]) == [2, nil, 2])
  }

  @Test("a jump is believed once three readings in a row agree")
  func lastingJump() {
    #expect(believed([60, 40, 40, 40, 41]) == [60, nil, nil, 40, 41])
    #expect(believed([60, 40, 41, 39]) == [60, nil, nil, 39])
    #expect(believed([1, 1, 1]) == [nil, nil, 1])
  }

  @Test("a jump that is interrupted starts anew")
  func interruptedJump() {
    #expect(believed([60, 40, 40, 0, 40, 40, 40]) == [60, nil, nil, nil, nil, nil, 40])
    #expect(believed([60, 40, 40, 60, 40, 40]) == [60, nil, nil, 60, nil, nil])
    #expect(believed([60, 40, 30, 40, 30]) == [60, nil, nil, nil, nil])
  }

  @Test("another car is believed at once")
  func reset() {
    var filter = SoCFilter()
    #expect(filter.read(80) == 80)
    filter.reset()
    #expect(filter.read(20) == 20)
  }
}
