import Platform

/// What carries the requests of a charger's engine, which knows registers alone: Modbus, or what makes them of places.
protocol ChargerLink: AnyObject {
  /// Told of each reply that came after the call that asked for it.
  var onLateReply: (ModbusRequest, ModbusReply) -> Void { get set }
  /// How often it was reached anew; a change says that it may have restarted.
  var connectionCount: Int { get }
  /// Whether it was reached when it was asked last.
  var isConnected: Bool { get }
  /// Whether it may need more than a call for a reply.
  var mayBeSlow: Bool { get }
  /// Waits for the replies that are owed.
  func settle(by deadline: ExchangeDeadline) throws(DeviceError)
  /// Asks; gives what it answers, or its refusal.
  func reply(
    to request: ModbusRequest, isUrgent: Bool, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> ModbusReply
  /// What it is that nothing has come by `deadline`.
  func lateness(by deadline: ExchangeDeadline) -> DeviceError
  /// Gives the connection up.
  func disconnect()
  /// What is sent for a request, the first of a connection being transaction 1.
  func frame(for request: ModbusRequest, transaction: UInt16) -> [UInt8]
  /// The same in words, where it is text; nil where it is not.
  func text(for request: ModbusRequest) -> String?
}

extension ChargerLink {
  /// Asks what is not urgent.
  func reply(to request: ModbusRequest, by deadline: ExchangeDeadline) throws(DeviceError) -> ModbusReply {
    try reply(to: request, isUrgent: false, by: deadline)
  }
}

extension ModbusClient: ChargerLink {
  func frame(for request: ModbusRequest, transaction: UInt16) -> [UInt8] {
    frame(request, transaction: transaction).bytes
  }

  func text(for request: ModbusRequest) -> String? { nil }
}
