import ScheduleLang
import Testing

@testable import Runtime

@Suite("Prices as time goes on")
struct PriceTimelineTests {
  @Test("are those of each minute, whatever the tariff's windows, clock and days")
  func everyMinute() throws {
    let text = """
      site "home" { timezone "Europe/London"   battery 52kWh   charger simulated   tariff T }
      tariff T {
          timezone "America/New_York"
          night 22:07-05:13 import 1p export 2p
          week  10:00-12:00 on weekdays import 3p
          once  2026-03-28 13:00..2026-03-28 14:30 import 4p export 5p
          rest  otherwise import 6p export 7p
      }
      schedule "x" { otherwise: idle }
      """
    let compilation = ScheduleCompiler(knowsTimezone: ZoneRules.isKnown).compile(
      SourceFile(path: "x.evs", bytes: Array(text.utf8)))
    let program = try #require(compilation.program, "\(compilation.diagnostics)")
    let schedule = try #require(program.schedule)
    let outlook = Outlook(
      site: program.site, schedule: schedule, clocks: try ClockSet(identifiers: schedule.clocks))
    var timeline = PriceTimeline(outlook)
    // Around both changes of both clocks; the last jump goes back in time.
    for start in [1_772_870_400, 1_774_440_000, 1_792_800_000, 1_793_404_800, 1_774_440_000] {
      for minute in 0..<4 * 1440 {
        let instant = Instant(seconds: Int64(start) + Int64(minute) * 60 + 7)
        let moment = outlook.clocks.moment(at: instant)
        let piece = timeline.piece(at: instant)
        let isRight =
          piece.importPrice == outlook.importPrice(at: moment)
          && piece.exportPrice == outlook.exportPrice(at: moment)
        guard isRight else {
          Issue.record("\(moment.local)")
          return
        }
      }
    }
  }
}
