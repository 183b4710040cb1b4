import Foundation

@testable import Drivers

extension Endpoint {
  /// A port of the loopback interface on which nobody listens.
  static func unused() throws -> Endpoint {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, size) == 0 && getsockname(number, $0, &size) == 0
      }
    }
    guard isBound else { throw PeerProcess.Failure(message: "no free port") }
    return Endpoint(host: "127.0.0.1", port: UInt16(bigEndian: address.sin_port))
  }
}
