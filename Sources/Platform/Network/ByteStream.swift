/// An open connection that carries bytes both ways; protocols are written over it and never see a socket.
///
/// After an error other than `timeout`, and after `close`, a stream is of no further use.
public protocol ByteStream: AnyObject {
  /// Sends all of `bytes`, or throws `timeout` or `transport`; a stream that has sent a part is closed.
  func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError)
  /// Waits for bytes: at least one, or none at all once the peer has closed; throws `timeout` or `transport`.
  func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8]
  /// Whether nothing waits to be received, not even the connection's end.
  var isQuiet: Bool { get }
  /// Closes the connection; further calls do nothing.
  func close()
}

/// Opens connections: over TCP, or to virtual peers where a simulation stands in for the network.
public protocol Connector {
  /// Connects to `endpoint`, or throws `timeout` or `transport`.
  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream
}
