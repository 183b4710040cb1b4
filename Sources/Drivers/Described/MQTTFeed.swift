import Platform
import ScheduleLang
import Synchronization

/// A thread that hears what a broker sends, and keeps the newest of it for whoever asks.
final class MQTTFeed: Sendable {
  private struct State {
    var memory: TopicMemory
    /// Why nothing is heard now; nil while it is.
    var failure: DeviceError?
    var isStarted = false
    var isClosed = false
  }

  private let endpoint: Endpoint
  private let wishes: MQTTSession.Wishes
  private let state: Mutex<State>
  private let bell = Doorbell()

  /// For how long a broker is left alone after a failure, at first and at most.
  private static let (shortestRest, longestRest): (Duration, Duration) = (.seconds(1), .seconds(60))
  /// How long one exchange with a broker may take, and how soon the thread sees that it is to end.
  private static let (patience, glance): (Duration, Duration) = (.seconds(5), .seconds(1))

  /// Creates a feed that is silent until it is first asked.
  init(_ endpoint: Endpoint, _ wishes: MQTTSession.Wishes, _ memory: TopicMemory) {
    (self.endpoint, self.wishes) = (endpoint, wishes)
    state = Mutex(State(memory: memory))
  }

  /// What is known at a time of the monotonic clock; throws where that is nothing.
  func answers(at time: Duration) throws(DeviceError) -> DeviceAnswers {
    start()
    let (answers, failure) = state.withLock { ($0.memory.answers(at: time), $0.failure) }
    if answers.isSilent { throw failure ?? answers.failure ?? .unfinished }
    return answers
  }

  /// Ends the thread, as soon as it looks.
  func close() {
    state.withLock { $0.isClosed = true }
    bell.ring()
  }

  private var isClosed: Bool { state.withLock { $0.isClosed } }

  private func start() {
    let isFirst = state.withLock { state in
      defer { state.isStarted = true }
      return !state.isStarted
    }
    guard isFirst else { return }
    do { try WorkerThread.start { [self] in run(TCPConnector()) } } catch {
      state.withLock { $0.failure = .transport("\(error)") }
    }
  }

  private func run(_ connector: any Connector) {
    var rest = Self.shortestRest
    while !isClosed {
      let begun = MonotonicClock.now
      do throws(DeviceError) {
        try hear(connector)
        return
      } catch {
        state.withLock { $0.failure = error }
        ExchangeTrace.note("no more of the broker: \(error)", peer: endpoint.description)
      }
      if MonotonicClock.now - begun > Self.longestRest { rest = Self.shortestRest }
      _ = bell.wait(until: MonotonicClock.deadline(after: rest))
      rest = min(rest * 2, Self.longestRest)
    }
  }

  /// Hears what a broker sends until the feed is closed; throws why it is no longer heard.
  private func hear(_ connector: any Connector) throws(DeviceError) {
    let stream = try connector.connect(to: endpoint, by: MonotonicClock.deadline(after: Self.patience))
    defer { stream.close() }
    var session = MQTTSession(wishes, at: MonotonicClock.now)
    while !isClosed {
      try session.check(at: MonotonicClock.now)
      let output = session.takeOutput(at: MonotonicClock.now)
      if !output.isEmpty { try stream.send(output, by: MonotonicClock.deadline(after: Self.patience)) }
      guard let bytes = try receive(from: stream) else { continue }
      guard !bytes.isEmpty else { throw .transport("the broker closed the connection") }
      let now = MonotonicClock.now
      let messages = try session.take(bytes, at: now)
      let isReady = session.isReady
      state.withLock { state in
        if isReady { state.failure = nil }
        for message in messages { state.memory.take(message, at: now) }
      }
    }
    try? stream.send(MQTTPacket.disconnect.bytes, by: MonotonicClock.deadline(after: Self.glance))
  }

  /// What has come, empty at the connection's end; nil where nothing came for a while.
  private func receive(from stream: any ByteStream) throws(DeviceError) -> [UInt8]? {
    do throws(DeviceError) {
      return try stream.receive(by: MonotonicClock.deadline(after: Self.glance))
    } catch {
      if case .timeout = error { return nil }
      throw error
    }
  }
}
