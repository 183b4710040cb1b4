// Tariffs: periods, prices and where prices come from.
extension Parser {
  mutating func parseTariff(from start: Token) throws(Recovery) -> TariffSyntax {
    let name = try requireNewName("tariff")
    var tariff = TariffSyntax(name: name, timezone: nil, periods: [], source: nil, range: range(from: start))
    let open = try require(.leftBrace)
    try block(openedBy: open) { parser throws(Recovery) in
      let start = parser.current
      if parser.atWord("timezone"), parser.peek().kind == .string {
        parser.advance()
        tariff.timezone = try parser.requireString("a time zone")
      } else if parser.atWord("prices"), parser.peek().kind == .keyword(.from) {
        parser.advance()
        tariff.source = (try parser.parsePriceSource(), parser.range(from: start))
      } else {
        tariff.periods.append(try parser.parsePeriod())
      }
      try parser.endStatement()
    }
    return tariff
  }

  private mutating func parsePriceSource() throws(Recovery) -> PriceSource {
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

  private mutating func parsePeriod() throws(Recovery) -> TariffSyntax.Period {
    let start = current
    guard current.isWord else {
      expect("the name of a period")
      throw unexpected()
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
