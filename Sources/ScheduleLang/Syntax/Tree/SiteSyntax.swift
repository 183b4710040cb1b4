/// `site [NAME] { … }`.
public struct SiteSyntax: Sendable {
  /// Its name; a site without one adds to the named one.
  public var name: Word?
  /// Its settings, in order.
  public var settings: [SiteSettingSyntax]
  /// Its head.
  public var range: SourceRange
}

/// One setting of a site.
public enum SiteSettingSyntax: Sendable {
  case timezone(Word)
  case battery(QuantitySyntax)
  /// What a kWh out of the battery costs in wear.
  case wear(QuantitySyntax)
  case margin(QuantitySyntax)
  case voltage(QuantitySyntax)
  case importLimit(QuantitySyntax)
  case exportLimit(QuantitySyntax)
  case charger(DeviceSyntax)
  case meter(DeviceSyntax)
  /// A meter around the inverter's feed.
  case solarMeter(DeviceSyntax)
  /// What tells the car's SoC where the charger does not.
  case car(DeviceSyntax)
  case record(DeviceSyntax)
  /// Whom to tell what an owner must hear: a command, or an address.
  case tell(DeviceSyntax)
  /// A tariff for both directions, or for one.
  case tariff(Word, import: Bool, export: Bool)
  case staleAfter(QuantitySyntax)
  case settle(QuantitySyntax)
  case onStaleMeter(keepsFixedActions: Bool, SourceRange)
  case log(Word)
  case metrics(Word)
  case dashboard(Word, behind: Word?)
}

/// A device of a site.
public struct DeviceSyntax: Sendable {
  /// One setting of a device.
  public struct Setting: Sendable {
    /// The value of a setting.
    public enum Value: Sendable {
      case quantity(QuantitySyntax)
      case range(low: QuantitySyntax, high: QuantitySyntax)
      case text(Word)
      case secret(DeviceConfiguration.Secret)
      case choice(String)
    }

    /// The key as `DeviceConfiguration` has it.
    public var key: String
    /// Its value.
    public var value: Value
    /// Where it is, key and value.
    public var range: SourceRange
    /// Where its key is.
    public var keyRange: SourceRange
    /// Where its value is.
    public var valueRange: SourceRange
  }

  /// The driver.
  public var driver: Word
  /// The address after `at` or the folder after `to`.
  public var address: Word?
  /// Its settings.
  public var settings: [Setting]
  /// Whether a setting of it could not be read.
  public var isIncomplete = false
  /// Its head: keyword, driver and address.
  public var range: SourceRange
}
