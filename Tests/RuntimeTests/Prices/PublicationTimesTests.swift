import Runtime
import ScheduleLang
import Testing

@Suite("When prices are due")
struct PublicationTimesTests {
  private func instant(_ iso: String) throws -> Instant { try #require(Instant(iso: iso.utf8)) }

  @Test(
    "the next day's are due from 16:00 British time on, in summer too",
    arguments: [
      ("2026-01-10T15:59:00Z", "2026-01-10T23:00:00Z"), ("2026-01-10T16:00:00Z", "2026-01-11T23:00:00Z"),
      ("2026-07-10T14:59:00Z", "2026-07-10T22:00:00Z"), ("2026-07-10T15:00:00Z", "2026-07-11T22:00:00Z"),
      ("2026-03-28T16:00:00Z", "2026-03-29T22:00:00Z"),
    ])
  func due(now: String, end: String) throws {
    let times = PublicationTimes(zone: try ZoneRules(identifier: "Europe/London"))
    #expect(times.dueEnd(at: try instant(now)) == (try instant(end)))
  }

  @Test("asks at the next publication, or soon where prices are late")
  func next() throws {
    let times = PublicationTimes(zone: try ZoneRules(identifier: "Europe/London"))
    let (now, known) = (try instant("2026-07-10T15:05:00Z"), try instant("2026-07-11T22:00:00Z"))
    #expect(times.next(after: now, known: known) == (try instant("2026-07-11T15:00:00Z")))
    #expect(times.next(after: now, known: known.adding(seconds: -1800)) == now.adding(seconds: 600))
    #expect(times.next(after: now, known: nil) == now.adding(seconds: 600))
  }
}
