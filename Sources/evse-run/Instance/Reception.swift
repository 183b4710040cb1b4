import Drivers
import FoundationEssentials
import Runtime
import Synchronization

/// Passes requests from the thread of the control socket to the control loop, and answers back.
///
/// The loop takes them between its ticks and is never waited for by anybody but the caller.
final class Reception: Sendable {
  private struct Desk {
    var serial = 0
    var request: ControlRequest?
    var answer: Answer?
  }

  private struct Answer {
    var response: ControlResponse
    var stateProblem: @Sendable () -> String?
  }

  private let desk = Mutex(Desk())
  private let bell = Doorbell()

  /// How long a caller waits: a tick takes a second at most.
  private static let patience: Duration = .seconds(4)

  /// Answers a line of JSON by one; called on the socket's thread.
  func answer(_ line: [UInt8]) -> [UInt8] {
    let response =
      (try? JSONDecoder().decode(ControlRequest.self, from: Data(line))).map(ask)
      ?? ControlResponse(error: "this is no request that evse-run \(version) understands")
    return (try? JSONText.encoder().encode(response)).map { Array($0) } ?? []
  }

  /// The request that came last and is not answered yet, with its number; nil where there is none.
  func take() -> (serial: Int, request: ControlRequest)? {
    desk.withLock { desk in
      defer { desk.request = nil }
      return desk.request.map { (desk.serial, $0) }
    }
  }

  /// Answers request number `serial`, unless its caller has given up.
  ///
  /// - Parameter stateProblem: gives why the state is not on disk; may take its time, on the thread of the socket.
  func answer(
    _ serial: Int, _ response: ControlResponse, stateProblem: @escaping @Sendable () -> String? = { nil }
  ) {
    let isWaitedFor = desk.withLock { desk in
      guard desk.serial == serial else { return false }
      desk.answer = Answer(response: response, stateProblem: stateProblem)
      return true
    }
    if isWaitedFor { bell.ring() }
  }

  /// Has a request carried out, and waits for its answer.
  func ask(_ request: ControlRequest) -> ControlResponse {
    desk.withLock { desk in
      desk.serial += 1
      (desk.request, desk.answer) = (request, nil)
    }
    let deadline = MonotonicClock.deadline(after: Self.patience)
    while bell.wait(until: deadline) {
      let answer = desk.withLock { desk in
        defer { desk.answer = nil }
        return desk.answer
      }
      if var answer {
        answer.response.status?.stateProblem = Nullable(answer.stateProblem())
        return answer.response
      }
    }
    desk.withLock { $0.serial += 1 }
    return ControlResponse(error: "the control loop did not answer in time")
  }
}
