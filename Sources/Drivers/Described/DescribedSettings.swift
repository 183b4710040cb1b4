import ScheduleLang

/// What a site gives a described device, with what the description says where it gives nothing.
struct DescribedSettings {
  private var numbers: [String: Int] = [:]
  private var texts: [String: String] = [:]

  /// Reads the settings of a device.
  init(_ description: DeviceDescription, _ device: DeviceConfiguration) {
    for setting in description.settings {
      switch (setting.kind, device.settings[setting.name]) {
      case (.number, .number(let number)): numbers[setting.name] = number
      case (.number(_, let fallback), _): numbers[setting.name] = fallback
      case (.text, .text(let text)): texts[setting.name] = text
      case (.text(let fallback), _): texts[setting.name] = fallback
      }
    }
  }

  /// Whether the site, or the description, gives a setting.
  func isGiven(_ name: String) -> Bool { numbers[name] != nil || texts[name] != nil }

  /// A number; nil where there is no such setting.
  func number(_ name: String) -> Int? { numbers[name] }

  /// A number or text, as it stands in an address.
  func text(_ name: String) -> String { texts[name] ?? numbers[name].map(String.init) ?? "" }
}
