import Platform
import Drivers
import Synchronization

/// Passes orders from the threads of the control socket to the control loop, and answers back; questions are answered from
/// what the loop laid out after its last tick, and cost it nothing.
///
/// The loop takes all orders that wait between two ticks and is never waited for by anybody but their callers.
final class RequestMailbox: Sendable {
  private typealias Answer = (response: ControlResponse, stateProblem: @Sendable () -> String?)

  private struct Mailbox {
    var serial = 0
    /// The orders that the loop has not taken yet, in turn.
    var orders: [(serial: Int, request: ControlRequest)] = []
    /// Whom to ring for the answer to each order that is waited for.
    var bells: [Int: Doorbell] = [:]
    var answers: [Int: Answer] = [:]
    var latest: Answer?
    /// Rung for all that came before the first tick.
    var early: [Doorbell] = []
  }

  private let mailbox = Mutex(Mailbox())
  private let wake: @Sendable () -> Void

  /// How long a caller waits: a tick takes a second at most.
  private static let patience: Duration = .seconds(4)
  /// How many orders may wait at once, and how many of them may be other than a stop.
  private static let room = 64
  private static let roomBesideStops = 32

  /// Creates a mailbox; `wake` is called from any thread when the loop has an order to look at.
  init(wake: @escaping @Sendable () -> Void = {}) { self.wake = wake }

  /// Answers a line of JSON by one; called on a thread that may wait.
  func answer(_ line: [UInt8]) -> [UInt8] {
    let response =
      ControlRequest(json: line).map(ask)
      ?? ControlResponse(error: "this is no request that evse-run \(version) understands")
    return (try? JSONText.encoder().encode(response)).map { Array($0) } ?? []
  }

  /// Answers a question, or has an order carried out; called on a thread that may wait.
  func ask(_ request: ControlRequest) -> ControlResponse {
    request.command == .status ? status() : carryOut(request)
  }

  /// Whether an order to stop is not taken yet.
  var hasStop: Bool {
    mailbox.withLock { mailbox in mailbox.orders.contains { $0.request.command == .stop } }
  }

  /// The orders that are not taken yet, with their numbers, in turn.
  func take() -> [(serial: Int, request: ControlRequest)] {
    mailbox.withLock { mailbox in
      defer { mailbox.orders = [] }
      return mailbox.orders
    }
  }

  /// Lays out what questions are answered until the next tick.
  ///
  /// - Parameter stateProblem: gives why the state is not on disk, on the thread of whoever asks.
  func lay(out response: ControlResponse, stateProblem: @escaping @Sendable () -> String?) {
    let early = mailbox.withLock { mailbox in
      mailbox.latest = (response, stateProblem)
      defer { mailbox.early = [] }
      return mailbox.early
    }
    for bell in early { bell.ring() }
  }

  /// Answers order number `serial`, unless its caller has given up.
  ///
  /// - Parameter stateProblem: gives why the state is not on disk; may take its time, on the thread of the caller.
  func answer(
    _ serial: Int, _ response: ControlResponse, stateProblem: @escaping @Sendable () -> String? = { nil }
  ) {
    let bell = mailbox.withLock { mailbox in
      let bell = mailbox.bells[serial]
      if bell != nil { mailbox.answers[serial] = (response, stateProblem) }
      return bell
    }
    bell?.ring()
  }

  /// Answers a question: at once, but for one that comes before the first tick.
  private func status() -> ControlResponse {
    if let latest = mailbox.withLock({ $0.latest }) { return Self.complete(latest) }
    let bell = Doorbell()
    let isLate = mailbox.withLock { mailbox in
      if mailbox.early.count < Self.room { mailbox.early.append(bell) }
      return mailbox.latest != nil
    }
    if !isLate { _ = bell.wait(until: MonotonicClock.deadline(after: Self.patience)) }
    return mailbox.withLock { $0.latest }.map(Self.complete) ?? Self.tooLate
  }

  /// Has the loop carry out an order, and waits until it has.
  private func carryOut(_ request: ControlRequest) -> ControlResponse {
    let bell = Doorbell()
    let serial = mailbox.withLock { mailbox -> Int? in
      guard mailbox.bells.count < (request.command == .stop ? Self.room : Self.roomBesideStops) else {
        return nil
      }
      mailbox.serial += 1
      mailbox.orders.append((mailbox.serial, request))
      mailbox.bells[mailbox.serial] = bell
      return mailbox.serial
    }
    guard let serial else { return ControlResponse(error: "too many orders wait already") }
    wake()
    _ = bell.wait(until: MonotonicClock.deadline(after: Self.patience))
    let answer = mailbox.withLock { mailbox in
      mailbox.bells[serial] = nil
      mailbox.orders.removeAll { $0.serial == serial }
      return mailbox.answers.removeValue(forKey: serial)
    }
    return answer.map(Self.complete) ?? Self.tooLate
  }

  private static let tooLate = ControlResponse(error: "the control loop did not answer in time")

  private static func complete(_ answer: Answer) -> ControlResponse {
    var response = answer.response
    response.status?.stateProblem = Nullable(answer.stateProblem())
    return response
  }
}
