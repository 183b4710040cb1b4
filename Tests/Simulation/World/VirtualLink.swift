import Platform
import Drivers

/// The way between the program and one device, with all that can go wrong on it.
final class VirtualLink: Connector {
  /// How the network and the device fail as a whole.
  enum Outage {
    /// Nothing arrives and nothing tells so.
    case silence
    /// The device is there and accepts connections, and its service hangs.
    case hung
    /// The device is off: its address refuses connections.
    case refusal
  }

  unowned let world: World
  let peer: any VirtualPeer
  /// The probability of a fault in an exchange.
  var faultiness = 0.0
  /// The outage that goes on now.
  var outage: Outage?
  /// How long the device takes for a reply, in milliseconds, one request after the other; nil where it is quick.
  var replyTime: ClosedRange<Int>?
  /// When it was last slow; now where it is.
  var slowAt: VirtualTime { replyTime == nil ? wasSlowAt : world.now }
  private var wasSlowAt: VirtualTime = 0
  /// Until when it is busy with requests that it has heard.
  private var busyUntil: VirtualTime = 0
  /// Counts the restarts of the device, each of which ends its connections.
  private(set) var epoch = 0
  /// When something last went wrong on the way or with the device.
  private(set) var troubledAt: VirtualTime
  /// When a reply or a request was last corrupted: what the program then knows may be false.
  private(set) var liedAt: VirtualTime = 0
  private(set) var faultCounts: [Fault: Int] = [:]
  /// How often in a row the device has seemed to refuse a login.
  private(set) var refusalsInARow = 0

  init(world: World, peer: any VirtualPeer) {
    self.world = world
    self.peer = peer
    troubledAt = world.now
  }

  /// Notes that something is wrong now.
  func trouble() { troubledAt = world.now }

  /// Ends all connections, as the device's restart does.
  func reset() {
    epoch += 1
    trouble()
  }

  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    guard world.isProgramAlive else { throw .transport("the program is dead") }
    if outage != nil { trouble() }
    switch outage {
    case .silence:
      world.pass(until: deadline.virtualTime)
      throw .timeout
    case .refusal:
      world.pass(.milliseconds(2))
      throw .transport("connection refused")
    case .hung, nil: break
    }
    if world.random.chance(faultiness / 4) {
      trouble()
      guard world.random.chance(0.5) else { throw .transport("connection reset") }
      world.pass(until: deadline.virtualTime)
      throw .timeout
    }
    world.pass(.milliseconds(1))
    return VirtualStream(link: self)
  }

  /// In how many milliseconds the reply to a request that arrives now comes.
  func replyDelay() -> Int {
    guard let replyTime else { return 2 }
    busyUntil = max(busyUntil, world.now) + .milliseconds(world.random.number(in: replyTime))
    return Int((busyUntil - world.now) / 1_000_000)
  }

  /// Notes what is wrong for as long as it is.
  func live() {
    if outage != nil { trouble() }
    if replyTime != nil || busyUntil > world.now { wasSlowAt = world.now }
  }

  /// Notes a reply that nothing befalls; who it is a device says without a login.
  func noteReply(_ reply: [UInt8], to request: [UInt8]) {
    if reply.starts(with: "HTTP/1.1 200".utf8), !request.starts(with: "GET /shelly ".utf8) {
      refusalsInARow = 0
    }
  }

  /// What befalls the exchange that begins now.
  func nextFault() -> Fault? {
    guard world.random.chance(faultiness) else { return nil }
    trouble()
    let fault = world.random.one(of: world.random.chance(0.5) ? Fault.ofNetwork : peer.protocolFaults)
    faultCounts[fault, default: 0] += 1
    if fault == .corruption { liedAt = world.now }
    if Fault.ofLogin.contains(fault) { refusalsInARow += 1 }
    return fault
  }
}
