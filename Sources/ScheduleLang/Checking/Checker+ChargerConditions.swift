// What a charger takes at the moment, by what it tells.
extension Checker {
  mutating func compileConditions(
    _ syntax: DescriptionSyntax, into description: inout ChargerDescription
  ) {
    if let first = syntax.charger.conditions.first, !description.discharges {
      report(.outOfRange("its range has nothing below 0, so that it never discharges", at: first.name.range))
    }
    for condition in syntax.charger.conditions {
      guard let read = syntax.reads.first(where: { $0.name.key == condition.name.key }) else {
        report(.undeclaredReading(condition.name, among: syntax.reads.map(\.name.text)))
        continue
      }
      let isPower = read.unit != nil
      let number: ChargerDescription.Number? =
        isPower ? number(read, of: .chargerPower) : plainRegister(of: read).map { .init($0) }
      func value(_ syntax: QuantitySyntax) -> Double? {
        self.value(
          syntax, in: [isPower ? .watts : .none], for: "`\(condition.name.key)`",
          example: isPower ? "0W" : "3")?
          .value
      }
      let test: ChargerDescription.Condition.Test?
      switch condition.test {
      case .among(let values):
        let numbers = values.compactMap { syntax -> Double? in
          switch syntax {
          case .number(let quantity): value(quantity)
          case .letters: number.flatMap { code(syntax, in: $0.register) }.map(Double.init)
          }
        }
        test = numbers.count == values.count ? .among(numbers) : nil
      case .below(let limit): test = value(limit).map { .below($0) }
      case .above(let limit): test = value(limit).map { .above($0) }
      }
      guard let number, let test else { continue }
      description.dischargeConditions.append(.init(condition.name.key, number, test))
    }
  }

  /// The most and the least that it takes.
  mutating func compileLimits(_ syntax: DescriptionSyntax, into description: inout ChargerDescription) {
    let counted: CountedThing = description.setPoint.unit == .power ? .chargerPower : .chargerCurrent
    var seen: [ChargerDescription.Limit.Bound: SourceRange] = [:]
    for limit in syntax.charger.limits {
      let bound: ChargerDescription.Limit.Bound =
        limit.isOfCharging ? (limit.isMost ? .chargeAtMost : .chargeAtLeast) : .dischargeAtMost
      if let first = seen[bound] {
        report(.repeatedSetting(bound.words, at: limit.place, first: first))
        continue
      }
      seen[bound] = limit.place
      guard let read = syntax.reads.first(where: { $0.name.key == limit.name.key }) else {
        report(.undeclaredReading(limit.name, among: syntax.reads.map(\.name.text)))
        continue
      }
      if bound == .dischargeAtMost, !description.discharges {
        report(.outOfRange("its range has nothing below 0, so that it never discharges", at: limit.place))
      }
      if let number = number(read, of: counted) {
        description.limits.append(.init(limit.name.key, number, bound))
      }
    }
  }
}

extension ChargerDescription.Limit.Bound {
  /// As it is written.
  var words: String {
    switch self {
    case .chargeAtMost: "charge at most"
    case .chargeAtLeast: "charge at least"
    case .dischargeAtMost: "discharge at most"
    }
  }
}
