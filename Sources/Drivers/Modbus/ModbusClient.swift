import Platform
import ScheduleLang

/// Asks one unit of a Modbus device over a connection that is kept.
///
/// A slow device is not made any faster by beginning again: a request that runs out of time is still owed its reply,
/// which is used when it comes, and the next request waits for it, since no device need understand two at once. What is
/// urgent waits no longer than its own call, and is sent then. Where nothing comes for longer than the device usually takes, the connection is
/// dropped, and after a violation, since what arrives next on it could be anything.
package final class ModbusClient {
  /// A request whose reply is still to come.
  private struct Owed {
    var request: ModbusRequest
    var transaction: UInt16
    /// The deadline of the call that sent it, or that heard the reply before; deadlines are as far from each other as the
    /// calls.
    var since: ExchangeDeadline
  }

  private let endpoint: Endpoint
  private let unit: UInt8
  private let connector: any Connector
  private let framing: ModbusAccess.Framing
  private var connection: (any ByteStream)?
  private var decoder: ModbusFrameDecoder
  private var transaction: UInt16 = 0
  private var owed: [Owed] = []
  private var pace = ReplyPace()

  /// Told of each reply that came after the call that asked for it.
  var onLateReply: (ModbusRequest, ModbusReply) -> Void = { _, _ in }

  /// How many connections have been opened so far; a change says that the device may have restarted.
  private(set) var connectionCount = 0

  /// Whether the last connection that was opened is open still.
  var isConnected: Bool { connection != nil }

  /// Whether the device needs more than a call for a reply.
  var isSlow: Bool { pace.isSlow }

  /// Whether it may need that, as one of which nothing has been heard over the last connection.
  var mayBeSlow: Bool { pace.mayBeSlow }

  /// What a new connection and a first reply are left where the old one is given up.
  private static let reconnectionTime: Duration = .milliseconds(300)

  /// Creates a client that connects on its first request.
  package init(
    endpoint: Endpoint, unit: UInt8, framing: ModbusAccess.Framing = .tcp, connector: any Connector
  ) {
    self.endpoint = endpoint
    self.unit = unit
    self.framing = framing
    decoder = ModbusFrameDecoder(framing: framing)
    self.connector = connector
  }

  /// The frame in which a request is sent, as its transaction of that number.
  func frame(_ request: ModbusRequest, transaction: UInt16) -> ModbusFrame {
    ModbusFrame(transaction: framing == .tcp ? transaction : nil, unit: unit, body: request.body)
  }

  /// Reads `count` (1...125) holding registers from `address` on.
  package func read(_ address: UInt16, count: UInt16, by deadline: ExchangeDeadline) throws(DeviceError)
    -> [UInt16]
  {
    try registers(in: reply(to: .readHolding(address: address, count: count), by: deadline))
  }

  /// Writes one holding register.
  func write(_ value: UInt16, to address: UInt16, by deadline: ExchangeDeadline) throws(DeviceError) {
    _ = try registers(in: reply(to: .writeSingle(address: address, value: value), by: deadline))
  }

  /// Asks, and throws the device's refusal.
  func answer(to request: ModbusRequest, by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt16] {
    try registers(in: reply(to: request, by: deadline))
  }

  /// Whether something has come that nobody asked for, with nothing owed.
  var hasSurplus: Bool { owed.isEmpty && (!decoder.isEmpty || connection?.isQuiet == false) }

  /// Closes the connection.
  func disconnect() {
    connection?.close()
    connection = nil
    decoder = ModbusFrameDecoder(framing: framing)
    owed = []
  }

  /// Waits for the replies that are owed; throws `unfinished` where they do not come, and `timeout` where they are
  /// overdue.
  func settle(by deadline: ExchangeDeadline) throws(DeviceError) {
    if let (request, result) = lookForWhatIsOverdue(by: deadline) { onLateReply(request, result) }
    try attempt(by: deadline) { () throws(DeviceError) in
      while !owed.isEmpty {
        let (request, result) = try nextReply(by: deadline)
        onLateReply(request, result)
      }
    }
  }

  /// Sends a request, or waits for the reply that the same one is owed.
  ///
  /// Gives its registers, or the device's refusal, which leaves the connection as it is. What is urgent does not wait for replies that are owed.
  func reply(
    to request: ModbusRequest, isUrgent: Bool = false, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> ModbusReply {
    if let (earlier, result) = lookForWhatIsOverdue(by: deadline) {
      if earlier == request, owed.isEmpty { return result }
      onLateReply(earlier, result)
    }
    // A connection that has gone silent is no way for what must get through.
    if isUrgent, !owed.isEmpty, !pace.mayBeSlow {
      pace.fruitless()
      disconnect()
    }
    // Nor is a new one each second, or two requests at once, where the device may only be slow: each keeps it busy. Who
    // has something urgent to say asks nothing else before it then.
    let waits = !isUrgent || !isSlow
    return try attempt(by: deadline) { () throws(DeviceError) in
      if waits {
        do throws(DeviceError) {
          while !owed.isEmpty {
            let (earlier, result) = try nextReply(by: deadline)
            if earlier == request, owed.isEmpty { return result }
            onLateReply(earlier, result)
          }
        } catch {
          // What is urgent goes out all the same, behind what is owed: this call may be the last.
          if isUrgent, error == .timeout, !owed.contains(where: { $0.request == request }) {
            try send(request, by: deadline)
          }
          throw error
        }
      }
      if !owed.contains(where: { $0.request == request }) { try send(request, by: deadline) }
      while true {
        let (answered, result) = try nextReply(by: deadline)
        if answered == request { return result }
        onLateReply(answered, result)
      }
    }
  }

  private func registers(in result: ModbusReply) throws(DeviceError) -> [UInt16] {
    do { return try result.get() } catch { throw error.deviceError }
  }

  /// Gives up a connection on which nothing has come for longer than the device takes, after a last look; gives the
  /// reply that comes of that.
  private func lookForWhatIsOverdue(
    by deadline: ExchangeDeadline
  ) -> (ModbusRequest, ModbusReply)? {
    guard let limit = owed.first.map({ pace.limit(since: $0.since) }), limit <= deadline else { return nil }
    let latest = deadline - Self.reconnectionTime
    // What has come meanwhile, as to a program that was kept from running, is looked at however late it is.
    let look = connection?.isQuiet == false ? latest : min(limit, latest)
    do throws(DeviceError) {
      return try nextReply(by: look)
    } catch {
      if error == .timeout { pace.fruitless() }
      disconnect()
      return nil
    }
  }

  /// Does what exchanges bytes; where it runs out of time the connection stays, and a device that was heard of lately is
  /// only slow.
  private func attempt<Value>(
    by deadline: ExchangeDeadline, _ body: () throws(DeviceError) -> Value
  ) throws(DeviceError) -> Value {
    do {
      return try body()
    } catch {
      guard error == .timeout else {
        disconnect()
        throw error
      }
      throw lateness(by: deadline)
    }
  }

  /// What it is that nothing has come by `deadline`: of a device that was heard of lately `unfinished`, else `timeout`.
  func lateness(by deadline: ExchangeDeadline) -> DeviceError {
    pace.isAlive(at: deadline) && isConnected ? .unfinished : .timeout
  }

  private func send(_ request: ModbusRequest, by deadline: ExchangeDeadline) throws(DeviceError) {
    let stream = try openConnection(by: deadline)
    transaction &+= 1
    // What lies there unasked on a serial line would be taken for the reply: nothing in it says otherwise.
    if framing == .rtu, owed.isEmpty, !stream.isQuiet || !decoder.isEmpty {
      disconnect()
      throw .protocolViolation("bytes that nobody asked for")
    }
    do {
      try stream.send(frame(request, transaction: transaction).bytes, by: deadline)
    } catch {
      disconnect()
      throw error
    }
    owed.append(Owed(request: request, transaction: transaction, since: deadline))
  }

  /// The next reply to a request that is owed one; those before it are lost, since devices answer in turn.
  private func nextReply(
    by deadline: ExchangeDeadline
  ) throws(DeviceError) -> (ModbusRequest, ModbusReply) {
    guard let stream = connection else { throw .transport("the connection is closed") }
    while true {
      while let frame = try nextFrame() {
        let paired = frame.transaction ?? owed.first?.transaction ?? transaction &+ 1
        guard let place = owed.firstIndex(where: { $0.transaction == paired }) else {
          // One to an earlier request is passed over, one to a request still to come is nonsense.
          guard transaction &- paired < 0x8000 else {
            throw .protocolViolation("a reply to a request that was never sent")
          }
          continue
        }
        guard frame.unit == unit else {
          throw .protocolViolation("unit \(frame.unit) answers unit \(unit)")
        }
        let answered = owed[place]
        owed.removeSubrange(...place)
        // It does one thing after the other: the next is its turn only now.
        for index in owed.indices { owed[index].since = max(owed[index].since, deadline) }
        pace.heard(by: deadline, since: answered.since)
        do {
          return (answered.request, .registers(try answered.request.registers(in: frame.body)))
        } catch {
          if case .violation = error { throw error.deviceError }
          return (answered.request, .refused(error))
        }
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
