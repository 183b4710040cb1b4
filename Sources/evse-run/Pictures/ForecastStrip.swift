import Insights
import Runtime
import ScheduleLang

/// A forecast as a strip: action, SoC and price over the hours.
struct ForecastStrip {
  let forecast: Forecast
  let subject: HomeSchedule
  let coloured: Bool
  /// How many columns it may take.
  let width: Int

  private static let margin = 7
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// The strip, over several lines; empty where there is nothing to draw.
  var text: String {
    guard let start = forecast.steps.first?.start, let end = forecast.steps.last?.end, end > start else {
      return ""
    }
    let columns = max(12, min(width - Self.margin, 192))
    let length = (end.milliseconds - start.milliseconds) / Int64(columns)
    let instants = (0..<columns).map { Instant(milliseconds: start.milliseconds + length * Int64($0)) }
    var text = line("", hours(instants))
    text += line("action", instants.map(action).joined())
    let socs = instants.map(soc)
    if socs.contains(where: { $0 != nil }) { text += line("SoC", bars(socs, from: 0, to: 100)) }
    let prices = instants.map { subject.outlook.importPrice(at: subject.clocks.moment(at: $0))?.value }
    if let least = prices.compactMap({ $0 }).min(), let most = prices.compactMap({ $0 }).max() {
      text += line("price", bars(prices, from: min(0, least), to: max(most, least + 1)))
      text += line("", "from \(QuantityText.number(least)) to \(QuantityText.number(most)) per kWh")
    }
    return text + line("", legend)
  }

  private var legend: String {
    ActionKind.allCases.filter { kind in forecast.steps.contains { $0.applied.action == kind } }
      .map { coloured ? $0.painted(" \($0.name) ") : "\($0.letter) \($0.name)" }.joined(separator: "  ")
  }

  private func line(_ head: String, _ content: String) -> String {
    (head.padded(to: Self.margin) + content).trimmedEnd + "\n"
  }

  /// The hours of the site's clock, written where each third one begins.
  private func hours(_ instants: [Instant]) -> String {
    var text = ""
    var last = -1
    for (column, instant) in instants.enumerated() {
      let hour = subject.clocks.site.local(instant).minute / 60
      let isNew = hour != last
      last = hour
      if isNew, hour % 3 == 0, text.count <= column { text += (hour < 10 ? "0" : "") + "\(hour)" }
      if text.count <= column { text += " " }
    }
    return text
  }

  private func step(at instant: Instant) -> Forecast.Step? {
    forecast.steps.last { $0.start <= instant } ?? forecast.steps.first
  }

  private func action(_ instant: Instant) -> String {
    guard let kind = step(at: instant)?.applied.action else { return " " }
    return coloured ? kind.painted(" ") : String(kind.letter)
  }

  /// The SoC, which moves evenly within a step.
  private func soc(_ instant: Instant) -> Double? {
    guard let step = step(at: instant), let from = step.socStart?.value, let to = step.socEnd?.value else {
      return nil
    }
    let length = Double(step.end.milliseconds - step.start.milliseconds)
    let part = length > 0 ? Double(instant.milliseconds - step.start.milliseconds) / length : 0
    return from + (to - from) * min(1, max(0, part))
  }

  private func bars(_ values: [Double?], from least: Double, to most: Double) -> String {
    String(
      values.map { value -> Character in
        guard let value, most > least else { return " " }
        let share = min(1, max(0, (value - least) / (most - least)))
        return Self.bars[min(Self.bars.count - 1, Int(share * Double(Self.bars.count)))]
      })
  }
}
