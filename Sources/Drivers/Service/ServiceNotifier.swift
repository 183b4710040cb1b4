import Platform
import Glibc

/// Tells the service manager how the program is, as sd_notify(3) describes it.
///
/// A datagram to the socket that `NOTIFY_SOCKET` names; it never waits, and where nobody listens nothing is told.
public struct ServiceNotifier: Sendable {
  /// What there is to tell.
  public enum State: Hashable, Sendable {
    /// The program has started, or has loaded its files again.
    case ready
    /// The program loads its files again.
    case reloading
    /// The program ends.
    case stopping
    /// The control loop is alive.
    case watchdog
    /// One line for whoever asks how the service is.
    case status(String)
  }

  private let path: String

  /// Finds the socket by an environment; nil where no service manager wants to be told.
  public init?(environment: (String) -> String?) {
    guard let path = environment("NOTIFY_SOCKET"), path.hasPrefix("/") || path.hasPrefix("@") else {
      return nil
    }
    self.path = path
  }

  /// The notifier of this process.
  public static var ofProcess: ServiceNotifier? {
    ServiceNotifier { Environment.value($0) }
  }

  /// Tells one state.
  public func send(_ state: State) {
    let address =
      path.hasPrefix("@") ? LocalAddress(abstract: String(path.dropFirst())) : LocalAddress(path: path)
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(AF_UNIX, type, 0)
    guard let address, number >= 0 else { return }
    defer { close(number) }
    let bytes = Array(ServiceNotifier.text(state).utf8)
    _ = address.withPointer { sendto(number, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
  }

  private static func text(_ state: State) -> String {
    switch state {
    case .ready: "READY=1"
    case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Int64(MonotonicClock.now / .microseconds(1)))"
    case .stopping: "STOPPING=1"
    case .watchdog: "WATCHDOG=1"
    // A line break would start another variable.
    case .status(let text): "STATUS=" + text.filter { !$0.isNewline }
    }
  }
}
