import Drivers
import Runtime
import ScheduleLang

/// What a probed meter or car has said, as text, and what to look at to know that it is right.
struct ProbeText {
  private let answer: ProbeAnswer
  private let device: DeviceConfiguration

  /// Whether it is around the inverter's feed.
  private let isSolar: Bool

  init(_ answer: ProbeAnswer, of device: DeviceConfiguration, isSolar: Bool) {
    self.isSolar = isSolar
    self.answer = answer
    self.device = device
  }

  var text: String {
    var table = TextTable(columns: [("value", .left), ("is", .right), ("", .left), ("made of", .left)])
    for value in answer.values {
      let parts = value.parts.map { "\($0.source) = \($0.number.map(ProbeText.plain) ?? "nothing")" }
      table.rows.append([
        value.quantity.rawValue, ProbeText.amount(value), ProbeText.meaning(value),
        parts.joined(separator: ", "),
      ])
    }
    let address = device.address.map { " at \(DiagnosticText.escaped($0))" } ?? ""
    var text = "\(device.driver)\(address) has answered in \(answer.milliseconds) ms.\n\n\(table.text)\n"
    if let problem = answer.problem { text += "This is no whole reading: \(problem).\n" }
    if case .value(let grid)? = answer.values.first(where: { $0.quantity == .grid })?.outcome {
      text += isSolar ? ProbeText.question(inverter: grid) : ProbeText.question(grid: grid)
    }
    if answer.values.contains(where: { $0.quantity == .soc }) {
      text += "Is it the SoC that the car shows now?\n"
    }
    return text
  }

  /// What is to be looked at in the house.
  private static func question(grid: Double) -> String {
    let now = grid < 0 ? "feeds the grid" : "takes from the grid"
    return "Is it so that the house \(now) now? Switch on a kettle: `grid` must rise by some 2000W.\n"
  }

  private static func question(inverter: Double) -> String {
    inverter < 0
      ? "So the sun gives \(plain(-inverter))W now: is that what the inverter shows?\n"
      : "So the sun gives nothing now: is that so? In sunshine `grid` must be less than 0.\n"
  }

  private static func amount(_ value: MeterProbe.Value) -> String {
    switch value.outcome {
    case .value(let number), .outside(let number): plain(number) + value.quantity.unitName
    case .unknown, .missing: "?"
    }
  }

  /// A number without the `.0` of a whole one.
  private static func plain(_ number: Double) -> String {
    let rounded = number.roundedForReport
    return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
  }

  private static func meaning(_ value: MeterProbe.Value) -> String {
    switch (value.outcome, value.quantity) {
    case (.outside, _): "outside its range"
    case (.unknown, _): "not known"
    case (.missing, _): "not there"
    case (.value(let number), .plugged): number == 1 ? "plugged in" : "not plugged in"
    case (.value(let number), .grid): number < 0 ? "exporting" : "importing"
    case (.value, _): ""
    }
  }
}
