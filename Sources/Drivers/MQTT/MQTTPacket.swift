/// A packet of MQTT 3.1.1 (OASIS standard, 29 October 2014), but for those of QoS 2, which nobody here asks for.
enum MQTTPacket: Hashable, Sendable {
  /// A client says who it is.
  case connect(MQTTConnect)
  /// A broker's answer to that; 0 is a welcome.
  case connectAcknowledged(code: UInt8)
  case publish(MQTTMessage)
  /// A message of QoS 1 has come.
  case publishAcknowledged(UInt16)
  /// A client wants the messages of some topics, each with the highest QoS at which it takes them.
  case subscribe(UInt16, [Subscription])
  /// A broker's answer: the QoS of each, `Subscription.refused` for one that it does not allow.
  case subscribeAcknowledged(UInt16, [UInt8])
  case ping
  case pong
  case disconnect

  /// A wish for the messages of a topic.
  struct Subscription: Hashable, Sendable {
    /// The code of one that is not allowed.
    static let refused: UInt8 = 0x80

    /// The topic, which here has no wildcards.
    var topic: String
    /// The highest QoS at which they are taken, 0...2.
    var quality: UInt8
  }
}

/// What a client says first.
struct MQTTConnect: Hashable, Sendable {
  /// By what the broker knows the client.
  var client: String
  /// After how many seconds without a packet, half as many again, the broker ends the connection.
  var keepAlive: UInt16
  /// A user's name; nil where it needs none.
  var user: String?
  /// The password, which only goes with a user.
  var password: String?
}

/// A message of a topic.
struct MQTTMessage: Hashable, Sendable {
  /// The topic.
  var topic: String
  /// What it says.
  var payload: [UInt8]
  /// Whether the broker has kept it from some time ago; nobody says from when.
  var isRetained = false
  /// By what its arrival is acknowledged, of one of QoS 1; nil of one of QoS 0.
  var acknowledgement: UInt16?
}

/// Why bytes are no MQTT.
enum MQTTError: Error, Hashable {
  /// What is wrong, as a clause.
  case malformed(String)
  /// A packet of so many bytes, which is more than anybody here takes.
  case tooLarge(Int)
}
