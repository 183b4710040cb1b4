import PeerSupport

@testable import Drivers

extension Endpoint {
  /// A port of the loopback interface on which nobody listens.
  static func unused() throws -> Endpoint { Endpoint(host: "127.0.0.1", port: try LoopbackSocket().port) }
}
