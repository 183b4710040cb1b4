import Foundation
import ScheduleLang
import Testing

@testable import Runtime

/// An agenda changes nothing but the time that an evaluation takes.
struct AgendaTests {
  /// Windows of every kind, on clocks that change on different days, with edges off the quarter hours.
  private static let text = """
    site "home" { timezone "Europe/London"   battery 52kWh   charger simulated { current 3A..16A }   meter simulated }
    tariff Far {
        timezone "America/New_York"
        night 22:07-05:13
        rest otherwise
    }
    schedule "all windows" {
        never V2G, during 12:00-12:05
        during 07:03-07:04 on Mon, 22:50-01:20 on (Sat, 2026-10-24): V2G
        during 2026-10-24 23:30..2026-10-25 01:15: S2V
        during Far night on Sun, when soc > 40%: charge at 6A
        during Far rest, on Nov-Mar except 2026-12-25, when soc in 30%..60%: V2H
        on weekends, when soc < 20%: charge
        during 00:00-24:00 on Thu: S2V + V2H
        during 01:00-02:00: charge at 4A
    }
    """

  /// The clock goes forward by a minute at a time, and is set back by so many minutes every so many.
  @Test("decides as without it", arguments: [(0, 1), (61, 97), (180, 241), (1500, 2000), (3, 50)])
  func decidesAsWithoutIt(back: Int, every: Int) throws {
    let compilation = ScheduleCompiler()
      .compile(SourceFile(path: "agenda.evs", bytes: Array(Self.text.utf8)))
    let schedule = try #require(compilation.program?.schedule)
    let clocks = try ClockSet(identifiers: schedule.clocks)
    for (from, days) in [(1_792_540_800, 20), (1_774_483_200, 6), (1_798_070_400, 4)] {
      var kept = Memory()
      for passed in 0..<(days * 1440) {
        let minute = passed - passed / every * back
        let instant = Instant(seconds: Int64(from + minute * 60 + passed % 7))
        let moment = clocks.moment(at: instant)
        var readings = Readings()
        readings.soc = passed % 11 == 0 ? nil : passed * 7 % 101
        var fresh = Memory()
        let expected = decide(schedule, at: moment, readings: readings, memory: &fresh)
        let outcome = decide(schedule, at: moment, readings: readings, memory: &kept)
        guard outcome == expected else {
          Issue.record(
            "\(moment.local), SoC \(String(describing: readings.soc)): \(outcome), not \(expected)")
          return
        }
      }
      #expect(kept.agenda.candidates.map { $0.count < schedule.rules.count } == true || back > 0)
    }
  }
}
