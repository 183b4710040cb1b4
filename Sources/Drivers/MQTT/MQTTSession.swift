import Platform

/// One connection of a client to a broker, without the connection: what comes, what is to be sent, and what time brings.
struct MQTTSession {
  /// What a client wants of a broker.
  struct Wishes: Sendable {
    /// Who it is.
    var connect: MQTTConnect
    /// The topics whose messages it wants.
    var topics: [String]
    /// What it says again and again, so that a device goes on to tell: a topic, and after how long anew.
    var request: (topic: String, interval: Duration)?
  }

  /// How long a broker has for each answer.
  static let patience: Duration = .seconds(10)
  /// The most bytes within a second: topics of a home are a few hundred, and more would only heat the processor.
  private static let mostBytes = 1 << 20
  /// The number of the one subscription.
  private static let subscription: UInt16 = 1

  private enum Stage: Hashable {
    case greeting, subscribing, ready
  }

  private let wishes: Wishes
  private var stage = Stage.greeting
  private var decoder = MQTTDecoder()
  /// By when the broker must have answered; nil where nothing is asked.
  private var due: Duration?
  private var sentAt: Duration
  private var heardAt: Duration
  private var requestedAt: Duration?
  /// Since when how many bytes have come.
  private var flow: (since: Duration, count: Int)
  /// What is to be sent.
  private var output: [UInt8]

  /// Begins a session over a connection that was opened at `time`, of the monotonic clock.
  init(_ wishes: Wishes, at time: Duration) {
    self.wishes = wishes
    (sentAt, heardAt, due, flow) = (time, time, time + Self.patience, (time, 0))
    output = MQTTPacket.connect(wishes.connect).bytes
  }

  /// Whether the broker has agreed to all that was asked.
  var isReady: Bool { stage == .ready }

  /// Takes what is to be sent by now.
  mutating func takeOutput(at time: Duration) -> [UInt8] {
    if stage == .ready {
      if let request = wishes.request, requestedAt.map({ time - $0 >= request.interval }) ?? true {
        requestedAt = time
        output += MQTTPacket.publish(MQTTMessage(topic: request.topic, payload: [])).bytes
      }
      // Who only sends would never notice that nobody hears it.
      if due == nil, time - min(sentAt, heardAt) >= .seconds(wishes.connect.keepAlive) {
        due = time + Self.patience
        output += MQTTPacket.ping.bytes
      }
    }
    if !output.isEmpty { sentAt = time }
    defer { output = [] }
    return output
  }

  /// Throws where the broker has not answered in time.
  func check(at time: Duration) throws(DeviceError) {
    if let due, time >= due { throw .timeout }
  }

  /// The messages in what has come; throws why the session is over.
  mutating func take(_ bytes: [UInt8], at time: Duration) throws(DeviceError) -> [MQTTMessage] {
    heardAt = time
    if time - flow.since >= .seconds(1) { flow = (time, 0) }
    flow.count += bytes.count
    guard flow.count <= Self.mostBytes else {
      throw .protocolViolation("the broker sends more than any home has to say")
    }
    decoder.append(bytes)
    var messages: [MQTTMessage] = []
    while let packet = try next() {
      switch (packet, stage) {
      case (.connectAcknowledged(let code), .greeting):
        guard code == 0 else { throw Self.refusal(code) }
        let topics = wishes.topics.map { MQTTPacket.Subscription(topic: $0, quality: 0) }
        output += MQTTPacket.subscribe(Self.subscription, topics).bytes
        (stage, due) = (.subscribing, time + Self.patience)
      case (.subscribeAcknowledged(let number, let codes), .subscribing):
        guard number == Self.subscription, codes.count == wishes.topics.count else {
          throw .protocolViolation("the broker confirms what nobody asked for")
        }
        if let refused = codes.firstIndex(where: { $0 > 2 }) {
          throw .refused("the broker does not allow `\(wishes.topics[refused])`")
        }
        (stage, due) = (.ready, nil)
      // A broker may send the first messages before its answer.
      case (.publish(let message), .subscribing), (.publish(let message), .ready):
        if let number = message.acknowledgement { output += MQTTPacket.publishAcknowledged(number).bytes }
        if wishes.topics.contains(message.topic) { messages.append(message) }
      case (.pong, .ready): due = nil
      default: throw .protocolViolation("the broker sends what does not belong there")
      }
    }
    return messages
  }

  private mutating func next() throws(DeviceError) -> MQTTPacket? {
    do { return try decoder.next() } catch {
      switch error {
      case .malformed(let what): throw .protocolViolation("the broker sends \(what)")
      case .tooLarge(let count): throw .protocolViolation("the broker sends a message of \(count) bytes")
      }
    }
  }

  /// What a code of a refused connection means (section 3.2.2.3).
  private static func refusal(_ code: UInt8) -> DeviceError {
    switch code {
    case 1: .refused("the broker does not speak MQTT 3.1.1")
    case 2: .refused("the broker does not take the name of this client")
    case 3: .refused("the broker is not ready")
    case 4: .refused("the broker wants another user or password")
    case 5: .refused("the broker does not let this user in")
    default: .protocolViolation("the broker answers with \(code)")
    }
  }
}
