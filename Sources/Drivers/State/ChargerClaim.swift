import Glibc
import Runtime
import ScheduleLang

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

  /// A name that is taken.
  private final class Name: Sendable {
    private let descriptor: FileDescriptor

    init(_ name: InstanceName) throws(Failure) {
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

  private let names: [Name]

  /// How long the charger's address may be looked up.
  private static let patience: Duration = .seconds(3)

  /// Claims a charger, however its address is spelt, until the claim is released or the process ends.
  public convenience init(_ charger: DeviceConfiguration) throws(Failure) {
    try self.init(Self.names(of: charger, hosts: HostLookup()))
  }

  /// Claims what is called by any of `names`.
  init(_ names: Set<InstanceName>) throws(Failure) {
    var claimed: [Name] = []
    for name in names { claimed.append(try Name(name)) }
    self.names = claimed
  }

  /// The names of a charger: with its address as it is written, and with each numeric one that it leads to.
  static func names(of charger: DeviceConfiguration, hosts: HostLookup) -> Set<InstanceName> {
    var names: Set = [InstanceName(charger: charger, process: getpid())]
    guard let address = charger.address,
      let endpoint = Endpoint(address, defaultPort: QuasarCharger.defaultPort),
      let found = try? hosts.addresses(of: endpoint, by: MonotonicClock.deadline(after: patience))
    else { return names }
    for numeric in found {
      var same = charger
      same.address = Endpoint(host: numeric.host, port: endpoint.port).description
      names.insert(InstanceName(charger: same, process: getpid()))
    }
    return names
  }
}
