import Runtime
import ScheduleLang
import Testing

@Suite struct GuardTimeTests {
  @Test(arguments: [
    (0, 3, 22), (0, -16, 22), (nil, 16, 22), (10, 11, 6), (-10, -9, 6), (10, 10, 6), (10, 12, 8),
    (-10, -12, 8),
    (10, 13, 11), (3, -3, 11), (16, 0, 11), (-3, 0, 11), (nil, 0, 11), (0, 0, 11),
  ])
  func leavesTheChargerAloneForAsLongAsTheChangeNeeds(old: Int?, new: Int, seconds: Int) {
    var time = GuardTime()
    #expect(!time.holds(at: .seconds(1000)))
    time.start(from: old.map { Amperes($0) }, to: Amperes(new), at: .seconds(1000))
    #expect(time.holds(at: .seconds(1000)))
    #expect(time.holds(at: .seconds(1000 + seconds) - .milliseconds(1)))
    #expect(!time.holds(at: .seconds(1000 + seconds)))
  }
}
