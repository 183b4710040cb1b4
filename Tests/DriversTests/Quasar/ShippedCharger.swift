import ScheduleLang

extension DeviceDescription {
  /// A device that ships.
  static func shipped(_ name: String) -> DeviceDescription? {
    BuiltInDevices.source(name).flatMap { ScheduleCompiler().compile($0).program?.descriptions.first }
  }
}

extension ChargerDescription {
  /// The Wallbox Quasar, as the program ships it.
  static let wallboxQuasar: ChargerDescription = {
    guard let charger = DeviceDescription.shipped("wallbox-quasar")?.charger else {
      fatalError("the description of the Quasar has a mistake")
    }
    return charger
  }()
}
