import ScheduleLang

/// When new half-hourly prices are due: about 16:00 British time for 23:00 to 23:00 of the next day.
public struct PublicationTimes: Sendable {
  /// The minute of the British day from which prices for the next day are asked for.
  static let usualDue = 16 * 60
  /// The same of a day elsewhere: day-ahead markets publish about 13:00.
  private static let earlyDue = 14 * 60
  /// The minute of the British day up to which they go.
  static let usualEnd = 23 * 60
  /// The wait between two tries while prices are late or the network is down, in seconds.
  static let retry = 10 * 60

  /// How late prices may be before that is worth telling, in seconds: they are due *about* then.
  static let grace = 20 * 60

  /// British time.
  let zone: ZoneRules
  /// The minute of the day from which prices for the next day are asked for, and up to which they go.
  let due: Int
  let end: Int

  /// Creates the times on the clock of `zone`.
  public init(zone: ZoneRules) { (self.zone, due, end) = (zone, Self.usualDue, Self.usualEnd) }

  /// Creates the times of prices for whole days of `zone`.
  public init(wholeDaysOf zone: ZoneRules) { (self.zone, due, end) = (zone, Self.earlyDue, 1440) }

  /// When prices are due next after `now`.
  public func nextDue(after now: Instant) -> Instant { next(after: now, known: .endless) }

  /// Up to when prices should be known at `now`.
  public func dueEnd(at now: Instant) -> Instant {
    let shown = zone.local(now)
    let day = shown.minute < due ? shown.date : shown.date.adding(days: 1)
    let local =
      end < 1440 ? LocalTime(date: day, minute: end) : LocalTime(date: day.adding(days: 1), minute: 0)
    return zone.instants(of: local).first
  }

  /// Up to when prices are missed at `now` where they are not known.
  public func missedEnd(at now: Instant) -> Instant { dueEnd(at: now.adding(seconds: -Self.grace)) }

  /// When to ask next, where prices are known up to `known` and a try has just been made at `now`.
  public func next(after now: Instant, known: Instant?) -> Instant {
    guard let known, known >= dueEnd(at: now) else { return now.adding(seconds: Self.retry) }
    let local = zone.local(now)
    let day = local.minute < due ? local.date : local.date.adding(days: 1)
    return zone.instants(of: LocalTime(date: day, minute: due)).first
  }
}
