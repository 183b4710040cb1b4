import Runtime
import ScheduleLang

/// Simulations side by side, a column each.
struct SimulationTable {
  let entries: [SimulateCommand.Entry]
  let series: HouseSeries

  /// The table and what it rests on.
  var text: String {
    var table = TextTable(columns: [("", .left)] + entries.map { (DiagnosticText.escaped($0.name), .right) })
    func row(_ head: String, _ value: (SimulateCommand.Entry) -> String) {
      table.rows.append([head] + entries.map(value))
    }
    row("cost") { money($0.simulation.energy.cost) }
    if entries.contains(where: { $0.optimum != nil }) { row("best possible") { money($0.optimum) } }
    row("import kWh") { energy($0.simulation.energy.imported) }
    row("export kWh") { energy($0.simulation.energy.exported) }
    row("into the car kWh") { energy($0.simulation.charged) }
    row("out of the car kWh") { energy($0.simulation.discharged) }
    row("sun used at home") {
      $0.simulation.selfConsumption.map { QuantityText.fixed($0 * 100, digits: 1) + "%" } ?? "?"
    }
    row("full cycles") { QuantityText.fixed($0.simulation.cycles, digits: 1) }
    row("SoC at the end") { QuantityText.fixed($0.simulation.socEnd.value, digits: 1) + "%" }
    for action in ActionKind.allCases where entries.contains(where: { minutes($0, action) > 0 }) {
      row("hours \(action.name)") { QuantityText.fixed(Double(minutes($0, action)) / 60, digits: 1) }
    }
    row("targets met") { "\($0.simulation.targets.count(where: \.isMet))" }
    row("targets missed") { "\($0.simulation.targets.count { !$0.isMet })" }
    return table.text + "\n" + notes
  }

  private var notes: String {
    var text = "\(DiagnosticText.escaped(series.name)): \(series.start) to \(series.end)"
    let unknown = entries.first?.simulation.unknownMinutes ?? 0
    if unknown > 0 { text += ", \(unknown) of \(series.count) minutes without the house's power" }
    text +=
      "\nThe car is plugged in throughout. Costs are in the tariff's money unit; what is negative earns.\n"
    for entry in entries {
      guard let cost = entry.simulation.energy.cost, let optimum = entry.optimum else { continue }
      let name = DiagnosticText.escaped(entry.name)
      text += "\(name) cost \(money(cost)), the best possible was \(money(optimum)).\n"
    }
    return text
  }

  private func minutes(_ entry: SimulateCommand.Entry, _ action: ActionKind) -> Int {
    entry.simulation.minutes[Int(action.rawValue)]
  }

  private func money(_ cost: Double?) -> String { cost.map { QuantityText.fixed($0, digits: 1) } ?? "?" }

  private func energy(_ energy: WattHours) -> String { QuantityText.fixed(energy.value / 1000, digits: 1) }
}
