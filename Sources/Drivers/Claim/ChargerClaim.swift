import Platform
import Glibc
import ScheduleLang
import Synchronization

/// Why the charger cannot be claimed.
public enum ClaimError: Error, Hashable {
  /// Another process has it.
  case taken
  /// The system does not allow it.
  case system(String)
}

/// The right to drive a charger, which one process on a machine has at a time.
///
/// A charger goes by several names: its address as it is written, the numeric ones that this leads to, the one that a
/// connection really reaches, and its serial number where it tells that. Who holds any of them has the charger. The names
/// hold between users and services with different folders.
public final class ChargerClaim: Sendable {
  private struct State {
    var names: [InstanceName: ClaimName] = [:]
    /// Where connections to the charger end.
    var ends: Set<NetworkTable.SocketEnd> = []
    var ownPort: UInt16?
    /// Users who hold one of its names and do not drive it.
    var strangers: Set<uid_t> = []
    var isLost = false
  }

  private let charger: DeviceConfiguration
  private let state: Mutex<State>

  /// How long the charger's address may be looked up.
  private static let patience: Duration = .seconds(3)

  /// Claims a charger, however its address is spelt, until the claim is released or the process ends.
  public convenience init(_ charger: DeviceConfiguration) throws(ClaimError) {
    let table = NetworkTable()
    let ends = Self.ends(of: charger, hosts: HostLookup()).map { table.known($0) }
    try self.init(charger, names: Self.names(of: charger, ends: ends), ends: Set(ends))
  }

  /// Claims what is called by any of `names` and is reached at `ends`.
  init(_ charger: DeviceConfiguration, names: Set<InstanceName>, ends: Set<NetworkTable.SocketEnd> = [])
    throws(ClaimError)
  {
    self.charger = charger
    state = Mutex(State(ends: ends))
    try claim(names)
  }

  /// Whether another process turned out to drive the charger: nothing more may be sent to it then.
  public var isLost: Bool { state.withLock { $0.isLost } }

  /// What the owner should know of others who hold a name of the charger, a sentence each.
  public var remarks: [String] {
    state.withLock { $0.strangers }.sorted().map {
      "user \($0) has claimed this charger and does not drive it: that is not regarded"
    }
  }

  /// Looks after the claim, now and then: who holds a name without driving the charger may begin to.
  public func attend() {
    let (names, hasStrangers) = state.withLock { ($0.names, !$0.strangers.isEmpty && !$0.isLost) }
    for name in names.values { name.dismissCallers() }
    if hasStrangers { verify() }
  }

  /// Claims the charger at the end of a new connection as well.
  func confirm(peer: NetworkTable.SocketEnd, local: NetworkTable.SocketEnd) throws(ClaimError) {
    let end = NetworkTable().known(peer, isLocal: peer.host == local.host)
    state.withLock {
      $0.ends.insert(end)
      $0.ownPort = local.port
    }
    try claim(Self.names(of: charger, ends: [end]))
    verify()
    if isLost { throw .taken }
  }

  /// Claims the charger by the serial number that it has told.
  func confirm(serial: UInt64) throws(ClaimError) {
    try claim([InstanceName("\(charger.driver)-serial-\(serial)\(InstanceName.part(of: charger))")])
  }
}

extension ChargerClaim {
  /// The names of a charger: with its address as it is written, and with each numeric one that it leads to.
  static func names(of charger: DeviceConfiguration, hosts: HostLookup) -> Set<InstanceName> {
    let table = NetworkTable()
    return names(of: charger, ends: ends(of: charger, hosts: hosts).map { table.known($0) })
  }

  private static func names(of charger: DeviceConfiguration, ends: [NetworkTable.SocketEnd]) -> Set<
    InstanceName
  > {
    var names: Set = [InstanceName(charger: charger, process: getpid())]
    for end in ends {
      var same = charger
      same.address = Endpoint(host: end.host, port: end.port).description
      names.insert(InstanceName(charger: same, process: getpid()))
    }
    return names
  }

  private static func ends(of charger: DeviceConfiguration, hosts: HostLookup) -> [NetworkTable.SocketEnd] {
    guard let address = charger.address,
      let endpoint = Endpoint(address, defaultPort: charger.usualPort),
      let found = try? hosts.addresses(of: endpoint, by: MonotonicClock.deadline(after: patience))
    else { return [] }
    return found.map { NetworkTable.SocketEnd(host: $0.host, port: endpoint.port) }
  }

  /// Claims names; where another has one the whole claim is lost.
  private func claim(_ names: Set<InstanceName>) throws(ClaimError) {
    let new = names.filter { name in state.withLock { $0.names[name] == nil } }
    for name in new.sorted(by: { $0.description < $1.description }) {
      var held: ClaimName?
      for place in 0..<ClaimName.places {
        if held == nil, let free = try ClaimName(name, place: place) {
          held = free
        } else if isDriving(ClaimName.holder(of: name, place: place), isBound: held == nil) {
          state.withLock { $0.isLost = true }
          throw .taken
        }
      }
      guard let held else { throw .system("other users hold all its names") }
      state.withLock { $0.names[name] = held }
    }
  }

  /// Loses the claim where one who had a name before drives the charger.
  private func verify() {
    for (name, held) in state.withLock({ $0.names }) {
      for place in 0..<held.place where isDriving(ClaimName.holder(of: name, place: place), isBound: false) {
        state.withLock { $0.isLost = true }
      }
    }
  }

  /// Whether who holds a name drives the charger, or will.
  ///
  /// A program of this user, or of the system's, holds no name for nothing. Any other may, and drives the charger only where
  /// it is connected to it.
  ///
  /// - Parameter isBound: whether the name is taken for certain, whatever else is known.
  private func isDriving(_ holder: ClaimName.Holder, isBound: Bool) -> Bool {
    let user: uid_t?
    switch holder {
    case .nobody:
      guard isBound else { return false }
      user = nil
    case .unknown: user = nil
    case .user(let holder) where holder == geteuid() || holder == 0: return true
    case .user(let holder):
      user = holder
      state.withLock { _ = $0.strangers.insert(holder) }
    }
    let (ends, ownPort) = state.withLock { ($0.ends, $0.ownPort) }
    return NetworkTable().isConnected(user: user, to: ends, except: ownPort)
  }
}
