import Drivers
import Runtime
import ScheduleLang

/// What a probed charger has said, and what to look at to know that it is right.
struct ChargerProbeText {
  let status: ChargerStatus
  let device: DeviceConfiguration

  var text: String {
    let address = device.address.map { " at \(DiagnosticText.escaped($0))" } ?? ""
    let lines = Self.lines(of: status) + [question]
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

  /// What it says, a line each.
  static func lines(of status: ChargerStatus) -> [String] {
    var lines = ["it answers: \(text(status.state))"]
    if let soc = status.soc { lines.append("the state of charge is \(soc) %") }
    if let power = status.power { lines.append("its power is \(Int(power.value.rounded())) W") }
    return lines
  }

  private static func text(_ state: ChargerState) -> String {
    switch state {
    case .unplugged: "no car is plugged in"
    case .paused: "a car is plugged in, and no power flows"
    case .charging: "it is charging"
    case .discharging: "it is discharging"
    case .unavailable(let why): "it takes no commands now, \(why)"
    case .fault(let why): "it reports a fault, \(why)"
    }
  }
}
