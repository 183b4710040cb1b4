import Foundation

/// Why there is none, in words.
public struct LoopbackSocketError: Error { public let message: String }

/// A port of the loopback interface that is held for as long as this object lives.
public final class LoopbackSocket {
  /// The port.
  public let port: UInt16
  private let descriptor: Int32

  /// Takes a free port; one that listens takes connections and never says anything.
  public init(listens: Bool = false) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let number = descriptor
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, size) == 0 && (!listens || listen(number, 64) == 0)
          && getsockname(number, $0, &size) == 0
      }
    }
    guard isReady else { throw LoopbackSocketError(message: "no free port") }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }
}
