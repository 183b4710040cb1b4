import Platform
import Glibc

/// Where runs keep their state and their control sockets.
public struct InstanceFolders: Sendable {
  /// The folder of the state; nil where the environment names no place for it.
  public let state: String?
  /// The folder in which a run opens its socket; nil where there is none.
  public let sockets: String?
  /// The folders in which runs may have opened theirs.
  public let searched: [String]

  /// Where a service of this program has its sockets.
  private static let service = "/run/evse-run"

  /// Finds the folders by an environment: `STATE_DIRECTORY` and `RUNTIME_DIRECTORY` of a service, or else
  /// `XDG_STATE_HOME` (`~/.local/state`) and `XDG_RUNTIME_DIR` of a user.
  public init(environment: (String) -> String?) {
    // A service may have several folders, separated by colons; the first is taken.
    func folder(_ name: String) -> String? {
      environment(name).flatMap { $0.split(separator: ":").first }.flatMap {
        $0.hasPrefix("/") ? String($0) : nil
      }
    }
    state =
      folder("STATE_DIRECTORY") ?? folder("XDG_STATE_HOME").map { $0 + "/evse-run" }
      ?? folder("HOME").map { $0 + "/.local/state/evse-run" }
    let user = folder("XDG_RUNTIME_DIR").map { $0 + "/evse-run" }
    sockets = folder("RUNTIME_DIRECTORY") ?? user ?? state
    var searched: [String] = []
    for folder in [folder("RUNTIME_DIRECTORY"), user, state, Self.service] {
      if let folder, !searched.contains(folder) { searched.append(folder) }
    }
    self.searched = searched
  }

  /// The folders of this process.
  public static var ofProcess: InstanceFolders {
    InstanceFolders { Environment.value($0) }
  }
}
