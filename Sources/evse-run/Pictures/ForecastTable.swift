import Insights
import Runtime
import ScheduleLang

/// A forecast as a table, a line for each change of action or rule.
struct ForecastTable {
  /// The SoC in percent that a forecast starts from where none is given.
  static let usualSoC = 50

  let forecast: Forecast
  let subject: HomeSchedule
  /// The SoC that was asked for, if any.
  let soc: Int?
  /// Whether the charger does not report it until power has flowed.
  var isSoCUnknown = false
  /// What it is expected to save, where it chooses.
  var saving: ForecastSaving?

  /// The table and what it rests on, over several lines.
  var text: String {
    var table = TextTable(columns: [
      ("from", .left), ("action", .left), ("SoC", .left), ("import kWh", .right), ("export kWh", .right),
      ("cost", .right), ("rule", .left),
    ])
    for step in forecast.steps {
      table.rows.append([
        localText(step.start), actionText(step), socText(step),
        kilowattHours(step.energy.imported), kilowattHours(step.energy.exported), cost(step.energy.cost),
        subject.place(ofRule: step.ruleIndex).map { DiagnosticText.escaped($0.description) } ?? "no rule",
      ])
    }
    let end = forecast.steps.last.map { localText($0.end) } ?? ""
    table.rows.append([
      end, "in all", "", kilowattHours(forecast.total.imported), kilowattHours(forecast.total.exported),
      cost(forecast.total.cost), "",
    ])
    return table.text + "\n" + notes
  }

  private var notes: String {
    var text =
      "House and sun are \(DiagnosticText.escaped(forecast.houseName)), the car is modelled; "
      + "energies are at the grid meter, the home's own included.\n"
    if subject.site.battery == nil {
      text += "The site does not say what its battery holds: the SoC stays at \(soc ?? Self.usualSoC)%.\n"
    } else if isSoCUnknown {
      text += "The SoC is unknown until power has flowed, and taken to be \(Self.usualSoC)% at the start.\n"
    } else if soc == nil {
      text += "The SoC at the start is assumed; --soc P gives it.\n"
    }
    if subject.site.meter == nil {
      text +=
        "The site has no meter: nothing is known of the house, "
        + "and what follows it takes its floor or nothing.\n"
    }
    for missed in forecast.missedTargets {
      if let first = missed.plan {
        let moment = subject.clocks.moment(at: first.instant)
        text += "From \(localText(first.instant)) the target \(subject.text(of: first.plan, at: moment)).\n"
      }
      text += subject.text(of: missed)
    }
    text += prices + choices
    if forecast.total.cost != nil {
      text += "Costs are in the tariff's money unit; what is negative earns.\n"
    }
    return text
  }

  /// Why it chooses what it does, and what that saves.
  private var choices: String {
    var text = ""
    for step in forecast.steps {
      guard let choice = step.choice else { continue }
      let moment = subject.clocks.moment(at: step.start)
      text +=
        "From \(localText(step.start)) it \(subject.text(of: choice, at: moment, left: step.decision)).\n"
    }
    guard let saving else { return text }
    func money(_ value: Double) -> String {
      QuantityText.fixed(value, digits: 1) + subject.schedule.moneyUnit
    }
    text += "It expects to save \(money(saving.againstNothing)) against a car that stands still"
    if let rules = saving.againstRules { text += ", and \(money(rules)) against the other rules alone" }
    return text + "; what is in the car at the end counts as what it costs to put it back.\n"
  }

  /// How sure the prices are, where they are not all fixed.
  private var prices: String {
    var text = ""
    for (name, certainty) in [("Import", forecast.importPrices), ("Export", forecast.exportPrices)] {
      guard certainty.parts.contains(where: { $0.kind != .fixed }),
        certainty.parts.contains(where: { $0.kind != .unknown })
      else { continue }
      let parts = certainty.parts.map { "\($0.kind.rawValue) until \(localText($0.time.upperBound))" }
      text += "\(name) prices are \(parts.joined(separator: ", then ")).\n"
    }
    return text
  }

  private func localText(_ instant: Instant) -> String { subject.localText(instant) }

  private func actionText(_ step: Forecast.Step) -> String {
    subject.text(step.decision)
      + (step.held.map { " [the direction has changed too often: \(subject.text($0))]" } ?? "")
  }

  private func socText(_ step: Forecast.Step) -> String {
    guard subject.site.battery != nil else { return "" }
    return "\(step.socStart.map(percent) ?? "  ?") -> \(step.socEnd.map(percent) ?? "  ?")"
  }

  private func percent(_ soc: Percent) -> String {
    QuantityText.number(soc.value.rounded(.down)).aligned(to: 3) + "%"
  }

  private func kilowattHours(_ energy: WattHours) -> String {
    QuantityText.fixed(energy.value / 1000, digits: 2)
  }

  private func cost(_ cost: Double?) -> String { cost.map { QuantityText.fixed($0, digits: 1) } ?? "?" }
}
