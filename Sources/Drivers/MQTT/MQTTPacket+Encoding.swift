// Packets as bytes.
extension MQTTPacket {
  /// The types of packets, as their first byte has them in its upper half.
  enum Kind: UInt8 {
    case connect = 1
    case connectAcknowledged, publish, publishAcknowledged
    case subscribe = 8
    case subscribeAcknowledged
    case ping = 12
    case pong, disconnect
  }

  /// The bytes of the packet.
  var bytes: [UInt8] {
    switch self {
    case .connect(let connect): Self.packet(.connect, connect.body)
    case .connectAcknowledged(let code): Self.packet(.connectAcknowledged, [0, code])
    case .publish(let message):
      Self.packet(
        .publish, flags: (message.acknowledgement == nil ? 0 : 2) | (message.isRetained ? 1 : 0),
        Self.text(message.topic) + (message.acknowledgement.map(Self.number) ?? []) + message.payload)
    case .publishAcknowledged(let number): Self.packet(.publishAcknowledged, Self.number(number))
    case .subscribe(let number, let wishes):
      Self.packet(
        .subscribe, flags: 2,
        wishes.reduce(into: Self.number(number)) { $0 += Self.text($1.topic) + [$1.quality] })
    case .subscribeAcknowledged(let number, let codes):
      Self.packet(.subscribeAcknowledged, Self.number(number) + codes)
    case .ping: Self.packet(.ping, [])
    case .pong: Self.packet(.pong, [])
    case .disconnect: Self.packet(.disconnect, [])
    }
  }

  private static func packet(_ kind: Kind, flags: UInt8 = 0, _ body: [UInt8]) -> [UInt8] {
    var bytes = [kind.rawValue << 4 | flags]
    // Seven bits a byte, the lowest first (section 2.2.3).
    var rest = body.count
    repeat {
      bytes.append(UInt8(truncatingIfNeeded: rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes + body
  }

  fileprivate static func number(_ number: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
  }

  /// A text behind its length, cut off where it is longer than a length can say.
  fileprivate static func text(_ text: String) -> [UInt8] {
    let bytes = text.utf8.prefix(Int(UInt16.max))
    return number(UInt16(bytes.count)) + bytes
  }
}

extension MQTTConnect {
  /// What stands behind the head of its packet: nothing of an earlier connection is kept.
  fileprivate var body: [UInt8] {
    let hasPassword = user != nil && password != nil
    let flags: UInt8 = 2 | (user == nil ? 0 : 0x80) | (hasPassword ? 0x40 : 0)
    var body = MQTTPacket.text("MQTT") + [4, flags] + MQTTPacket.number(keepAlive) + MQTTPacket.text(client)
    if let user { body += MQTTPacket.text(user) }
    if hasPassword, let password { body += MQTTPacket.text(password) }
    return body
  }
}
