// Packets from bytes.
extension MQTTPacket {
  /// Reads a packet.
  ///
  /// - Parameters:
  ///   - head: its first byte.
  ///   - body: what stands behind its length.
  init(head: UInt8, body: ArraySlice<UInt8>) throws(MQTTError) {
    guard let kind = Kind(rawValue: head >> 4) else {
      throw .malformed("a packet of type \(head >> 4)")
    }
    let flags = head & 0x0F
    guard kind == .publish || flags == (kind == .subscribe ? 2 : 0) else {
      throw .malformed("a packet of type \(head >> 4) with flags \(flags)")
    }
    var reader = MQTTReader(rest: body)
    switch kind {
    case .connect: self = .connect(try MQTTConnect(&reader))
    case .connectAcknowledged:
      _ = try reader.byte()
      self = .connectAcknowledged(code: try reader.byte())
    case .publish:
      let quality = flags >> 1 & 3
      guard quality < 2 else { throw .malformed("a message of QoS \(quality), which nobody asked for") }
      let topic = try reader.text()
      guard MQTTPacket.isTopic(topic) else { throw .malformed("a message of no topic") }
      let number = quality == 0 ? nil : try reader.identifier()
      self = .publish(
        MQTTMessage(
          topic: topic, payload: Array(reader.takeRest()), isRetained: flags & 1 == 1,
          acknowledgement: number))
    case .publishAcknowledged: self = .publishAcknowledged(try reader.identifier())
    case .subscribe:
      let number = try reader.identifier()
      var wishes: [Subscription] = []
      repeat {
        let topic = try reader.text()
        let quality = try reader.byte()
        guard quality <= 2, !topic.isEmpty else { throw .malformed("a subscription of QoS \(quality)") }
        wishes.append(Subscription(topic: topic, quality: quality))
      } while !reader.rest.isEmpty
      self = .subscribe(number, wishes)
    case .subscribeAcknowledged:
      let number = try reader.identifier()
      self = .subscribeAcknowledged(number, Array(reader.takeRest()))
    case .ping: self = .ping
    case .pong: self = .pong
    case .disconnect: self = .disconnect
    }
    guard reader.rest.isEmpty else { throw .malformed("more than a packet of its type has") }
  }

  /// Whether a message may be of it: no wildcard, and nothing that ends a text elsewhere.
  static func isTopic(_ text: String) -> Bool {
    !text.isEmpty && !text.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") }
  }
}

extension MQTTConnect {
  /// Reads what stands behind the head of its packet; a last will is passed over.
  fileprivate init(_ reader: inout MQTTReader) throws(MQTTError) {
    guard try reader.text() == "MQTT", try reader.byte() == 4 else {
      throw .malformed("a client of another protocol")
    }
    let flags = try reader.byte()
    let keepAlive = try reader.number()
    let client = try reader.text()
    if flags & 4 != 0 {
      _ = try reader.text()
      _ = try reader.bytes()
    }
    self.init(client: client, keepAlive: keepAlive)
    if flags & 0x80 != 0 { user = try reader.text() }
    if flags & 0x40 != 0 { password = String(decoding: try reader.bytes(), as: UTF8.self) }
  }
}

/// Takes a packet apart.
private struct MQTTReader {
  /// What is left.
  var rest: ArraySlice<UInt8>

  mutating func byte() throws(MQTTError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw .malformed("a packet that ends too early") }
    return byte
  }

  mutating func number() throws(MQTTError) -> UInt16 { UInt16(try byte()) << 8 | UInt16(try byte()) }

  /// A number by which packets are told apart, which is never 0.
  mutating func identifier() throws(MQTTError) -> UInt16 {
    let number = try number()
    guard number != 0 else { throw .malformed("a packet with the number 0") }
    return number
  }

  /// Bytes behind their length.
  mutating func bytes() throws(MQTTError) -> ArraySlice<UInt8> {
    let count = Int(try number())
    guard count <= rest.count else { throw .malformed("a text that is longer than its packet") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func text() throws(MQTTError) -> String {
    guard let text = String(validating: try bytes(), as: UTF8.self) else {
      throw .malformed("a text that is no UTF-8")
    }
    return text
  }

  mutating func takeRest() -> ArraySlice<UInt8> {
    defer { rest = [] }
    return rest
  }
}
