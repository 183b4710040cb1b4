import ScheduleLang

/// The devices that ship with the program as descriptions.
enum ShippedDevices {
  /// The description of one; nil where none of this name ships.
  static func description(_ name: String) -> DeviceDescription? {
    guard let source = BuiltInDevices.source(name) else { return nil }
    let compiler = ScheduleCompiler()
    return compiler.compile(source).program?.descriptions.first
  }

  /// All of them, by name.
  static var all: [DeviceDescription] { BuiltInDevices.names.compactMap(description) }

  /// The names of those that need nothing but an address.
  static var simple: [String] {
    all.filter {
      !$0.settings.contains(where: \.isRequired) && $0.commonSettings.allSatisfy { !secrets.contains($0) }
    }
    .map(\.name)
  }

  private static let secrets: Set<String> = ["token", "password"]
}
