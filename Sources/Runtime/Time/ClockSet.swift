import ScheduleLang

/// The clocks that a schedule reads, the site's first.
public struct ClockSet: Sendable {
  /// The site's clock.
  public let site: ZoneRules
  /// The other clocks, in the order of `Schedule.clocks`.
  public let others: [ZoneRules]

  /// Reads the zones of `identifiers` from the system's database; without any, the site's clock is UTC.
  public init(identifiers: [String]) throws(ZoneError) {
    var zones: [ZoneRules] = []
    for identifier in identifiers { zones.append(try ZoneRules(identifier: identifier)) }
    self.init(zones)
  }

  /// Creates a set of `zones`, the site's first; without any, the site's clock is UTC.
  public init(_ zones: [ZoneRules]) {
    site = zones.first ?? .utc
    others = Array(zones.dropFirst())
  }

  /// An instant as each of the clocks shows it.
  public func moment(at instant: Instant) -> Moment {
    Moment(instant: instant, local: site.local(instant), others: others.map { $0.local(instant) })
  }

  /// The moment at which the site's clock first shows `local`.
  ///
  /// Where a change of clocks skips it the moment still says `local`, and is otherwise that after the gap.
  public func moment(local: LocalTime) -> Moment {
    var moment = moment(at: site.instants(of: local).first)
    moment.local = local
    return moment
  }
}
