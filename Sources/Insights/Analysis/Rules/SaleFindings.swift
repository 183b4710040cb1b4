import ScheduleLang

/// Energy that is sold for less than what the schedule buys back costs, with prices that are fixed.
struct SaleFindings: Findings {
  /// What a rule sells or buys at, and at which SoCs.
  private struct Trade {
    var price: Price
    var socs: SoCSet
    var example: String
  }

  /// By rule: the best that it sells at, and the least that it buys at; nil within where a price is not known.
  private var sales: [Int: Trade?] = [:]
  private var purchases: [Int: Trade?] = [:]

  mutating func note(_ scene: Scene, in space: DecisionSpace) {
    guard space.facts.hasFixedPrices else { return }
    let stretch = space.timetable.stretches[scene.stretch]
    for region in scene.regions {
      // What chooses by price sells nothing below its cost.
      guard let rule = region.rule, !region.isChoice else { continue }
      let known = region.may & .known
      if region.decision.action == .discharge, !(known & space.socsThatCanDischarge).isEmpty {
        add(space.price(.exportPrice, in: stretch), known, scene, rule, to: &sales, in: space) { $0 > $1 }
      } else if region.decision.action == .charge, !(known & space.socsThatCanCharge).isEmpty {
        add(space.price(.importPrice, in: stretch), known, scene, rule, to: &purchases, in: space) { $0 < $1 }
      }
    }
  }

  private func add(
    _ price: Price?, _ socs: SoCSet, _ scene: Scene, _ rule: Int, to trades: inout [Int: Trade?],
    in space: DecisionSpace, where isBetter: (Double, Double) -> Bool
  ) {
    guard let price else { return trades[rule] = .some(nil) }
    guard let known = trades[rule] else {
      trades[rule] = Trade(price: price, socs: socs, example: space.text(of: scene, soc: socs.first ?? nil))
      return
    }
    // Once a price of it is unknown nothing can be said of the rule.
    guard var trade = known else { return }
    trade.socs |= socs
    if isBetter(price.value, trade.price.value) {
      (trade.price, trade.example) = (price, space.text(of: scene, soc: socs.first ?? nil))
    }
    trades[rule] = trade
  }

  func diagnostics(of analysed: AnalysedSchedule) -> [Diagnostic] {
    let space = analysed.space
    var found: [Diagnostic] = []
    for (rule, sale) in sales.sorted(by: { $0.key < $1.key }) {
      guard let sale else { continue }
      // What fills again what this rule has emptied, up to where it sells.
      let refills = purchases.compactMap { buyer, purchase in
        purchase.flatMap { ($0.socs & sale.socs.withEdge).isEmpty ? nil : (buyer, $0) }
      }.sorted { $0.0 < $1.0 }
      // One that is not known may be cheap.
      guard !purchases.values.contains(where: { $0 == nil }),
        let cheapest = refills.min(by: { $0.1.price.value < $1.1.price.value }),
        sale.price.value < cheapest.1.price.value
      else { continue }
      found.append(
        .soldBelowCost(
          sale.price, from: cheapest.1.price, at: space.schedule.rules[rule].range,
          buyer: space.schedule.rules[cheapest.0].range,
          example: sale.example))
    }
    return found
  }
}

extension SoCSet {
  /// The set with the SoC just below its lowest: where a discharge has ended.
  fileprivate var withEdge: SoCSet { self | below }
}

extension FactTable {
  /// Whether all prices follow from the clock.
  fileprivate var hasFixedPrices: Bool { hasFixedImportPrice && hasFixedExportPrice }
}

extension Diagnostic {
  static func soldBelowCost(
    _ price: Price, from cost: Price, at range: SourceRange, buyer: SourceRange, example: String
  ) -> Diagnostic {
    let (earned, paid) = (QuantityText.number(price.value), QuantityText.number(cost.value))
    return Diagnostic(
      .soldBelowCost, "this sells for \(earned) a kWh at best what is bought back for \(paid) or more",
      at: range, labels: [Label(buyer, "this one buys")],
      notes: ["It sells at \(example), for instance; losses come on top."])
  }
}
