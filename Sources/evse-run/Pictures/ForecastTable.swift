import Runtime
import ScheduleLang

/// A forecast as a table, a line for each change of action.
struct ForecastTable {
  /// The SoC in percent that a forecast starts from where none is given.
  static let usualSoC = 50

  let forecast: Forecast
  let subject: ReportSubject
  /// The SoC that was asked for, if any.
  let soc: Int?

  /// The table and what it rests on, over several lines.
  var text: String {
    var table = TextTable(columns: [
      ("from", .left), ("action", .left), ("SoC", .left), ("import kWh", .right), ("export kWh", .right),
      ("cost", .right), ("rule", .left),
    ])
    for step in forecast.steps {
      table.rows.append([
        localText(step.start), subject.text(step.decision), socText(step),
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
    } else if soc == nil {
      text += "The SoC at the start is assumed; --soc P gives it.\n"
    }
    for step in forecast.steps {
      guard let plan = step.plan, plan.shortfall > 0 else { continue }
      let moment = subject.clocks.moment(at: step.start)
      text += "From \(localText(step.start)) the target \(subject.text(of: plan, at: moment)).\n"
    }
    if forecast.total.cost != nil {
      text += "Costs are in the tariff's money unit; what is negative earns.\n"
    }
    return text
  }

  private func localText(_ instant: Instant) -> String {
    let local = subject.clocks.site.local(instant)
    return "\(local.date.weekday.name) \(local)"
  }

  private func socText(_ step: Forecast.Step) -> String {
    guard let start = step.socStart, let end = step.socEnd else { return "" }
    return "\(percent(start)) -> \(percent(end))"
  }

  private func percent(_ soc: Percent) -> String {
    QuantityText.number(soc.value.rounded(.down)).aligned(to: 3) + "%"
  }

  private func kilowattHours(_ energy: WattHours) -> String {
    QuantityText.fixed(energy.value / 1000, digits: 2)
  }

  private func cost(_ cost: Double?) -> String { cost.map { QuantityText.fixed($0, digits: 1) } ?? "?" }
}
