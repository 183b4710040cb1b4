import Platform
import ScheduleLang
import Synchronization

/// The answers of a device that a thread of its own asks now and then, since it may take long, or is not to be asked often.
final class PolledSource: NumberSource {
  let description: DeviceDescription
  private let feed: PolledFeed

  /// Creates what asks `source` at this interval, from the first question on.
  init(_ source: sending any NumberSource, every interval: Duration) {
    description = source.description
    feed = PolledFeed(source, PolledMemory(description), every: interval)
  }

  deinit { feed.close() }

  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers {
    try feed.answers(at: MonotonicClock.now)
  }

  func settle(by deadline: ExchangeDeadline) {
    while !deadline.hasPassed {
      if let answers = try? feed.answers(at: MonotonicClock.now), !answers.isSilent { return }
      MonotonicClock.rest(for: .milliseconds(50))
    }
  }
}

/// A thread that asks, and keeps the newest answers for whoever looks.
private final class PolledFeed: Sendable {
  private struct State {
    var memory: PolledMemory
    /// Why the last question was in vain; nil where it was not.
    var failure: DeviceError?
    var isStarted = false
    var isClosed = false
  }

  /// Held while it is asked: only the thread does.
  private let source: Mutex<any NumberSource>
  private let state: Mutex<State>
  private let interval: Duration
  private let bell = Doorbell()

  /// How long one question may take.
  private static let patience: Duration = .seconds(10)

  init(_ source: sending any NumberSource, _ memory: PolledMemory, every interval: Duration) {
    self.interval = interval
    self.source = Mutex(source)
    state = Mutex(State(memory: memory))
  }

  func answers(at time: Duration) throws(DeviceError) -> DeviceAnswers {
    start()
    let (answers, failure) = state.withLock { ($0.memory.answers(at: time), $0.failure) }
    if answers.isSilent { throw failure ?? answers.failure ?? .unfinished }
    return answers
  }

  func close() {
    state.withLock { $0.isClosed = true }
    bell.ring()
  }

  private func start() {
    let isFirst = state.withLock { state in
      defer { state.isStarted = true }
      return !state.isStarted
    }
    guard isFirst else { return }
    do { try WorkerThread.start { [self] in run() } } catch {
      state.withLock { $0.failure = .transport("\(error)") }
    }
  }

  private func run() {
    while !state.withLock({ $0.isClosed }) {
      let next = MonotonicClock.deadline(after: interval)
      let (answers, failure) = ask()
      let now = MonotonicClock.now
      state.withLock { state in
        state.failure = failure
        if let answers { state.memory.take(answers, at: now) }
      }
      _ = bell.wait(until: next)
    }
  }

  private func ask() -> (DeviceAnswers?, DeviceError?) {
    source.withLock { source in
      do throws(DeviceError) {
        return (try source.answers(by: MonotonicClock.deadline(after: Self.patience)), nil)
      } catch {
        return (nil, error)
      }
    }
  }
}
