import SeededRandomness

/// A device on the virtual network: what it answers to a request's bytes.
protocol VirtualPeer: AnyObject {
  /// The reply to `request`, or nil where the device closes the connection instead.
  func answer(_ request: [UInt8], at time: VirtualTime) -> [UInt8]?

  /// The faults of the device's own protocol.
  var protocolFaults: [Fault] { get }

  /// What `fault`, one of `protocolFaults`, makes of a reply to `request`.
  func spoil(_ reply: [UInt8], to request: [UInt8], by fault: Fault, random: inout SeededGenerator) -> [UInt8]
}
