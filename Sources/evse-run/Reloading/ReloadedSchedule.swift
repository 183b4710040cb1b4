import Insights
import Runtime
import ScheduleLang

/// A schedule that was read again and is in order.
struct ReloadedSchedule: Sendable {
  /// The schedule with its home and clocks.
  let subject: HomeSchedule
  /// Where its changing prices come from.
  let prices: PriceSources.Feed
  /// Its diagnostics, a line each.
  let notes: [String]

  /// The most lines about differences; the rest are counted.
  private static let mostDifferences = 20

  /// Creates a schedule that was read.
  init(_ subject: HomeSchedule, _ prices: PriceSources.Feed, notes: [String]) {
    self.subject = subject
    self.prices = prices
    self.notes = notes
  }

  /// In which decisions it differs from the `old` one, a line each; takes a while, up to a minute with rules that choose.
  func differences(from old: HomeSchedule) -> [String] {
    let new = subject.with(published: prices.curves)
    let comparison = ProgramComparison(from: old, to: new, start: new.clocks.site.local(.now).date)
    let text = ComparisonText(comparison: comparison, old: old, new: new)
    var lines: [String] = []
    if !comparison.differences.isEmpty { lines += Self.shortened(text.differences) }
    if !comparison.doubts.isEmpty { lines += ["it may decide otherwise too:"] + Self.shortened(text.doubts) }
    lines += comparison.unresolved.map { "it may decide otherwise: \($0)" }
    return (lines.isEmpty ? ["it decides as before"] : lines) + text.settings
  }

  private static func shortened(_ table: String) -> [String] {
    let lines = table.split(separator: "\n").map(String.init)
    guard lines.count > mostDifferences else { return lines }
    return lines.prefix(mostDifferences) + ["and \(lines.count - mostDifferences) more"]
  }
}
