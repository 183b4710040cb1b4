import Platform
import ScheduleLang

/// Which charger it is that a connection leads to.
enum ChargerIdentity {
  /// The serial number of the charger at the end of a fresh connection, nil where it tells none; throws where it does not
  /// answer, and the connection is of no further use.
  static func serial(
    in register: Register, over stream: any ByteStream, at endpoint: Endpoint, unit: UInt8,
    framing: ModbusAccess.Framing, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> UInt64? {
    let client = ModbusClient(
      endpoint: endpoint, unit: unit, framing: framing, connector: Given(stream: stream))
    do throws(DeviceError) {
      let words = try client.answer(to: register.read(), by: deadline)
      let serial = words.reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
      return words.allSatisfy { $0 == 0 } || words.allSatisfy { $0 == .max } ? nil : serial
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
