import Runtime
import ScheduleLang

extension HomeSchedule {
  /// What of the site leaves less of a decision: its charger's range or, with nothing to follow, that it has no meter.
  public func whatLimits(_ decision: Decision, soc: Int?) -> String {
    let inRange = decision.applied(soc: soc, range: site.chargerSoC)
    return inRange == decision && site.meter == nil
      ? "A home without a meter" : "The charger's SoC range"
  }

  /// What was chosen and why, in money: `charges at 9.2p: a kWh in the car is worth 21.3p from 17:00 on, after losses`.
  ///
  /// - Parameter left: what clauses and the charger leave of it; nil where that is told elsewhere.
  public func text(of choice: OptimisedChoice, at moment: Moment, left: Decision? = nil) -> String {
    var text = reason(for: choice, at: moment)
    if let plan = choice.missed {
      text +=
        "; \(QuantityText.number(plan.target))% by \(time(plan.deadline, seenAt: moment)) will be "
        + "\(QuantityText.number(plan.shortfall))% short"
    }
    guard let left, left != choice.decision, choice.decision != .idle else { return text }
    return text + "; clauses and limits leave \(self.text(left)) of it"
  }

  private func reason(for choice: OptimisedChoice, at moment: Moment) -> String {
    switch choice.reason {
    case .unplugged: return "does nothing: no car is connected"
    case .unknownSoC: return "does nothing: the SoC is unknown"
    case .unknownPrice: return "does nothing: what a kWh costs now is not known"
    case .low: return "charges at once: the SoC is below its range"
    case .targetHindered:
      return "waits: clauses and limits let nothing be charged now for what the car is to have in time"
    case .target: return act(of: choice) + ", for what the car is to have in time"
    case .cheapest: break
    }
    let act = act(of: choice)
    guard let worth = choice.worth else { return act }
    let next: String? = choice.next.map { self.time($0, seenAt: moment) }
    let isSale = choice.decision.maximumCurrent <= 0 && choice.decision.minimumCurrent < 0
    let when = next.map { isSale ? " until it is put back at \($0)" : " from \($0) on" } ?? ""
    return "\(act): a kWh in the car is worth \(money(worth))\(when), after losses"
  }

  /// What is done, with the price that it turns on.
  private func act(of choice: OptimisedChoice) -> String {
    func at(_ price: Price?) -> String { price.map { " at \(money($0))" } ?? "" }
    let saved = choice.importPrice.map { ", which costs \(money($0))" } ?? ""
    let sold = choice.exportPrice.map { ", which earns \(money($0))" } ?? ""
    switch choice.decision.action {
    case .charge: return "charges" + at(choice.importPrice)
    case .discharge: return "sells" + at(choice.exportPrice)
    case .followSun: return "stores what would be exported" + sold
    case .followHouse: return "covers what would be imported" + saved
    case .followBoth: return "stores what would be exported and covers what would be imported" + saved
    case .idle, .handOver:
      return "waits" + (choice.importPrice.map { " while a kWh costs \(money($0))" } ?? "")
    }
  }

  /// A price of a kWh with one digit behind the point.
  private func money(_ price: Price) -> String {
    QuantityText.number((price.value * 10).rounded() / 10) + schedule.moneyUnit
  }
}
