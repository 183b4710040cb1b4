import Drivers
import ScheduleLang

/// Lists the devices that can be driven.
struct DevicesCommand {
  /// A device, as the list has it.
  struct Entry: Encodable {
    var name: String
    var role: String
    var transport: String
    /// What it measures, or how it fails safe.
    var about: String
    var tried: Nullable<String>
    var facts: Nullable<String>
  }

  /// The drivers that are no descriptions.
  private static let own = [
    Entry(
      name: "simulated", role: "charger", transport: "none", about: "a car and a home that are invented",
      tried: Nullable(nil), facts: Nullable(nil)),
    Entry(
      name: "simulated", role: "meter", transport: "none", about: "a home that is invented",
      tried: Nullable(nil),
      facts: Nullable(nil)),
  ]

  /// The list, as text or JSON.
  func text(json: Bool) throws -> String {
    let entries = Self.own + ShippedDevices.all.map(entry)
    if json { return try JSONText.text(Report(devices: entries)) }
    var table = TextTable(
      columns: [("name", .left), ("role", .left), ("over", .left), ("what it does", .left), ("tried", .left)])
    for entry in entries {
      table.rows.append([entry.name, entry.role, entry.transport, entry.about, entry.tried.value ?? "-"])
    }
    return table.text
      + "\nWhat stands here with `-` was made from its facts alone, and tried on no hardware yet.\n"
  }

  private struct Report: Encodable {
    var schemaVersion = JSONText.schemaVersion
    var devices: [Entry]
  }

  private func about(_ charger: ChargerDescription) -> String {
    let direction = charger.discharges ? "charges and discharges" : "charges"
    switch charger.failsafe {
    case .timeout, .told, .fixed:
      let stops = charger.heartbeat == nil ? "when nobody talks to it" : "without a heartbeat"
      return "\(direction); its own time-out stops it \(stops)"
    case .none(let consequence): return "\(direction); no time-out of its own: \(consequence)"
    }
  }

  private func entry(_ device: DeviceDescription) -> Entry {
    Entry(
      name: device.name, role: device.role.rawValue, transport: device.transport.name,
      about: device.charger.map(about) ?? device.values.map(\.reading.rawValue).joined(separator: ", "),
      tried: Nullable(device.trial),
      facts: Nullable(device.facts))
  }
}
