import Platform

import Platform

extension Endpoint {
  /// A port of the loopback interface on which nobody listens.
  package static func unused() throws -> Endpoint {
    Endpoint(host: "127.0.0.1", port: try LoopbackSocket().port)
  }
}
