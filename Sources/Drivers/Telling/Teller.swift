import Platform
import Runtime
import ScheduleLang

/// Tells an owner by one way, on a thread of its own: what takes long, or fails, holds up nobody.
public final class Teller: Sendable {
  private struct Waiting {
    var message: TellingMessage
    var tries = 0
    var due: Duration = .zero
  }

  private struct Mailbox {
    var messages: [Waiting] = []
  }

  /// How many messages may wait; of more the oldest are left out.
  static let capacity = 40
  /// How often one is tried that has surely not arrived: with pauses of one, two, four, … minutes.
  static let mostTries = 8

  /// How it fares: a failure is told once, until it changes.
  public let status: RecordStatus
  private let route: TellingRoute
  private let pause: Duration
  private let worker = Worker(Mailbox())

  /// Creates a teller by `route` and starts its thread, which ends after `close`.
  public convenience init(_ route: TellingRoute) { self.init(route, pause: .seconds(60)) }

  /// - Parameter pause: for how long the first try to fail is followed by none.
  init(_ route: TellingRoute, pause: Duration) {
    (self.route, self.pause) = (route, pause)
    status = RecordStatus(name: route.name)
    do throws(ThreadError) {
      try worker.start(every: min(pause, .seconds(15))) { [self] in work() }
    } catch {
      status.note("\(error)")
    }
  }

  /// Has a message told soon; never waits.
  public func tell(_ message: TellingMessage) {
    let isFull = worker.withMailbox { mailbox in
      mailbox.messages.append(Waiting(message: message))
      guard mailbox.messages.count > Self.capacity else { return false }
      mailbox.messages.removeFirst()
      return true
    }
    if isFull { status.report("too much is to be told: the oldest is left out") }
    worker.wake()
  }

  /// Tells what waits, once each, and ends the thread, for which it waits until `deadline`.
  @discardableResult
  public func close(by deadline: ExchangeDeadline) -> WorkerEnd { worker.close(by: deadline) }

  private func work() {
    while let next = takeDue() {
      do throws(TellingRoute.Failure) {
        try route.send(next.message)
        status.noteSuccess()
      } catch {
        status.note(error.reason)
        // What may have arrived is not told twice.
        if error.isWithoutEffect { putBack(next) }
      }
    }
  }

  /// The oldest message that is due: one that cannot be told holds up no others but those of the same trouble.
  private func takeDue() -> Waiting? {
    let now = MonotonicClock.now
    return worker.withMailbox { mailbox in
      var held: Set<String> = []
      for (index, waiting) in mailbox.messages.enumerated() where !held.contains(waiting.message.kind) {
        if waiting.due <= now { return mailbox.messages.remove(at: index) }
        held.insert(waiting.message.kind)
      }
      return nil
    }
  }

  private func putBack(_ failed: Waiting) {
    var failed = failed
    failed.tries += 1
    guard failed.tries < Self.mostTries, !worker.isClosed else {
      return status.report("given up: \(failed.message.text)")
    }
    failed.due = MonotonicClock.now + pause * (1 << (failed.tries - 1))
    let waiting = failed
    worker.withMailbox { $0.messages.insert(waiting, at: 0) }
  }
}
