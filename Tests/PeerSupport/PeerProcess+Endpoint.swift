import Platform

import Platform

extension PeerProcess {
  /// Where the peer listens.
  package var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port) }
}
