import ScheduleLang

/// The prices of one direction: those that were published, and the tariff's fixed ones where none were.
struct PriceSide: Sendable {
  /// The tariff, if there is one.
  let tariff: Tariff?
  /// Which of a period's prices is meant.
  let isImport: Bool
  /// What was published.
  let curve: PriceCurve

  /// The price at a moment of the schedule's clocks; nil where none is known.
  func price(at moment: Moment) -> Price? {
    if !curve.intervals.isEmpty, let price = curve.price(at: moment.instant) { return price }
    guard let period = tariff?.period(at: moment) else { return nil }
    return isImport ? period.importPrice : period.exportPrice
  }

  /// The windows of the tariff's periods.
  var windows: [Window] { tariff?.periods.flatMap(\.windows) ?? [] }
}
