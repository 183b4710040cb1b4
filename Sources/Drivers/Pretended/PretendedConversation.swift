import ScheduleLang

/// What a client of a pretended device says over one connection, and what it is answered.
protocol ServedConversation {
  /// The bytes that answer those that came, at a time of the monotonic clock; nil where the connection is to end.
  mutating func answer(_ bytes: [UInt8], at time: Duration) -> [UInt8]?
  /// What the client is told unasked by then.
  mutating func news(at time: Duration) -> [UInt8]
}

/// One over Modbus.
struct PretendedConversation: ServedConversation {
  private let device: any PretendedRegisters
  private let unit: UInt8
  private var decoder: ModbusRequestDecoder

  /// Begins one with a device that answers as a unit.
  init(_ device: any PretendedRegisters, unit: UInt8, framing: ModbusAccess.Framing) {
    (self.device, self.unit) = (device, unit)
    decoder = ModbusRequestDecoder(framing: framing)
  }

  mutating func news(at time: Duration) -> [UInt8] { [] }

  mutating func answer(_ bytes: [UInt8], at time: Duration) -> [UInt8]? {
    decoder.append(bytes)
    var answer: [UInt8] = []
    do {
      while let frame = try decoder.next() {
        // Another unit's request is answered by nobody, as on a line.
        guard frame.unit == unit else { continue }
        var reply = frame
        do {
          let request = try ModbusRequest(body: frame.body)
          reply.body = request.reply(try device.answer(request, at: time))
        } catch {
          guard case .exception(let code) = error else { return nil }
          reply.body = [(frame.body.first ?? 0) | 0x80, code]
        }
        answer += reply.bytes
      }
    } catch {
      // It is no Modbus.
      return nil
    }
    return answer
  }
}
