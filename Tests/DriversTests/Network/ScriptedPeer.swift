import Platform

@testable import Drivers

/// A peer that says what it was told to, in the pieces it was told; after that every receive times out.
final class ScriptedPeer: Connector, ByteStream {
  enum Step {
    case bytes([UInt8])
    case end
    /// A time-out.
    case silence
  }

  private(set) var sent: [[UInt8]] = []
  private(set) var connectionCount = 0
  private(set) var isOpen = false
  /// What is still to be said, the last first.
  private var steps: [Step]

  init(_ steps: [Step]) { self.steps = steps.reversed() }

  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    connectionCount += 1
    isOpen = true
    return self
  }

  func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) { sent.append(bytes) }

  func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
    switch steps.popLast() {
    case .bytes(let bytes): return bytes
    case .end: return []
    case .silence, nil: throw .timeout
    }
  }

  var isQuiet: Bool { true }

  func close() { isOpen = false }
}
