import ScheduleLang

/// What a client says to the small broker that a pretended device is for its own topics, and what it is told.
///
/// It knows no other topics, keeps nothing, and sends with QoS 0.
struct PretendedBroker: ServedConversation {
  private let messages: [MQTTMessage]
  private var decoder = MQTTDecoder()
  private var isWelcome = false
  private var filters: [String] = []
  private var toldAt: Duration?

  /// How often each topic is told.
  private static let interval: Duration = .seconds(1)
  /// The most topics that a client may ask for.
  private static let room = 100

  /// Begins a conversation about these messages.
  init(_ messages: [MQTTMessage]) { self.messages = messages }

  mutating func answer(_ bytes: [UInt8], at time: Duration) -> [UInt8]? {
    decoder.append(bytes)
    var answer: [UInt8] = []
    do {
      while let packet = try decoder.next() {
        guard isWelcome || packet.isConnect else { return nil }
        switch packet {
        case .connect:
          guard !isWelcome else { return nil }
          isWelcome = true
          answer += MQTTPacket.connectAcknowledged(code: 0).bytes
        case .subscribe(let number, let wishes):
          let granted = wishes.map { wish -> UInt8 in
            guard filters.count < Self.room else { return MQTTPacket.Subscription.refused }
            filters.append(wish.topic)
            return 0
          }
          answer += MQTTPacket.subscribeAcknowledged(number, granted).bytes
        case .publish(let message):
          if let number = message.acknowledgement { answer += MQTTPacket.publishAcknowledged(number).bytes }
        case .ping: answer += MQTTPacket.pong.bytes
        default: return nil
        }
      }
    } catch {
      return nil
    }
    return answer
  }

  mutating func news(at time: Duration) -> [UInt8] {
    guard !filters.isEmpty, toldAt.map({ time - $0 >= Self.interval }) ?? true else { return [] }
    toldAt = time
    return messages.filter { message in filters.contains { Self.matches(message.topic, $0) } }
      .flatMap { MQTTPacket.publish($0).bytes }
  }

  /// Whether a topic is meant by a filter, in which `+` is any level and a last `#` all further ones.
  static func matches(_ topic: String, _ filter: String) -> Bool {
    let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
    let wanted = filter.split(separator: "/", omittingEmptySubsequences: false)
    for (index, level) in wanted.enumerated() {
      if level == "#" { return true }
      guard index < levels.count, level == "+" || level == levels[index] else { return false }
    }
    return wanted.count == levels.count
  }
}

extension MQTTPacket {
  fileprivate var isConnect: Bool { if case .connect = self { true } else { false } }
}
