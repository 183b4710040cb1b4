import Glibc

/// Where the program keeps what must survive it.
enum StateFolder {
  /// The folder that systemd gives a service, or one of the user's own; it need not exist yet.
  static var path: String {
    // systemd separates several folders by colons.
    if let folder = variable("STATE_DIRECTORY")?.split(separator: ":").first { return String(folder) }
    if let state = variable("XDG_STATE_HOME") { return "\(state)/evse-run" }
    return "\(variable("HOME") ?? "/var/lib")/.local/state/evse-run"
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
