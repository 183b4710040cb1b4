import Platform

/// Which charger it is that a connection leads to.
enum QuasarIdentity {
  /// The serial number, high word first (v2g-liberty, wallbox-modbus).
  private static let register: UInt16 = 0x02

  /// The serial number of the charger at the end of a fresh connection, nil where it tells none; throws where it does not
  /// answer, and the connection is of no further use.
  static func serial(
    over stream: any ByteStream, at endpoint: Endpoint, unit: UInt8, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> UInt32? {
    let client = ModbusClient(endpoint: endpoint, unit: unit, connector: Given(stream: stream))
    do throws(DeviceError) {
      let words = try client.read(register, count: 2, by: deadline)
      let serial = UInt32(words[0]) << 16 | UInt32(words[1])
      return serial == 0 || serial == .max ? nil : serial
    } catch {
      if case .refused = error { return nil }
      throw error
    }
  }

  /// The one connection that is there already.
  private struct Given: Connector {
    let stream: any ByteStream

    func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
      stream
    }
  }
}
