import Insights
import Runtime
import ScheduleLang

/// A simulation as CSV, a line a minute; what is not known is empty.
struct SimulationSteps {
  /// The lines so far.
  private(set) var bytes = Array(
    ("time,decision,current_a,soc_percent,home_w,solar_w,grid_w,evse_w,import_kwh,export_kwh,"
      + "import_price,export_price,cost,direction_held\n").utf8)
  private let subject: HomeSchedule

  init(_ subject: HomeSchedule) { self.subject = subject }

  /// Adds a minute: powers are its means, the grid's with the charger; the SoC is that at its end.
  mutating func add(_ minute: Simulation.Minute) {
    let grid = minute.house.grid.map { $0 + minute.power }
    let decision = minute.isAway ? "away" : subject.text(minute.outcome.decision)
    let fields = [
      "\(minute.instant)", decision, "\(minute.current.value)", number(minute.soc.value, 4),
      number(minute.house.home?.value, 1), number(minute.house.solar?.value, 1), number(grid?.value, 1),
      number(minute.power.value, 1), number(grid.map { max(0, $0.value) / 60_000 }, 6),
      number(grid.map { max(0, -$0.value) / 60_000 }, 6), number(minute.importPrice?.value, 4),
      number(minute.exportPrice?.value, 4), number(minute.cost, 6),
      minute.held.map(subject.text) ?? "",
    ]
    bytes += Array((fields.joined(separator: ",") + "\n").utf8)
  }

  private func number(_ value: Double?, _ digits: Int) -> String {
    value.map { QuantityText.fixed($0, digits: digits) } ?? ""
  }
}
