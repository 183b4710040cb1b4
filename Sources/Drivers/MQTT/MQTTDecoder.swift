/// Cuts what comes from a peer into packets.
///
/// It holds no more than one packet of `limit` bytes besides what a peer has sent at once.
struct MQTTDecoder {
  /// The most bytes of a packet behind its length.
  static let limit = 64 << 10

  private var pending: [UInt8] = []

  /// Takes in what has come.
  mutating func append(_ bytes: [UInt8]) { pending += bytes }

  /// The next whole packet; nil where more must come first.
  ///
  /// After an error nothing that comes means anything.
  mutating func next() throws(MQTTError) -> MQTTPacket? {
    guard let head = pending.first else { return nil }
    var (length, place) = (0, 1)
    while true {
      guard place <= 4 else { throw .malformed("the length of a packet has more than four bytes") }
      guard place < pending.count else { return nil }
      length |= Int(pending[place] & 0x7F) << (7 * (place - 1))
      place += 1
      if pending[place - 1] & 0x80 == 0 { break }
    }
    guard length <= Self.limit else { throw .tooLarge(length) }
    guard pending.count - place >= length else { return nil }
    let packet = try MQTTPacket(head: head, body: pending[place..<place + length])
    pending.removeFirst(place + length)
    return packet
  }
}
