import ScheduleLang

extension Readings {
  /// The value of `reading` in its base unit (%, W, minor money units per kWh); nil is unknown.
  public subscript(reading: Reading) -> Double? {
    switch reading {
    case .soc: soc.map(Double.init)
    case .home: home?.value
    case .solar: solar?.value
    case .importing: grid.map { max(0, $0.value) }
    case .exporting: grid.map { max(0, -$0.value) }
    case .grid: grid?.value
    case .importPrice: importPrice?.value
    case .exportPrice: exportPrice?.value
    case .chargedToday, .dischargedToday, .dischargedThisMonth, .cyclesThisYear: counters[reading]
    case .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow, .cheapestImportAhead, .dearestExportAhead:
      ahead[reading]
    case .importOverCheapest: ahead.importOverCheapest ?? difference(importPrice, ahead.cheapestImport)
    case .exportOverDearest: ahead.exportOverDearest ?? difference(exportPrice, ahead.dearestExport)
    }
  }

  private func difference(_ price: Price?, _ best: Double?) -> Double? {
    guard let price, let best else { return nil }
    return price.value - best
  }
}
