import ScheduleLang

extension DeviceConfiguration {
  /// Whether the device is declared as `other` is, wherever that stands.
  func isDeclared(like other: DeviceConfiguration) -> Bool {
    driver == other.driver && address == other.address && settings == other.settings
      && description == other.description
  }

  /// Whether the driver of `other` serves this charger too; how it is restarted is no business of the driver.
  func isDriven(like other: DeviceConfiguration) -> Bool {
    var (mine, its) = (self, other)
    mine.settings = settings.filter { !$0.key.hasPrefix("restart.") }
    its.settings = other.settings.filter { !$0.key.hasPrefix("restart.") }
    return mine.isDeclared(like: its)
  }
}
