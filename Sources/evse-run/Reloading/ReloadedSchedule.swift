import Runtime
import ScheduleLang

/// A schedule that was read again and is in order.
struct ReloadedSchedule: Sendable {
  /// The schedule with its home and clocks.
  let subject: ReportSubject
  /// Where its changing prices come from.
  let prices: PriceSources.Feed
  /// Its diagnostics, and in which decisions it differs from the one in force, a line each.
  let notes: [String]

  /// The most lines about differences; the rest are counted.
  private static let mostDifferences = 20

  /// Compares a schedule with the `old` one, which it is to follow.
  init(_ subject: ReportSubject, _ prices: PriceSources.Feed, after old: ReportSubject, notes: [String]) {
    self.subject = subject
    self.prices = prices
    self.notes = notes + Self.differences(from: old, to: subject.with(published: prices.curves))
  }

  private static func differences(from old: ReportSubject, to new: ReportSubject) -> [String] {
    let difference = PolicyDifference(from: old, to: new, around: new.clocks.site.local(.now).date)
    guard !difference.isEmpty else { return ["it decides as before"] }
    let text = DifferenceText(difference: difference, old: old, new: new, coloured: false, width: 80)
    let lines = text.table.split(separator: "\n").map(String.init)
    guard lines.count > mostDifferences else { return lines }
    return lines.prefix(mostDifferences) + ["and \(lines.count - mostDifferences) more"]
  }
}
