import Platform
import ScheduleLang

/// What a run is called among those on the same machine: its charger, or the process where it is not the only one
/// on it.
public struct InstanceName: Hashable, Sendable, CustomStringConvertible {
  /// The name, fit for a file.
  public let description: String

  /// Takes a name as it is in a file's name.
  public init(_ text: String) { description = text }

  private static let observer = "observer-"

  /// Whether the run only watches its charger.
  public var isObserver: Bool { description.hasPrefix(Self.observer) }

  /// Names the run of `process` that drives `charger`, or only watches it.
  public init(charger: DeviceConfiguration, process: Int32, observes: Bool = false) {
    guard !observes else {
      self.init("\(Self.observer)\(charger.driver)-\(process)")
      return
    }
    guard let address = charger.address, charger.driver != "simulated" else {
      self.init("\(charger.driver)-\(process)")
      return
    }
    let endpoint = Endpoint(address, defaultPort: charger.usualPort)?.description ?? address
    self.init(
      "\(charger.driver)-\(InstanceName.safe(endpoint.lowercased()))\(InstanceName.unit(of: charger))"
        + InstanceName.part(of: charger))
  }

  /// What tells chargers behind one address apart; nothing for the unit that is meant unless another is said.
  private static func unit(of charger: DeviceConfiguration) -> String {
    guard case .number(let unit) = charger.settings["unit"], unit != charger.modbus.unit else {
      return ""
    }
    return "-unit-\(unit)"
  }

  /// What tells the parts of one station apart that can be driven each by a run of its own; nothing for the one that is meant
  /// unless another is said.
  ///
  /// Parts that share a time-out are one: it would not end while anybody talks to the station, and one part would go on
  /// though nobody drives it any more.
  static func part(of charger: DeviceConfiguration) -> String {
    guard let description = charger.description, let described = description.charger,
      let name = described.state.offset, described.hasOwnFailsafe(at: name),
      case .number(_, let usual)? = description.settings.first(where: { $0.name == name })?.kind,
      case .number(let number) = charger.settings[name], number != usual
    else { return "" }
    return "-\(safe(name))-\(number)"
  }

  /// Names what is kept of the runs of a simulated charger by the file at `path`.
  public static func simulated(file path: String) -> InstanceName {
    // The end tells files apart; names of files are at most 255 bytes long.
    InstanceName("simulated" + String(safe(path).suffix(200)))
  }

  /// Whether `text` is the whole name, or the charger's address with or without its port and unit.
  public func matches(_ text: String) -> Bool {
    let wanted = InstanceName.safe(text.lowercased())
    guard !wanted.isEmpty else { return false }
    let port = description.lastIndex(of: ":") ?? description.endIndex
    let unit = description[port...].firstIndex(of: "-") ?? description.endIndex
    return description == wanted || description.hasPrefix("\(wanted)-")
      || [port, unit, description.endIndex].contains { description[..<$0].hasSuffix("-\(wanted)") }
  }

  /// `text` with an underscore for everything that a file's name should not have.
  static func safe(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".:-_[]".contains($0)) ? $0 : "_" })
  }
}
