import Glibc

/// The right to drive a charger, which one process on a machine has at a time.
///
/// A name among the machine's abstract sockets, not a file: it holds between users and services with different
/// folders, and goes with the process however that ends.
public final class ChargerClaim: Sendable {
  /// Why the charger cannot be claimed.
  public enum Failure: Error, Hashable {
    /// Another process has it.
    case taken
    /// The system does not allow it.
    case system(String)
  }

  private let descriptor: FileDescriptor

  /// Claims the charger called `name`, until the claim is released or the process ends.
  public init(_ name: InstanceName) throws(Failure) {
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw .system(systemMessage(errno)) }
    descriptor = FileDescriptor(number: number)
    guard let address = LocalAddress(abstract: "evse-run/\(name)") else {
      throw .system("its name is too long")
    }
    let code = address.withPointer { bind(number, $0, $1) }
    guard code == 0 else { throw errno == EADDRINUSE ? .taken : .system(systemMessage(errno)) }
  }
}
