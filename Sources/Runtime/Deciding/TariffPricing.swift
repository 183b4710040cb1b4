import ScheduleLang

extension Tariff {
  /// The period that covers `moment`, or nil where none does.
  public func period(at moment: Moment) -> Period? {
    periods.first { Window.anyInForce($0.windows, at: moment) == .yes }
  }
}

extension Schedule {
  /// What a kWh costs at `moment` by the tariff's fixed prices; nil where it has none then.
  public func fixedImportPrice(at moment: Moment) -> Price? {
    importTariff?.period(at: moment)?.importPrice
  }

  /// What a kWh earns at `moment` by the tariff's fixed prices; nil where it has none then.
  public func fixedExportPrice(at moment: Moment) -> Price? {
    exportTariff?.period(at: moment)?.exportPrice
  }
}

extension Readings {
  /// Puts the tariff's fixed prices at `moment` where no price is known.
  public mutating func fillPrices(from schedule: Schedule, at moment: Moment) {
    if importPrice == nil { importPrice = schedule.fixedImportPrice(at: moment) }
    if exportPrice == nil { exportPrice = schedule.fixedExportPrice(at: moment) }
  }
}
