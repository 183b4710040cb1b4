import Runtime
import ScheduleLang

/// Simulations as an SVG: a bar of cost each, and how the time was spent.
struct SimulationPicture {
  let entries: [SimulateCommand.Entry]

  private static let colours = ["#999999", "#1f77b4", "#e8b500", "#8e44ad", "#5b8c5a", "#c0392b"]
  private static let (left, width, lineHeight) = (220.0, 560.0, 64.0)

  /// The picture.
  var text: String {
    let height = Double(entries.count) * Self.lineHeight + 60
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 820 \(number(height))\" font-family=\"sans-serif\" "
      + "font-size=\"13\">\n<rect width=\"820\" height=\"\(number(height))\" fill=\"white\"/>\n"
    let costs = entries.flatMap { [$0.simulation.energy.cost, $0.optimum] }.compactMap { $0 }
    let (least, most) = (min(0, costs.min() ?? 0), max(0, costs.max() ?? 0))
    let scale = most > least ? Self.width / (most - least) : 0
    for (index, entry) in entries.enumerated() {
      let top = Double(index) * Self.lineHeight + 16
      svg += label(entry.name, 10, top + 18)
      if let cost = entry.simulation.energy.cost {
        let start = Self.left + (min(0, cost) - least) * scale
        svg += bar(start, top, abs(cost) * scale, 22, "#34495e")
        svg += label(QuantityText.fixed(cost, digits: 1), start + abs(cost) * scale + 6, top + 16)
      }
      if let optimum = entry.optimum {
        svg += bar(Self.left + (optimum - least) * scale - 1, top - 3, 2, 28, "#c0392b")
      }
      var start = Self.left
      let total = Double(max(1, entry.simulation.minutes.reduce(0, +)))
      for (minutes, colour) in zip(entry.simulation.minutes, Self.colours) {
        let part = Double(minutes) / total * Self.width
        svg += bar(start, top + 28, part, 10, colour)
        start += part
      }
    }
    for (index, action) in ActionKind.allCases.enumerated() {
      let x = 10 + Double(index) * 130
      svg += bar(x, height - 28, 12, 12, Self.colours[index]) + label(action.name, x + 18, height - 17)
    }
    return svg + "</svg>\n"
  }

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
