import ScheduleLang

/// The prices of one direction: those that were published, and the tariff's fixed ones where none were.
package struct PriceSide: Sendable {
  /// The tariff, if there is one.
  let tariff: Tariff?
  /// Which of a period's prices is meant.
  let isImport: Bool
  /// What was published.
  package let curve: PriceCurve

  /// The price at a moment of the schedule's clocks; nil where none is known.
  package func price(at moment: Moment) -> Price? {
    if !curve.intervals.isEmpty, let price = curve.price(at: moment.instant) { return price }
    guard let period = tariff?.period(at: moment) else { return nil }
    return isImport ? period.importPrice : period.exportPrice
  }

  /// The price at a moment to come or, where none is known, that of the same time of day on the last day that has one.
  func expected(at moment: Moment, _ outlook: Outlook) -> Price? {
    if let price = price(at: moment) { return price }
    guard !curve.intervals.isEmpty else { return nil }
    for days in 1...Self.memory {
      let local = LocalTime(date: moment.local.date.adding(days: -days), minute: moment.local.minute)
      let there = outlook.clocks.moment(at: outlook.clocks.site.instants(of: local).first)
      if let price = price(at: there) { return price }
    }
    return nil
  }

  /// How many days back a price says what to expect.
  private static let memory = 14

  /// The windows of the tariff's periods.
  package var windows: [Window] { tariff?.periods.flatMap(\.windows) ?? [] }
}
