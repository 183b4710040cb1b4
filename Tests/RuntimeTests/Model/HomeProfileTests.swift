import Runtime
import ScheduleLang
import Testing

@Suite("Home profile")
struct HomeProfileTests {
  private let profile = HomeProfile(seed: 1)

  private func day(_ month: Int, _ day: Int) throws -> CivilDate {
    try #require(CivilDate(year: 2026, month: month, day: day))
  }

  /// Wh over a stretch of days.
  private func energy(
    from first: CivilDate, days: Int, minutes: Range<Int> = 0..<1440,
    of power: (LocalTime, Int) -> Watts
  ) -> Double {
    (0..<days).reduce(0) { sum, offset in
      minutes.reduce(sum) {
        $0 + power(LocalTime(date: first.adding(days: offset), minute: $1), 0).value / 60
      }
    }
  }

  @Test("equal seeds give equal homes and others differ")
  func equalSeedsGiveEqualHomesAndOthersDiffer()
    throws
  {
    let date = try day(6, 1)
    let other = HomeProfile(seed: 2)
    var differing = 0
    for minute in 0..<1440 {
      let local = LocalTime(date: date, minute: minute)
      #expect(HomeProfile(seed: 1).home(at: local, second: 7) == profile.home(at: local, second: 7))
      #expect(HomeProfile(seed: 1).solar(at: local, second: 7) == profile.solar(at: local, second: 7))
      if other.home(at: local) != profile.home(at: local) { differing += 1 }
    }
    #expect(differing > 1300)
  }

  @Test("summer gives more than winter and nights nothing")
  func summerGivesMoreThanWinterAndNightsNothing()
    throws
  {
    let summer = energy(from: try day(6, 1), days: 30, of: profile.solar)
    let winter = energy(from: try day(12, 1), days: 30, of: profile.solar)
    #expect(summer > 4 * winter)
    #expect((300_000...1_200_000).contains(summer))
    #expect(winter > 0)
    #expect(energy(from: try day(1, 1), days: 365, minutes: 0..<180, of: profile.solar) == 0)
  }

  @Test("mornings and evenings take more than nights")
  func morningsAndEveningsTakeMoreThanNights() throws {
    let first = try day(2, 1)
    let night = energy(from: first, days: 28, minutes: 120..<240, of: profile.home)
    let morning = energy(from: first, days: 28, minutes: 400..<520, of: profile.home)
    let evening = energy(from: first, days: 28, minutes: 1060..<1180, of: profile.home)
    #expect(morning > 1.5 * night)
    #expect(evening > morning)
    let year = energy(from: try day(1, 1), days: 365, of: profile.home)
    #expect((2_500_000...6_000_000).contains(year))
  }

  @Test("powers stay within bounds in every second")
  func powersStayWithinBoundsInEverySecond() throws {
    let date = try day(5, 20)
    var jumps = 0
    var last = profile.home(at: LocalTime(date: date, minute: 0)).value
    for second in 0..<86_400 {
      let local = LocalTime(date: date, minute: second / 60)
      let home = profile.home(at: local, second: second % 60).value
      let solar = profile.solar(at: local, second: second % 60).value
      guard (100...6000).contains(home), (0...4500).contains(solar) else {
        Issue.record("\(local): \(home) W, \(solar) W")
        return
      }
      if abs(home - last) > 50 { jumps += 1 }
      last = home
    }
    #expect(jumps < 60)
  }

  @Test("powers do not jump at midnight")
  func powersDoNotJumpAtMidnight() throws {
    for offset in 0..<30 {
      let date = try day(7, 1).adding(days: offset)
      let before = profile.home(at: LocalTime(date: date, minute: 1439), second: 59).value
      let after = profile.home(at: LocalTime(date: date.adding(days: 1), minute: 0)).value
      #expect(abs(before - after) < 10)
    }
  }
}
