import Insights
import Runtime
import ScheduleLang

/// A schedule that was read again and is in order.
struct ReloadedSchedule: Sendable {
  /// The schedule with its home and clocks.
  let subject: HomeSchedule
  /// Where its changing prices come from.
  let prices: PriceSources.Feed
  /// Its diagnostics and, once it is compared, in which decisions it differs from the one in force, a line each.
  private(set) var notes: [String]

  /// The most lines about differences; the rest are counted.
  private static let mostDifferences = 20

  /// Creates a schedule that is not compared yet.
  init(_ subject: HomeSchedule, _ prices: PriceSources.Feed, notes: [String]) {
    self.subject = subject
    self.prices = prices
    self.notes = notes
  }

  /// The schedule with notes on how it differs from the `old` one, which it is to follow; takes a while.
  func compared(with old: HomeSchedule) -> ReloadedSchedule {
    var copy = self
    copy.notes += Self.differences(from: old, to: subject.with(published: prices.curves))
    return copy
  }

  private static func differences(from old: HomeSchedule, to new: HomeSchedule) -> [String] {
    let comparison = ProgramComparison(from: old, to: new, start: new.clocks.site.local(.now).date)
    let text = ComparisonText(comparison: comparison, old: old, new: new)
    var lines: [String] = []
    if !comparison.differences.isEmpty { lines += shortened(text.differences) }
    if !comparison.doubts.isEmpty { lines += ["it may decide otherwise too:"] + shortened(text.doubts) }
    lines += comparison.unresolved.map { "it may decide otherwise: \($0)" }
    return (lines.isEmpty ? ["it decides as before"] : lines) + text.settings
  }

  private static func shortened(_ table: String) -> [String] {
    let lines = table.split(separator: "\n").map(String.init)
    guard lines.count > mostDifferences else { return lines }
    return lines.prefix(mostDifferences) + ["and \(lines.count - mostDifferences) more"]
  }
}
