import Platform
import ScheduleLang

/// The answers of a device that tells of itself through a broker: what a thread of their own has heard.
final class MQTTSource: NumberSource {
  let description: DeviceDescription
  private let feed: MQTTFeed

  /// How soon a broker ends a connection on which nothing comes.
  private static let keepAlive: UInt16 = 30

  /// Creates the source that a site gives a device; throws where a secret cannot be read.
  init(
    _ access: MQTTAccess, _ description: DeviceDescription, _ device: DeviceConfiguration, endpoint: Endpoint
  ) throws(DeviceConfigurationError) {
    self.description = description
    let settings = DescribedSettings(description, device)
    let memory = TopicMemory(description, settings)
    // Two clients of one name would throw each other out.
    let name = "evse-run-" + String(UInt32.random(in: 0x1000_0000...0xFFFF_FFFF), radix: 16)
    let connect = MQTTConnect(
      client: name, keepAlive: Self.keepAlive, user: try device.text("user"),
      password: try device.text("password"))
    let request = access.request.map {
      ($0.topic.filled { settings.text($0) }, Duration.milliseconds(Int($0.seconds * 1000)))
    }
    feed = MQTTFeed(
      endpoint, MQTTSession.Wishes(connect: connect, topics: memory.topics, request: request), memory)
  }

  deinit { feed.close() }

  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers {
    try feed.answers(at: MonotonicClock.now)
  }

  func settle(by deadline: ExchangeDeadline) {
    while !deadline.hasPassed {
      if let answers = try? feed.answers(at: MonotonicClock.now), answers.failure == nil { return }
      MonotonicClock.rest(for: .milliseconds(50))
    }
  }
}
