import Runtime
import ScheduleLang

/// What had been published of a subject's prices as time went on, for simulations that know no more than was known then.
///
/// Price lists are known as Octopus Energy publishes them, those in files as day-ahead markets do, for whole days of the site.
struct PublishedPrices {
  private let subject: HomeSchedule
  private let times: [PriceSource: PublicationTimes]
  /// Until when nothing more becomes known.
  private(set) var next = Instant(milliseconds: .min)

  /// For how many days prices are remembered.
  private static let memory = 15

  /// Nil where all prices are fixed.
  init?(of subject: HomeSchedule) {
    guard !subject.priceSources.isEmpty else { return nil }
    self.subject = subject
    times = Dictionary(
      uniqueKeysWithValues: subject.priceSources.map { source in
        if case .octopus = source, let zone = try? ZoneRules(identifier: "Europe/London") {
          return (source, PublicationTimes(zone: zone))
        }
        return (source, PublicationTimes(wholeDaysOf: subject.clocks.site))
      })
  }

  /// What was known at `now`.
  mutating func outlook(at now: Instant) -> Outlook {
    var known: [PriceSource: PriceCurve] = [:]
    next = .endless
    for (source, curve) in subject.published {
      guard let times = times[source] else { continue }
      let start = now.adding(seconds: -Self.memory * 86_400)
      known[source] = curve.within(start..<max(now, times.dueEnd(at: now)))
      next = min(next, times.nextDue(after: now))
    }
    return subject.with(published: known).outlook
  }
}
