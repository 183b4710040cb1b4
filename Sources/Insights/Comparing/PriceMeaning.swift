import ScheduleLang

/// Where one direction's prices come from: equal ones always give equal prices, whatever the tariffs are called.
struct PriceMeaning: Hashable {
  private var source: PriceSource?
  private var adjustments: [PriceAdjustment] = []
  private var windows: [[Window]] = []
  private var prices: [Price?] = []

  /// The prices of `reading`, or those that it is the best of, in a schedule.
  init(_ reading: Reading, of schedule: Schedule) {
    let isImport = [.importPrice, .cheapestImportAhead, .importOverCheapest].contains(reading)
    guard let tariff = isImport ? schedule.importTariff : schedule.exportTariff else { return }
    (source, adjustments) = (tariff.source, tariff.adjustments)
    for period in tariff.periods {
      windows.append(period.windows)
      prices.append(isImport ? period.importPrice : period.exportPrice)
    }
  }

  /// Whether the clock alone tells the price.
  var isFixed: Bool { source == nil && !windows.joined().contains(where: \.isRanked) }

  /// The guards that distinguish the periods.
  var guards: [[Guard]] {
    windows.map { [Guard(.during($0), range: .nowhere)] }
  }

  /// The price where the clock lets the first of these `periods` be in force; nil where there is none.
  func price(inFirstOf periods: [Bool]) -> Price? {
    periods.firstIndex(of: true).flatMap { prices.indices.contains($0) ? prices[$0] : nil }
  }

  /// The samples that a fixed price has.
  var samples: [Double?] { [nil] + Set(prices.compactMap { $0?.value }).sorted() }
}
