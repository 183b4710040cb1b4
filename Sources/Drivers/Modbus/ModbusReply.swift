/// What a device has answered to a request.
enum ModbusReply: Hashable {
  /// The registers that it tells of; none of a request to write.
  case registers([UInt16])
  /// It has refused, which leaves the connection as it is.
  case refused(ModbusError)

  /// The registers; throws the refusal.
  func get() throws(ModbusError) -> [UInt16] {
    switch self {
    case .registers(let words): return words
    case .refused(let error): throw error
    }
  }
}
