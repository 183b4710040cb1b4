import Insights
import ScheduleLang

/// Simulations as an SVG: a bar of cost each, and how the time was spent.
struct SimulationPicture {
  let entries: [SimulationEntry]

  private static func colour(of action: ActionKind) -> String {
    switch action {
    case .idle: "#999999"
    case .charge: "#1f77b4"
    case .followSun: "#e8b500"
    case .followHouse: "#8e44ad"
    case .followBoth: "#5b8c5a"
    case .discharge: "#c0392b"
    case .handOver: "#8a7f72"
    }
  }

  private static let (left, width, lineHeight) = (220.0, 520.0, 64.0)
  /// Room for the number behind the longest bar.
  private static let right = 90.0

  /// The picture.
  var text: String {
    let (height, total) = (Double(entries.count) * Self.lineHeight + 96, Self.left + Self.width + Self.right)
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(total)) \(number(height))\" "
      + "font-family=\"sans-serif\" font-size=\"13\">\n"
      + bar(0, 0, total, height, "white")
    let costs = entries.flatMap { [$0.cost, $0.optimum?.bound] }.compactMap { $0 }
    let (least, most) = (min(0, costs.min() ?? 0), max(0, costs.max() ?? 0))
    let scale = most > least ? Self.width / (most - least) : 0
    svg += label("Cost, and below it how the time was spent", Self.left, 20)
    for (index, entry) in entries.enumerated() {
      svg += picture(of: entry, top: Double(index) * Self.lineHeight + 36) {
        Self.left + ($0 - least) * scale
      }
    }
    return svg + legend(below: height - 48) + "</svg>\n"
  }

  private func picture(of entry: SimulationEntry, top: Double, place: (Double) -> Double) -> String {
    var svg = label(shortened(entry.name), 10, top + 16)
    if let cost = entry.cost {
      let end = place(max(0, cost))
      svg += bar(place(min(0, cost)), top, end - place(min(0, cost)), 22, "#34495e")
      svg += label(QuantityText.fixed(cost, digits: 1), end + 6, top + 16)
    } else {
      svg += label("a price is unknown", Self.left, top + 16)
    }
    if let optimum = entry.optimum?.bound {
      svg += bar(place(optimum) - 1, top - 4, 3, 30, Self.optimumColour)
    }
    var start = Self.left
    let total = Double(max(1, entry.simulation.minutes.reduce(0, +)))
    for (minutes, action) in zip(entry.simulation.minutes, ActionKind.allCases) where minutes > 0 {
      let part = Double(minutes) / total * Self.width
      svg += bar(start, top + 30, part, 10, Self.colour(of: action))
      start += part
    }
    return svg
  }

  private static let optimumColour = "#ff7f0e"

  private func legend(below top: Double) -> String {
    var svg = ""
    // Few schedules hand over: the others need no word for it.
    let actions = ActionKind.allCases.filter { action in
      action != .handOver
        || entries.contains {
          zip($0.simulation.minutes, ActionKind.allCases).contains { $0 > 0 && $1 == action }
        }
    }
    for (index, action) in actions.enumerated() {
      let x = 10 + Double(index) * (actions.count > 6 ? 116 : 130)
      svg += bar(x, top, 12, 12, Self.colour(of: action)) + label(action.name, x + 18, top + 11)
    }
    guard entries.contains(where: { $0.optimum != nil }) else { return svg }
    return svg + bar(14, top + 20, 3, 16, Self.optimumColour)
      + label("the best that was possible in hindsight", 28, top + 33)
  }

  /// A name that ends before the bars begin.
  private func shortened(_ name: String) -> String { name.count > 26 ? name.prefix(25) + "…" : name }

  private func bar(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ colour: String) -> String {
    "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(0, width)))\" height=\"\(number(height))\" "
      + "fill=\"\(colour)\"/>\n"
  }

  private func label(_ text: String, _ x: Double, _ y: Double) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\">\(escaped(text))</text>\n"
  }

  private func number(_ value: Double) -> String { QuantityText.fixed(value, digits: 1) }

  private func escaped(_ text: String) -> String {
    var escaped = ""
    for character in DiagnosticText.escaped(text) {
      switch character {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
