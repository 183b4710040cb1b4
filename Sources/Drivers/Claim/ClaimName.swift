import Platform
import Glibc

/// A name among the machine's abstract sockets that says who drives a charger; it goes with the process however that ends.
///
/// Whoever asks learns from the kernel which user holds the name. Anybody can take one, so there are several places for
/// each, and one that another user holds without driving anything is passed over.
final class ClaimName: Sendable {
  /// Who holds a place.
  enum Holder: Hashable {
    case nobody
    /// A process of this user.
    case user(uid_t)
    /// A process that does not tell whose it is.
    case unknown
  }

  /// How many places there are for a name.
  static let places = 8

  /// Which of them it has; who has a lower one came before.
  let place: Int
  private let socket: FileDescriptor

  /// Takes a place of a name; nil where it is taken.
  init?(_ name: InstanceName, place: Int) throws(ClaimError) {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = Glibc.socket(AF_UNIX, type, 0)
    guard number >= 0 else { throw .system(systemMessage(errno)) }
    self.place = place
    socket = FileDescriptor(number: number)
    guard let address = Self.address(of: name, place: place) else {
      throw .system("its name is too long")
    }
    if address.withPointer({ bind(number, $0, $1) }) != 0 {
      guard errno == EADDRINUSE else { throw .system(systemMessage(errno)) }
      return nil
    }
    guard listen(number, 64) == 0 else { throw .system(systemMessage(errno)) }
  }

  /// Lets go those who asked whose the name is: they know by now.
  func dismissCallers() {
    while true {
      let number = accept(socket.number, nil, nil)
      guard number >= 0 else { return }
      close(number)
    }
  }

  /// Who holds a place of a name.
  static func holder(of name: InstanceName, place: Int) -> Holder {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = Glibc.socket(AF_UNIX, type, 0)
    guard number >= 0, let address = address(of: name, place: place) else { return .unknown }
    let descriptor = FileDescriptor(number: number)
    guard address.withPointer({ connect(descriptor.number, $0, $1) }) == 0 else {
      // A name that is bound and takes no callers looks like one that is not there.
      return errno == ECONNREFUSED ? .nobody : .unknown
    }
    // Process, user and group: `struct ucred`.
    var credentials: [UInt32] = [0, 0, 0]
    var size = socklen_t(credentials.count * MemoryLayout<UInt32>.size)
    guard getsockopt(descriptor.number, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
      return .unknown
    }
    return .user(credentials[1])
  }

  private static func address(of name: InstanceName, place: Int) -> LocalAddress? {
    LocalAddress(abstract: "evse-run/\(name)" + (place == 0 ? "" : "/\(place)"))
  }
}
