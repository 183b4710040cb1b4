import ScheduleLang
import ScheduleSupport
import Testing

@testable import Runtime

@Suite("What a house is expected to do")
struct HouseExpectationTests {
  /// A house that takes more from one half hour of the day to the next.
  private struct Steps: HouseSource {
    var name: String { "steps" }
    func reading(at moment: Moment) -> HouseReading {
      HouseReading(home: Watts(Double(moment.local.minute / 30) * 100), solar: Watts(0))
    }
  }

  @Test("each minute of a half hour is expected to be as that half hour is", arguments: 0..<30)
  func halfHour(minute: Int) throws {
    let outlook = Outlook(
      site: .london(), schedule: .of(.of(action: .idle)),
      clocks: try ClockSet(identifiers: ["Europe/London"]), usualHouse: Steps())
    let house = HouseExpectation(outlook: outlook, recent: RecentHouse())
    let noon = Instant(seconds: 1_767_268_800)
    let home = house.home(at: outlook.clocks.moment(at: noon.adding(seconds: minute * 60)))
    #expect(home == RecentHouse.Usual(mean: 2400, spread: 0))
  }
}
