import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Input settings")
struct InputSettingTests {
  private let start = Instant(seconds: 1_800_000_000)

  @Test("end at their time, or when the car leaves, and else never")
  func expire() {
    var inputs: [String: InputSetting] = [
      "a": InputSetting(isOn: true), "b": InputSetting(isOn: true, until: start.adding(seconds: 60)),
      "c": InputSetting(isOn: false, isOnce: true),
      "d": InputSetting(isOn: true, until: start.adding(seconds: 600), isOnce: true),
    ]
    let changes = [59, 60].map { inputs.expire(at: start.adding(seconds: $0), departed: false) }
    #expect(changes == [false, true])
    #expect(inputs.keys.sorted() == ["a", "c", "d"])
    let hasLeft = inputs.expire(at: start.adding(seconds: 61), departed: true)
    #expect(hasLeft)
    #expect(inputs.keys.sorted() == ["a"])
  }

  @Test("only those that a schedule declares are its values")
  func values() {
    var schedule = Schedule.of(.of(action: .idle))
    schedule.inputs = [SwitchInput(name: "Trip", isOn: false, range: nowhere)]
    let inputs = ["trip": InputSetting(isOn: true), "old": InputSetting(isOn: true)]
    #expect(inputs.values(for: schedule).all.map(\.key) == ["trip"])
    #expect(inputs.values(for: schedule)["trip"] == true)
  }
}
