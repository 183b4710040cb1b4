// Tariffs: periods, prices and where prices come from.
extension Parser {
  mutating func parseTariff(from start: Token) throws(SyntaxError) -> TariffSyntax {
    let name = try requireNewName("tariff")
    var tariff = TariffSyntax(name: name, timezone: nil, periods: [], source: nil, range: range(from: start))
    let open = try requireOpeningBrace()
    try block(openedBy: open) { parser throws(SyntaxError) in
      do throws(SyntaxError) {
        try parser.parseTariffLine(into: &tariff)
      } catch {
        tariff.isIncomplete = true
        throw error
      }
    }
    return tariff
  }

  private mutating func parseTariffLine(into tariff: inout TariffSyntax) throws(SyntaxError) {
    let start = current
    if atWord("timezone"), peek().kind == .string {
      advance()
      tariff.timezone = try requireString("a time zone")
    } else if atWord("prices"), peek().kind == .keyword(.from) {
      advance()
      tariff.source = (try parsePriceSource(), range(from: start))
      tariff.adjustments = try parseAdjustments()
    } else {
      tariff.periods.append(try parsePeriod())
    }
    try endStatement()
  }

  private mutating func parsePriceSource() throws(SyntaxError) -> PriceSource {
    try require(.from)
    if takeWord("octopus") {
      guard takeWord("product") else { throw unexpected() }
      let product = try requireString("the product code")
      guard takeWord("region") else { throw unexpected() }
      let region = try requireString("the region's letter")
      return .octopus(product: product.text, region: region.text)
    }
    guard takeWord("csv") else { throw unexpected() }
    return .csv(path: try requireString("a path").text)
  }

  /// What the contract makes of the prices, behind where they come from.
  private mutating func parseAdjustments() throws(SyntaxError) -> [TariffSyntax.Adjustment] {
    var adjustments: [TariffSyntax.Adjustment] = []
    while true {
      if takeWord("average") {
        try require(.keyword(.to))
        adjustments.append(.average(to: try parseQuantity("a duration")))
      } else if takeWord("plus") {
        adjustments.append(.plus(try parseQuantity("a price per kWh")))
      } else if takeWord("times") {
        adjustments.append(.times(try parseQuantity("a number")))
      } else {
        return adjustments
      }
    }
  }

  private mutating func parsePeriod() throws(SyntaxError) -> TariffSyntax.Period {
    let start = current
    guard current.isWord else {
      expect("the name of a period")
      throw unexpected()
    }
    if case .keyword(let keyword) = current.kind, !keyword.canNamePeriod {
      report(.reservedName(keyword, what: "period", at: current.range))
    }
    var period = TariffSyntax.Period(name: word(of: advance()), range: start.range)
    if !take(.otherwise) { period.windows = try parseWindows() }
    while current.kind == .keyword(.import) || current.kind == .keyword(.export) {
      let isImport = advance().kind == .keyword(.import)
      let price = try parseQuantity("a price per kWh")
      if isImport { period.importPrice = price } else { period.exportPrice = price }
    }
    _ = at(.keyword(.import)) || at(.keyword(.export))
    period.range = range(from: start)
    return period
  }
}
