/// Finds the addresses of hosts, without keeping anyone waiting for longer than may be.
///
/// A numeric address is read at once. A name is looked up by the system's `getent` in a child process: the system's
/// own call knows no deadline, and is not there in a static executable. A lookup that outlasts one caller's deadline
/// goes on for the next one.
package final class HostLookup {
  private struct Running {
    let child: Child
    let end: ExchangeDeadline
  }

  private struct Known {
    package var addresses: [SocketAddress]
    var end: ExchangeDeadline
  }

  /// A name that has not been found after so long is looked up anew.
  private static let patience: Duration = .seconds(30)
  /// The most bytes that `getent` may say.
  private static let limit = 64 * 1024

  /// No device has more addresses than this, and each of them takes its share of a caller's time.
  static let addressLimit = 8

  /// How long a lookup may take of the time of a caller who could use an earlier answer.
  private static let refreshTime: Duration = .milliseconds(50)

  private let command: String
  private let lifetime: Duration
  private var running: [String: Running] = [:]
  private var known: [String: Known] = [:]

  /// Creates a lookup by `command`, which is called as `getent` is; an address that works is looked up anew after
  /// `lifetime`.
  package init(command: String = "getent", lifetime: Duration = .seconds(60)) {
    (self.command, self.lifetime) = (command, lifetime)
  }

  /// The addresses of an endpoint, in the system's order of preference: one at least, the first few of many.
  package func addresses(of endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError)
    -> [SocketAddress]
  {
    if let numeric = SocketAddress(numeric: endpoint.host, port: endpoint.port) { return [numeric] }
    let earlier = known[endpoint.description]
    if let earlier, !earlier.end.hasPassed { return earlier.addresses }
    let end = earlier == nil ? deadline : MonotonicClock.deadline(after: Self.refreshTime)
    let names: [String]
    do throws(DeviceError) {
      names = try look(up: endpoint.host, by: min(end, deadline))
    } catch {
      // An address that worked outlives the resolver.
      if let earlier { return earlier.addresses }
      throw error
    }
    var addresses: [SocketAddress] = []
    for name in names where addresses.count < Self.addressLimit {
      guard let address = SocketAddress(numeric: name, port: endpoint.port),
        !addresses.contains(where: { $0.host == address.host })
      else { continue }
      addresses.append(address)
    }
    guard !addresses.isEmpty else { throw .transport("\(endpoint.host) has no address") }
    known[endpoint.description] = Known(addresses: addresses, end: MonotonicClock.deadline(after: lifetime))
    return addresses
  }

  /// Forgets the addresses of an endpoint, which did not work: the host may have others by now.
  func forget(_ endpoint: Endpoint) { known[endpoint.description] = nil }

  /// The numeric addresses of a name.
  private func look(up name: String, by deadline: ExchangeDeadline) throws(DeviceError) -> [String] {
    do throws(ChildError) {
      let (output, exitCode) = try lookup(of: name).child.output(by: deadline)
      running[name] = nil
      guard exitCode == 0 else { throw .transport("\(name): no host of this name is known") }
      return Self.addresses(in: output)
    } catch {
      if error == .timeout, running[name]?.end.hasPassed == false {
        throw .transport("the address of \(name) is still being looked up")
      }
      running[name] = nil
      throw .transport(Self.reason(error, name))
    }
  }

  /// The lookup that runs already, or a new one.
  private func lookup(of name: String) throws(ChildError) -> Running {
    if let lookup = running[name] { return lookup }
    let child = try Child(command: command, arguments: ["ahosts", "--", name], limit: Self.limit)
    let lookup = Running(child: child, end: MonotonicClock.deadline(after: Self.patience))
    running[name] = lookup
    return lookup
  }

  /// The first word of each line such as `192.0.2.7   STREAM meter.lan`; other kinds repeat the same addresses.
  private static func addresses(in output: [UInt8]) -> [String] {
    String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.count > 1 && words[1] == "STREAM" ? String(words[0]) : nil
    }
  }

  private static func reason(_ failure: ChildError, _ name: String) -> String {
    switch failure {
    case .missing: "\(name) cannot be looked up without `getent`: write its numeric address"
    case .timeout: "the address of \(name) is not found in time"
    case .tooLarge: "\(name) has too many addresses"
    case .transport(let reason): reason
    }
  }
}
