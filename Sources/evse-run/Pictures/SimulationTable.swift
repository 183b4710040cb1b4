import Insights
import ScheduleLang

/// Simulations side by side, a column each.
struct SimulationTable {
  let entries: [SimulationEntry]
  let series: HouseSeries
  /// The minutes that the costs are those of.
  let time: CountedTime

  /// The table and what it rests on.
  var text: String {
    var table = TextTable(columns: [("", .left)] + entries.map { (DiagnosticText.escaped($0.name), .right) })
    func row(_ head: String, _ value: (SimulationEntry) -> String) {
      table.rows.append([head] + entries.map(value))
    }
    row("cost") { money($0.cost) }
    if entries.contains(where: { $0.storedValue != nil }) {
      row("less what is in the car") { money($0.costInAll) }
    }
    if entries.contains(where: { $0.optimum != nil }) { row("best possible") { money($0.optimum?.bound) } }
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
    if entries.contains(where: { $0.simulation.heldMinutes > 0 }) {
      row("hours direction held") { QuantityText.fixed(Double($0.simulation.heldMinutes) / 60, digits: 1) }
    }
    row("targets met") { "\($0.simulation.targets.count(where: \.isMet))" }
    row("targets missed") { "\($0.simulation.targets.count { !$0.isMet })" }
    if entries.contains(where: { $0.simulation.targets.contains(where: \.isGivenUp) }) {
      row("of these given up again") { "\($0.simulation.targets.count(where: \.isGivenUp))" }
    }
    if entries.contains(where: { $0.simulation.shortTrips > 0 }) {
      row("trips with too little") { "\($0.simulation.shortTrips)" }
    }
    return table.text + "\n" + notes
  }

  private var notes: String {
    var text = "\(DiagnosticText.escaped(series.name)): \(series.start) to \(series.end)\n" + leftOut
    if let trips = entries.first?.simulation.trips, trips > 0 {
      text += "The car is away \(trips) times, and charges nowhere else. "
    } else {
      text += "The car is plugged in throughout. "
    }
    text += "Costs are in the tariff's money unit; what is negative earns.\n"
    if entries.contains(where: { $0.storedValue != nil }) {
      text +=
        "What the car has more or less at the end counts as what it costs to put it back in the cheapest quarter of the time.\n"
    }
    for entry in entries { text += missedTargets(of: entry) }
    for entry in entries {
      guard let cost = entry.cost, let bound = entry.optimum?.bound else { continue }
      let name = DiagnosticText.escaped(entry.name)
      text += "\(name) cost \(money(cost)), the best possible was \(money(bound))"
      if let plan = entry.optimum?.plan {
        text += " or a little more: a plan in whole amperes comes to \(money(plan))"
      } else {
        text +=
          " or more: that is only a bound, and how far it may be off is not known, for no plan was found that meets the "
          + "same targets and ends as the schedule does"
      }
      text += ".\n"
    }
    return text
  }

  /// The first targets that were missed; a year may have many.
  private func missedTargets(of entry: SimulationEntry) -> String {
    let missed = entry.simulation.targets.filter { !$0.isMet }
    let shown = missed.prefix(Self.mostTargets)
    var text = shown.map { entry.subject.text(of: $0) }.joined()
    if missed.count > shown.count {
      text +=
        "\(missed.count - shown.count) more of \(DiagnosticText.escaped(entry.name)) are missed; --json lists all.\n"
    }
    return text
  }

  /// How many targets are listed one by one.
  private static let mostTargets = 5

  /// What the costs are not of; empty where they are of all.
  private var leftOut: String {
    guard time.minutes < series.count else { return "" }
    let unknown = entries.first?.simulation.unknownMinutes ?? 0
    let unpriced = series.count - time.minutes - unknown
    let share = QuantityText.fixed(Double(time.minutes) / Double(max(1, series.count)) * 100, digits: 1)
    var text =
      "The costs are those of \(hours(time.minutes)) of \(hours(series.count)) hours (\(share)%), the same for each:"
    if unknown > 0 { text += " \(hours(unknown)) are left out for want of the house's power" }
    if unpriced > 0 {
      text +=
        "\(unknown > 0 ? "," : "") \(hours(unpriced)) \(unknown > 0 ? "" : "are left out ")for want of a price"
    }
    text += ".\n"
    if series.minutesWithoutSun > 0 {
      text +=
        "In \(hours(series.minutesWithoutSun)) hours nothing but the sun is unknown: where a silent inverter means darkness, write 0 there.\n"
    }
    return text
  }

  private func hours(_ minutes: Int) -> String { QuantityText.fixed(Double(minutes) / 60, digits: 1) }

  private func minutes(_ entry: SimulationEntry, _ action: ActionKind) -> Int {
    entry.simulation.minutes[Int(action.rawValue)]
  }

  private func money(_ cost: Double?) -> String { cost.map { QuantityText.fixed($0, digits: 1) } ?? "?" }

  private func energy(_ energy: WattHours) -> String { QuantityText.fixed(energy.value / 1000, digits: 1) }
}
