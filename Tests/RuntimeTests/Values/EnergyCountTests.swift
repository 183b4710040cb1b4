import Runtime
import ScheduleLang
import Testing

@Suite("Energy count")
struct EnergyCountTests {
  private func date(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    CivilDate(year: year, month: month, day: day) ?? CivilDate(dayNumber: 0)
  }

  @Test("counts both ways apart, by the day, the month and the year")
  func spans() {
    var count = EnergyCount()
    count.note(Watts(3600), seconds: 1000, on: date(2026, 11, 29))
    count.note(Watts(-7200), seconds: 1000, on: date(2026, 11, 29))
    count.note(Watts(-3600), seconds: 1000, on: date(2026, 11, 30))
    let november = count.counters(on: date(2026, 11, 30), battery: WattHours(1000))
    #expect(november.chargedToday == 0 && november.dischargedToday == 1000)
    #expect(november.dischargedThisMonth == 3000 && november.cyclesThisYear == 3)
    let december = count.counters(on: date(2026, 12, 1), battery: WattHours(1000))
    #expect(
      december.dischargedToday == 0 && december.dischargedThisMonth == 0 && december.cyclesThisYear == 3)
    #expect(count.counters(on: date(2027, 1, 1), battery: WattHours(1000)) == EnergyCounters())
    #expect(count.counters(on: date(2026, 11, 30), battery: nil).cyclesThisYear == 0)
  }

  @Test("a clock that is set back begins no day anew, and what makes no sense counts nothing")
  func oddities() {
    var count = EnergyCount()
    count.note(Watts(3600), seconds: 1000, on: date(2026, 11, 30))
    count.note(Watts(3600), seconds: 1000, on: date(2026, 11, 29))
    count.note(Watts(.nan), seconds: 1000, on: date(2026, 11, 30))
    count.note(Watts(.infinity), seconds: 1000, on: date(2026, 11, 30))
    #expect(count.chargedToday == 2000 && count.date == date(2026, 11, 30))
    // One that was weeks ahead for a while is no new day for weeks.
    count.note(Watts(3600), seconds: 1000, on: date(2027, 3, 1))
    #expect(count.counters(on: date(2026, 11, 30), battery: nil).chargedToday == 0)
    count.note(Watts(3600), seconds: 1000, on: date(2026, 11, 30))
    #expect(count.chargedToday == 1000 && count.date == date(2026, 11, 30))
    #expect(
      EnergyCount(
        until: date(2026, 1, 1), chargedToday: -1, dischargedToday: 0, dischargedThisMonth: 0,
        dischargedThisYear: 0) == nil)
  }
}
