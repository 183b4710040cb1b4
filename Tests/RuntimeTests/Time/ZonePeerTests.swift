import Foundation
import PeerSupport
import Runtime
import ScheduleLang
import Testing

@Suite("Zone peer", .enabled(if: PeerPython.isWanted(with: "zoneinfo"), "needs Python 3.9 with zoneinfo"))
struct ZonePeerTests {
  static let zones = ["Europe/London", "America/New_York", "Australia/Lord_Howe"]

  /// Minutes since 1970 that the wall clock of `zone` shows at `start`, `start + step`… before `end`.
  private func shownMinutes(
    _ zone: String, from start: Int, to end: Int, step: Int
  ) throws -> [Int64] {
    try PeerPython.numbers(
      """
      import sys, array, datetime, zoneinfo
      zone = zoneinfo.ZoneInfo(sys.argv[1])
      epoch = datetime.datetime(1970, 1, 1)
      def shown(t):
          wall = (epoch + datetime.timedelta(seconds=t)).replace(tzinfo=zone)
          return (zone.fromutc(wall).replace(tzinfo=None) - epoch) // datetime.timedelta(minutes=1)
      array.array('q', map(shown, range(*map(int, sys.argv[2:])))).tofile(sys.stdout.buffer)
      """, [zone, String(start), String(end), String(step)])
  }

  private func expectAgreement(_ zone: String, from start: Int, to end: Int, step: Int) throws {
    let rules = try ZoneRules(identifier: zone)
    let expected = try shownMinutes(zone, from: start, to: end, step: step)
    #expect(expected.count == (end - start + step - 1) / step)
    let wrong = expected.indices.filter { index in
      let local = rules.local(Instant(seconds: Int64(start + index * step)))
      return Int64(local.date.dayNumber * 1440 + local.minute) != expected[index]
    }
    #expect(wrong.isEmpty, "\(wrong.count) differ, first at \(start + (wrong.first ?? 0) * step)")
  }

  @Test("every minute of fourteen months is shown as Python shows it", arguments: zones)
  func everyMinute(zone: String) throws {
    // 2025-12-01 to 2027-02-01.
    try expectAgreement(zone, from: 1_764_547_200, to: 1_801_440_000, step: 60)
  }

  @Test("years that only the standing rule covers are shown as Python shows them", arguments: zones)
  func afterTheTable(zone: String) throws {
    try expectAgreement(zone, from: 2_145_916_800, to: 2_524_608_000, step: 1800)  // 2038 to 2050
    try expectAgreement(zone, from: 13_569_465_600, to: 13_632_624_000, step: 900)  // 2400 and 2401
    try expectAgreement(zone, from: 14_830_000_000, to: 14_900_000_000, step: 1200)  // across the cycle's end
    try expectAgreement(zone, from: 200_000_000_000, to: 200_063_072_000, step: 1200)  // 8307
  }

  @Test("every zone of the database is shown as Python shows it")
  func everyZone() throws {
    let answers = try PeerPython.run(
      """
      import datetime, zoneinfo
      epoch = datetime.datetime(1970, 1, 1)
      for name in sorted(zoneinfo.available_timezones()):
          if name in ('localtime', 'posixrules') or name.startswith(('right/', 'posix/')): continue
          zone, answers = zoneinfo.ZoneInfo(name), []
          for t in range(0, 4_000_000_000, 19_999_999):
              wall = zone.fromutc((epoch + datetime.timedelta(seconds=t)).replace(tzinfo=zone))
              answers.append(str(int(wall.utcoffset().total_seconds())))
          print(name, *answers)
      """, [])
    let lines = String(decoding: answers, as: UTF8.self).split(separator: "\n")
    #expect(lines.count > 100)
    for line in lines {
      let words = line.split(separator: " ")
      let rules = try ZoneRules(identifier: String(words[0]))
      let offsets = (0...200).map { rules.offset(at: Instant(seconds: Int64($0 * 19_999_999))) }
      #expect(offsets == words.dropFirst().compactMap { Int($0) }, "\(words[0])")
    }
  }

  @Test("minutes of the days that change clocks occur when Python says", arguments: zones)
  func occurrences(zone: String) throws {
    let rules = try ZoneRules(identifier: zone)
    let days = rules.transitions(
      from: Instant(seconds: 1_735_689_600), to: Instant(seconds: 2_493_072_000)
    ).map { rules.local($0.instant).date.dayNumber }
    #expect(days.count == 48)
    // For each minute: the instants of fold 0 and 1, and whether the wall clock really shows it then.
    let answers = try PeerPython.numbers(
      """
      import sys, array, datetime, zoneinfo
      zone, utc = zoneinfo.ZoneInfo(sys.argv[1]), datetime.timezone.utc
      answers = array.array('q')
      for day in map(int, sys.argv[2:]):
          for minute in range(1440):
              wall = datetime.datetime(1970, 1, 1) + datetime.timedelta(days=day, minutes=minute)
              for fold in 0, 1:
                  there = wall.replace(tzinfo=zone, fold=fold)
                  back = there.astimezone(utc).astimezone(zone).replace(tzinfo=None)
                  answers.extend((int(there.timestamp()), back == wall))
      answers.tofile(sys.stdout.buffer)
      """, [zone] + days.map(String.init))
    #expect(answers.count == days.count * 1440 * 4)

    var counts = (skipped: 0, twice: 0)
    for (index, minute) in days.flatMap({ day in (0..<1440).map { (day, $0) } }).enumerated() {
      let (first, second) = (answers[index * 4], answers[index * 4 + 2])
      let local = LocalTime(date: CivilDate(dayNumber: minute.0), minute: minute.1)
      let found = rules.instants(of: local)
      switch found {
      case .once(let instant):
        guard answers[index * 4 + 1] == 1, first == second, instant.seconds == first else {
          Issue.record("\(local) once")
          return
        }
      case .twice(let one, let other):
        counts.twice += 1
        guard first < second, one.seconds == first, other.seconds == second else {
          Issue.record("\(local) twice")
          return
        }
      case .skipped(let next):
        counts.skipped += 1
        // Either side of the gap: with the later offset too early, with the earlier one too late.
        let atGap = rules.transitions(from: next, to: next.adding(seconds: 1))
        guard answers[index * 4 + 1] == 0, (second...first).contains(next.seconds), atGap.count == 1 else {
          Issue.record("\(local) skipped")
          return
        }
      }
    }
    let minutes = zone == "Australia/Lord_Howe" ? 30 : 60
    #expect(counts.skipped == 24 * minutes)
    #expect(counts.twice == 24 * minutes)
  }

  @Test("days have the numbers, weekdays and parts that Python gives them")
  func calendar() throws {
    let answers = try PeerPython.numbers(
      """
      import sys, array, datetime
      answers, last = array.array('q'), datetime.date.max.toordinal()
      for ordinal in list(range(1, last, 37)) + [last]:
          day = datetime.date.fromordinal(ordinal)
          answers.extend((ordinal - 719163, day.year, day.month, day.day, day.weekday()))
      answers.tofile(sys.stdout.buffer)
      """, []
    ).map(Int.init)
    #expect(answers.count > 98_000 * 5)
    for row in stride(from: 0, to: answers.count, by: 5) {
      let date = CivilDate(dayNumber: answers[row])
      let parts = date.parts
      guard [parts.year, parts.month, parts.day] == Array(answers[row + 1...row + 3]),
        Int(date.weekday.rawValue) == answers[row + 4],
        CivilDate(year: parts.year, month: parts.month, day: parts.day) == date
      else {
        Issue.record("day \(answers[row])")
        return
      }
    }
  }
}
