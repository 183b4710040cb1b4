import Runtime

/// Asks one unit of a Modbus TCP device, one request at a time over a connection that is kept.
///
/// After a violation, or a time-out in the middle of a reply, the connection is dropped, since what arrives next on it
/// could be anything, and after a probe that is not answered in time; the next request connects anew. After any other
/// time-out it is kept: a slow device is not made any faster by beginning again, and its reply, when it comes, is
/// passed over.
final class ModbusClient {
  private let endpoint: Endpoint
  private let unit: UInt8
  private let connector: any Connector
  private var connection: (any ByteStream)?
  private var decoder = ModbusFrameDecoder()
  private var transaction: UInt16 = 0

  /// How many connections have been opened so far; a change says that the device may have restarted.
  private(set) var connectionCount = 0

  /// Whether a request on the open connection has timed out and nothing has arrived since.
  private(set) var isOwedReply = false

  /// Whether the last connection that was opened is open still.
  var isConnected: Bool { connection != nil }

  /// Creates a client that connects on its first request.
  init(endpoint: Endpoint, unit: UInt8, connector: any Connector) {
    self.endpoint = endpoint
    self.unit = unit
    self.connector = connector
  }

  /// Reads `count` (1...125) holding registers from `address` on.
  ///
  /// - Parameter isProbe: whether the reading is to tell if the connection works.
  func read(
    _ address: UInt16, count: UInt16, isProbe: Bool = false, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> [UInt16] {
    try exchange(.readHolding(address: address, count: count), isProbe: isProbe, by: deadline)
  }

  /// Writes one holding register.
  func write(_ value: UInt16, to address: UInt16, by deadline: ExchangeDeadline) throws(DeviceError) {
    _ = try exchange(.writeSingle(address: address, value: value), by: deadline)
  }

  /// Closes the connection.
  func disconnect() {
    connection?.close()
    connection = nil
    decoder = ModbusFrameDecoder()
    isOwedReply = false
  }

  /// Sends a request and waits for its reply; a refusal leaves the connection as it is.
  private func exchange(
    _ request: ModbusRequest, isProbe: Bool = false, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> [UInt16] {
    let body: [UInt8]
    do {
      body = try reply(to: request, by: deadline)
    } catch {
      if error != .timeout || isProbe || !decoder.isEmpty { disconnect() } else { isOwedReply = isConnected }
      throw error
    }
    do {
      return try request.registers(in: body)
    } catch {
      if case .violation = error { disconnect() }
      throw error.deviceError
    }
  }

  /// Sends a request and answers the body of the frame that replies to it.
  private func reply(to request: ModbusRequest, by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8]
  {
    let stream = try openConnection(by: deadline)
    transaction &+= 1
    try stream.send(ModbusFrame(transaction: transaction, unit: unit, body: request.body).bytes, by: deadline)
    while true {
      while let frame = try nextFrame() {
        isOwedReply = false
        let age = transaction &- frame.transaction
        if age == 0 {
          guard frame.unit == unit else {
            throw .protocolViolation("unit \(frame.unit) answers unit \(unit)")
          }
          return frame.body
        }
        // A late reply to an earlier request is passed over; one to a request still to come is nonsense.
        guard age < 0x8000 else { throw .protocolViolation("a reply to a request that was never sent") }
      }
      let bytes = try stream.receive(by: deadline)
      guard !bytes.isEmpty else { throw .transport("the device closed the connection") }
      decoder.append(bytes)
    }
  }

  /// The kept connection, or a new one.
  private func openConnection(by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    if let connection { return connection }
    let opened = try connector.connect(to: endpoint, by: deadline)
    connection = opened
    connectionCount += 1
    return opened
  }

  /// The next frame that has arrived whole.
  private func nextFrame() throws(DeviceError) -> ModbusFrame? {
    do { return try decoder.next() } catch { throw error.deviceError }
  }
}
