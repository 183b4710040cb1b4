import Drivers
import Runtime
import ScheduleLang

/// What a probed charger has said, and what to look at to know that it is right.
struct ChargerProbeText {
  let status: ChargerStatus
  let device: DeviceConfiguration

  var text: String {
    let address = device.address.map { " at \(DiagnosticText.escaped($0))" } ?? ""
    let lines = status.lines + [question]
    return "\(device.driver)\(address) was told nothing.\n\n" + lines.map { "\($0)\n" }.joined()
  }

  /// What is to be looked at.
  private var question: String {
    switch status.state {
    case .charging:
      "Does its display show that it charges? Then its power must be positive, and the SoC must be the car's."
    case .discharging:
      "Does its display show that it discharges? Then its power must be negative, and the SoC must be the car's."
    default:
      "Let the charger's own app charge the car for a minute, and probe it again: its power must be positive."
    }
  }
}
