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
    let endpoint = Endpoint(address, defaultPort: QuasarCharger.defaultPort)?.description ?? address
    self.init("\(charger.driver)-\(InstanceName.safe(endpoint.lowercased()))")
  }

  /// Names what is kept of the runs of a simulated charger by the file at `path`.
  public static func simulated(file path: String) -> InstanceName {
    // The end tells files apart; names of files are at most 255 bytes long.
    InstanceName("simulated" + String(safe(path).suffix(200)))
  }

  /// Whether `text` is the whole name, or the charger's address with or without its port.
  public func matches(_ text: String) -> Bool {
    let wanted = InstanceName.safe(text.lowercased())
    guard !wanted.isEmpty else { return false }
    let withoutPort = description.lastIndex(of: ":").map { description[..<$0] } ?? description[...]
    return description == wanted || description.hasSuffix("-\(wanted)") || withoutPort.hasSuffix("-\(wanted)")
      || description.hasPrefix("\(wanted)-")
  }

  /// `text` with an underscore for everything that a file's name should not have.
  static func safe(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".:-_[]".contains($0)) ? $0 : "_" })
  }
}
