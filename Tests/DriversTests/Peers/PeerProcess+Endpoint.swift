import PeerSupport

@testable import Drivers

extension PeerProcess {
  /// Where the peer listens.
  var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port) }
}
