import Platform
import Glibc

/// The clients of an `HTTPServer`, each by a number that is never used again.
struct HTTPServerClients {
  /// Those that are connected.
  private(set) var connections: [Int: HTTPServerConnection] = [:]
  /// The requests that jobs are answering.
  var pending: [Int: HTTPServerRequest] = [:]
  private var count = 0

  /// How many are subscribed to events.
  var subscribers: Int { connections.values.count { $0.phase == .subscribed } }

  /// For how long nothing is due.
  var patience: Duration { connections.values.compactMap(\.end).min()?.remaining ?? .seconds(3600) }

  /// Takes every connection that waits; where there is no room the one that has asked for nothing for longest is dropped.
  mutating func accept(from listener: TCPListener) {
    var taken = 0
    while let descriptor = listener.accept() {
      taken += 1
      if connections.count >= HTTPServer.room { makeRoom() }
      guard connections.count < HTTPServer.room else { continue }
      count += 1
      connections[count] = HTTPServerConnection(descriptor)
    }
    guard taken == 0 else { return }
    // Perhaps no descriptor is left: the connection still waits, and this must not spin.
    makeRoom()
    MonotonicClock.rest(for: .milliseconds(10))
  }

  /// Drops the connection of which no whole request has come for longest.
  ///
  /// Whether half of one has come makes no difference: one that has just been accepted must have its time to ask.
  private mutating func makeRoom() {
    let waiting = connections.compactMap { client, connection in connection.waitingSince.map { (client, $0) }
    }
    if let (victim, _) = waiting.min(by: { $0.1 < $1.1 }) { drop(victim) }
  }

  /// Sends the answer to a client's request, unless it has left.
  mutating func answer(_ client: Int, _ response: HTTPServerResponse) {
    guard let request = pending.removeValue(forKey: client) else { return }
    connections[client]?.answer(response, to: request)
  }

  /// Sends an event to all who are subscribed.
  func push(_ event: [UInt8]) {
    for connection in connections.values where connection.phase == .subscribed { connection.push(event) }
  }

  /// Drops those that have ended or are out of time.
  mutating func sweep() {
    for (client, connection) in connections
    where connection.isClosed || connection.end?.hasPassed == true {
      drop(client)
    }
  }

  private mutating func drop(_ client: Int) {
    connections.removeValue(forKey: client)?.close()
    pending[client] = nil
  }
}
