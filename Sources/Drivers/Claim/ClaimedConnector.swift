import Platform
import ScheduleLang
import Synchronization

/// Connects to a charger that is claimed, and carries nothing to it once the claim is lost.
///
/// Before a new connection is of any use the charger at its end is claimed too, by its address and by its serial number
/// where it tells that.
final class ClaimedConnector: Connector {
  private let base: any Connector
  private let claim: ChargerClaim
  /// Where the charger has its serial number, if it tells one.
  private let serial: Register?
  private let unit: UInt8
  private let framing: ModbusAccess.Framing
  /// How often the charger may still be asked for its serial number; one that does not answer goes without.
  private var questions = 2

  /// Creates a connector over `base`, to the charger with this Modbus unit.
  init(
    _ base: any Connector, claim: ChargerClaim, serial: Register?, unit: UInt8,
    framing: ModbusAccess.Framing = .tcp
  ) {
    (self.base, self.claim, self.serial) = (base, claim, serial)
    (self.unit, self.framing) = (unit, framing)
  }

  /// Why nothing is sent to a charger that another program drives.
  static let loss = DeviceError.refused("another evse-run on this machine drives it")

  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    guard !claim.isLost else { throw Self.loss }
    let stream = try base.connect(to: endpoint, by: deadline)
    do throws(DeviceError) {
      try confirm(stream, at: endpoint, by: deadline)
    } catch {
      stream.close()
      throw error
    }
    return ClaimedStream(stream, claim: claim)
  }

  private func confirm(
    _ stream: any ByteStream, at endpoint: Endpoint, by deadline: ExchangeDeadline
  ) throws(DeviceError) {
    do throws(ClaimError) {
      let socket = (stream as? TracedStream)?.stream ?? stream
      if let stream = socket as? TCPStream, let peer = stream.peer, let local = stream.local {
        try claim.confirm(peer: peer, local: local)
      }
    } catch {
      // What the system does not allow is no reason to leave the charger alone.
      if error == .taken { throw Self.loss }
    }
    guard let register = serial, questions > 0 else { return }
    questions -= 1
    let serial = try ChargerIdentity.serial(
      in: register, over: stream, at: endpoint, unit: unit, framing: framing, by: deadline)
    questions = 0
    guard let serial else { return }
    do throws(ClaimError) {
      try claim.confirm(serial: serial)
    } catch {
      if error == .taken { throw Self.loss }
    }
  }
}

/// A connection that carries nothing once the claim is lost.
private final class ClaimedStream: ByteStream {
  private let base: any ByteStream
  private let claim: ChargerClaim

  init(_ base: any ByteStream, claim: ChargerClaim) { (self.base, self.claim) = (base, claim) }

  func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
    guard !claim.isLost else { throw ClaimedConnector.loss }
    try base.send(bytes, by: deadline)
  }

  func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
    try base.receive(by: deadline)
  }

  var isQuiet: Bool { base.isQuiet }

  func close() { base.close() }
}
