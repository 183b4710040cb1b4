/// `tariff NAME { … }`.
public struct TariffSyntax: Sendable {
  /// One period.
  public struct Period: Sendable {
    /// Its name.
    public var name: Word
    /// When it is; nil is `otherwise`.
    public var windows: WindowsSyntax?
    /// What a kWh costs.
    public var importPrice: QuantitySyntax?
    /// What a kWh earns.
    public var exportPrice: QuantitySyntax?
    /// The whole line.
    public var range: SourceRange
  }

  /// What becomes of prices that come from somewhere.
  public enum Adjustment: Sendable {
    case average(to: QuantitySyntax)
    case plus(QuantitySyntax)
    case times(QuantitySyntax)
  }

  /// Its name.
  public var name: Word
  /// The clock of its windows.
  public var timezone: Word?
  /// Its periods.
  public var periods: [Period]
  /// Where its prices come from, if they change, and where that is written.
  public var source: (source: PriceSource, range: SourceRange)?
  /// What becomes of those, in order.
  public var adjustments: [Adjustment] = []
  /// Whether a line of it could not be read, so that a period may be missing.
  public var isIncomplete = false
  /// Its head.
  public var range: SourceRange
}
