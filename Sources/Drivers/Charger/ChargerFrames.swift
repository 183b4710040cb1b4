import Platform
import ScheduleLang

/// The bytes of each command to a described charger, without one: what a maker's table can be held against.
package struct ChargerFrames {
  /// A request of a command.
  package struct Frame {
    /// What it is for.
    package var purpose: String
    /// What is sent, from the header on.
    package var bytes: [UInt8]
    /// The same in words, where it is text.
    package var text: String?
  }

  /// A command, with what is sent for it; nil where the charger does not take it.
  package struct Command {
    package var name: String
    package var frames: [Frame]?
  }

  /// The currents that are shown, in amperes.
  package static let currents = [6, 16, -10]

  /// The commands, from taking control to handing it back.
  package let commands: [Command]

  init(_ charger: DescribedCharger) { commands = charger.commandsToShow }
}

extension DescribedCharger {
  fileprivate var commandsToShow: [ChargerFrames.Command] {
    let keeps = settings.control == .keep
    // Transactions are counted through, as on one connection.
    var count: UInt16 = 0
    func command(_ name: String, _ steps: [ChargerStep]) -> ChargerFrames.Command {
      let frames = steps.compactMap { step in
        step.request.map { request in
          count &+= 1
          return ChargerFrames.Frame(
            purpose: step.purpose, bytes: link.frame(for: request, transaction: count),
            text: link.text(for: request))
        }
      }
      return ChargerFrames.Command(name: name, frames: frames)
    }
    func whole(_ steps: [ChargerStep]) -> [ChargerStep] {
      keeps ? steps : takingControl + steps + map.releasing
    }
    var commands: [ChargerFrames.Command] = []
    if keeps { commands.append(command("before the first command", takingControl)) }
    for amperes in ChargerFrames.currents {
      let name = amperes < 0 ? "discharge at \(-amperes) A" : "charge at \(amperes) A"
      let steps = steps(toStartAt: Amperes(amperes))
      commands.append(steps.isEmpty ? .init(name: name, frames: nil) : command(name, whole(steps)))
    }
    commands.append(command("stop", whole(map.stopping)))
    if keeps, let heartbeat, let period = map.charger.heartbeat?.seconds {
      let seconds = period == period.rounded() ? "\(Int(period))" : "\(period)"
      commands.append(command("heartbeat, each \(seconds) s", [.write(heartbeat)]))
    }
    if keeps, !map.releasing.isEmpty { commands.append(command("at the end", map.releasing)) }
    return commands
  }
}

extension ChargerStep {
  fileprivate var purpose: String {
    switch self {
    case .proveTimeout: "read the time-out back"
    case .proveFailsafeCurrent: "read the current back that it falls back to"
    case .permitPower: ""
    case .write(let write), .tryStop(let write):
      switch write.purpose {
      case .takeControl: "take control"
      case .release: "hand control back"
      case .timeout: "set the time-out"
      case .failsafeCurrent: "set the current that it falls back to"
      case .heartbeat: "heartbeat"
      case .preparation: "prepare"
      case .setPoint(let current): "set \(current.value) A"
      case .start: "start"
      case .stop: "stop"
      }
    }
  }
}
