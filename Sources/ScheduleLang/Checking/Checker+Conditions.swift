// Guards and conditions.
extension Checker {
  mutating func guards(_ syntax: [GuardSyntax]) -> [Guard] { syntax.compactMap { compile($0) } }

  private mutating func compile(_ syntax: GuardSyntax) -> Guard? {
    switch syntax.kind {
    case .during(let windows):
      return self.windows(windows).map {
        Guard(.during($0), range: syntax.range, spelling: syntax.spelling)
      }
    case .on(let days):
      return self.days(days).map { Guard(.on($0), range: syntax.range, spelling: syntax.spelling) }
    case .when(let condition, let hold):
      guard let root = compile(condition) else { return nil }
      guard let hold else { return Guard(.when(root: root, held: nil), range: syntax.range) }
      guard let seconds = seconds(hold, for: "a duration") else { return nil }
      schedule.holdSlots += 1
      return Guard(
        .when(root: root, held: .init(seconds: seconds, slot: schedule.holdSlots - 1)), range: syntax.range)
    }
  }

  /// The number of the node for a condition; nil where it is wrong.
  private mutating func compile(_ condition: ConditionSyntax) -> Int? {
    switch condition {
    case .compare(let reading, _, let relation, let quantity):
      guard let threshold = threshold(quantity, for: reading) else { return nil }
      noteUse(of: reading, at: condition.range)
      return add(.compare(reading, relation, threshold, slot: newSlot(reading)), condition.range)
    case .within(let reading, _, let low, let high):
      guard let from = threshold(low, for: reading), let to = threshold(high, for: reading) else {
        return nil
      }
      guard from <= to else {
        report(.emptyRange("the lower end is above the upper one", at: low.range.union(high.range)))
        return nil
      }
      return add(.between(reading, from, to, slot: newSlot(reading)), condition.range)
    case .unknown(let reading, let range):
      noteUse(of: reading, at: range)
      return add(.unknown(reading), range)
    case .plugged(let isIn, let range): return add(isIn ? .pluggedIn : .unplugged, range)
    case .named(let name):
      return input(name).map { add(.input($0.key, isOn: $0.declared == .toggle(true)), name.range) }
    case .not(let operand, let range): return compile(operand).map { add(.not($0), range) }
    case .all(let parts): return compile(parts, condition.range) { .and($0, $1) }
    case .any(let parts): return compile(parts, condition.range) { .or($0, $1) }
    }
  }

  /// Joins the parts as a balanced tree, so that a long chain does not make a deep one.
  private mutating func compile(
    _ parts: [ConditionSyntax], _ range: SourceRange, joinedBy join: (Int, Int) -> ConditionNode.Kind
  ) -> Int? {
    var nodes: [Int] = []
    var complete = true
    for part in parts {
      if let node = compile(part) { nodes.append(node) } else { complete = false }
    }
    guard complete else { return nil }
    while nodes.count > 1 {
      var joined: [Int] = []
      for index in stride(from: 0, to: nodes.count, by: 2) {
        joined.append(
          index + 1 < nodes.count ? add(join(nodes[index], nodes[index + 1]), range) : nodes[index])
      }
      nodes = joined
    }
    return nodes.first
  }

  mutating func add(_ kind: ConditionNode.Kind, _ range: SourceRange) -> Int {
    schedule.conditions.append(ConditionNode(kind, range: range))
    return schedule.conditions.count - 1
  }

  private mutating func newSlot(_ reading: Reading) -> Int? {
    guard reading == .soc else { return nil }
    schedule.hysteresisSlots += 1
    return schedule.hysteresisSlots - 1
  }

  /// A threshold in the base unit of a reading.
  private mutating func threshold(_ syntax: QuantitySyntax, for reading: Reading) -> Double? {
    switch reading {
    case .soc:
      guard comparable(syntax, in: [.percent], with: reading, example: "80%") != nil else { return nil }
      return percent(syntax, for: "a state of charge")
    case .home, .solar, .importing, .exporting, .grid:
      let watts = comparable(syntax, in: [.watts], with: reading, example: "500W")
      if let watts { notePower(watts, of: reading, at: syntax) }
      return watts
    case .importPrice, .exportPrice:
      let price = comparable(syntax, in: [.pence, .cents], with: reading, example: "10p")
      if let price { notePrice(price, at: syntax) }
      return price
    case .cheapestImportAhead, .dearestExportAhead:
      return comparable(syntax, in: [.pence, .cents], with: reading, example: "10p")
    case .importOverCheapest, .exportOverDearest: return 0
    case .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow:
      return comparable(syntax, in: [.wattHours], with: reading, example: "20kWh")
    case .chargedToday, .dischargedToday, .dischargedThisMonth:
      let energy = comparable(syntax, in: [.wattHours], with: reading, example: "20kWh")
      if let energy { noteEnergy(energy, of: reading, at: syntax) }
      return energy
    case .cyclesThisYear:
      let cycles = comparable(syntax, in: [.none], with: reading, example: "100")
      if let cycles { noteCycles(cycles, at: syntax) }
      return cycles
    }
  }

  private mutating func comparable(
    _ syntax: QuantitySyntax, in units: [Quantity.Unit], with reading: Reading, example: String
  ) -> Double? {
    guard let quantity = quantity(syntax) else { return nil }
    if units.contains(quantity.unit) { return quantity.value }
    if quantity.unit == .none {
      reportMissingUnit("`\(reading.name)`", example: example, units: units, of: quantity, at: syntax)
    } else {
      report(.unlikeUnits(reading, units[0], quantity.unit, at: syntax.range))
    }
    return nil
  }

  /// Says what a reading needs that the site does not have.
  private mutating func noteUse(of reading: Reading, at range: SourceRange) {
    switch reading {
    case .soc, .chargedToday, .dischargedToday, .dischargedThisMonth: break
    case .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow:
      noteUse(of: reading == .homeAhead || reading == .homeTomorrow ? .home : .solar, at: range)
    case .cheapestImportAhead, .importOverCheapest: noteUse(of: .importPrice, at: range)
    case .dearestExportAhead, .exportOverDearest: noteUse(of: .exportPrice, at: range)
    case .cyclesThisYear:
      if site.battery == nil, !misspeltSettings.contains("battery") { report(.missingBattery(at: range)) }
    case .importPrice where site.importTariff == nil, .exportPrice where site.exportTariff == nil:
      if !misspeltSettings.contains("tariff") { report(.missingTariff(reading, at: range)) }
    case .importPrice, .exportPrice:
      notePrices(reading, at: range)
    case .home, .importing, .exporting, .grid:
      if site.meter == nil { report(.unsuppliedReading(reading, reason: "the site has no meter", at: range)) }
    case .solar:
      if site.meter == nil {
        report(.unsuppliedReading(reading, reason: "the site has no meter", at: range))
      } else if !site.metersSun {
        report(.unsuppliedReading(reading, reason: "the meter has no `solar channel`", at: range))
      }
    }
  }

  /// Says that the tariff which is to give a price has none.
  mutating func notePrices(_ reading: Reading, at range: SourceRange) {
    askForSiteTariffs()
    let key = reading == .importPrice ? site.importTariff : site.exportTariff
    guard let tariff = key.flatMap({ tariff($0) }), !tariff.gives(reading) else { return }
    report(.unsuppliedReading(reading, reason: "the tariff `\(tariff.name)` has no such price", at: range))
  }
}
