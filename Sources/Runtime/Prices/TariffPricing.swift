import ScheduleLang

extension Tariff {
  /// The period that covers `moment`, or nil where none does.
  public func period(at moment: Moment) -> Period? {
    periods.first { Window.anyInForce($0.windows, at: moment) == .yes }
  }
}
