import ScheduleLang

/// The devices that ship with the program as descriptions.
enum ShippedDevices {
  /// The description of one; nil where none of this name ships.
  static func description(_ name: String) -> DeviceDescription? {
    guard let source = BuiltInDevices.source(name) else { return nil }
    return ScheduleCompiler().compile(source).program?.descriptions.first
  }

  /// All of them, by name.
  static var all: [DeviceDescription] { BuiltInDevices.names.compactMap(description) }
}
