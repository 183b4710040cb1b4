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
      "a": InputSetting(.toggle(true)), "b": InputSetting(.toggle(true), until: start.adding(seconds: 60)),
      "c": InputSetting(.toggle(false), isOnce: true),
      "d": InputSetting(.toggle(true), until: start.adding(seconds: 600), isOnce: true),
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
    schedule.inputs = [DeclaredInput(name: "Trip", declared: .toggle(false), range: nowhere)]
    let inputs = ["trip": InputSetting(.toggle(true)), "old": InputSetting(.toggle(true))]
    #expect(inputs.values(for: schedule).all.map(\.key) == ["trip"])
    #expect(inputs.values(for: schedule)["trip"] == .toggle(true))
  }
}
