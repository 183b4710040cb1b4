import Platform
import Drivers
import SeededRandomness
import Synchronization

/// A database that accepts the v2 write API, behind a network that fails in stretches; it checks what it is given.
///
/// A request takes no time: in the program it runs beside the control loop, which must not wait for it.
final class VirtualDatabase: InfluxTransport, Sendable {
  /// What can go wrong with one request.
  fileprivate enum Fault: String, CaseIterable {
    case lostRequest, lostReply, lateRequest, duplicate, corruption, hangUp, tooManyRequests, serverError,
      refusal
  }

  fileprivate struct State {
    var random: SeededGenerator
    var ledger = RecordLedger()
    var now: VirtualTime = 0
    var changesAt: VirtualTime = 0
    var isAway = false
    var faultiness = 0.0
    var late: [(due: VirtualTime, body: [UInt8])] = []
    var faultCounts: [String: Int] = [:]
  }

  private let state: Mutex<State>

  /// Creates the database that belongs to a seed.
  init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(seed: seed))) }

  /// How often which fault befell a request.
  var faultCounts: [String: Int] { state.withLock { $0.faultCounts } }

  /// Time since the world's start.
  var uptime: Duration { .nanoseconds(Int64(clamping: state.withLock { $0.now })) }

  /// Reads or changes what is known of the records.
  func withLedger<Result: Sendable>(_ body: (inout RecordLedger) -> Result) -> Result {
    state.withLock { body(&$0.ledger) }
  }

  /// Lets time pass; the network changes between good, bad and none.
  func pass(to now: VirtualTime) { state.withLock { $0.pass(to: now) } }

  /// Works from now on.
  func repair() { state.withLock { ($0.isAway, $0.faultiness, $0.changesAt) = (false, 0, .max) } }

  func post(_ body: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) -> InfluxAnswer {
    try state.withLock { state in Result { () throws(DeviceError) in try state.answer(body) } }.get()
  }
}

extension VirtualDatabase.State {
  fileprivate mutating func pass(to now: VirtualTime) {
    self.now = now
    while let first = late.first, first.due <= now {
      late.removeFirst()
      take(first.body)
    }
    guard now >= changesAt else { return }
    changesAt = now + random.wait(mean: .seconds(1200))
    isAway = random.chance(0.3)
    faultiness = random.one(of: [0, 0, 0.1, 0.4, 0.9])
  }

  fileprivate mutating func answer(_ body: [UInt8]) throws(DeviceError) -> InfluxAnswer {
    if isAway { throw random.chance(0.5) ? .timeout : .transport("connection refused") }
    guard random.chance(faultiness) else {
      take(body)
      return InfluxAnswer(status: 204, retryAfter: nil, body: [])
    }
    let fault = random.one(of: VirtualDatabase.Fault.allCases)
    faultCounts["database " + fault.rawValue, default: 0] += 1
    switch fault {
    case .lostRequest: throw .timeout
    case .hangUp: throw .transport("connection reset by peer")
    case .tooManyRequests:
      return InfluxAnswer(status: 429, retryAfter: "\(random.number(in: 0...120))", body: [])
    case .serverError: return InfluxAnswer(status: 503, retryAfter: nil, body: [])
    case .refusal:
      for line in lines(body) { ledger.refuse(line) }
      return InfluxAnswer(status: 400, retryAfter: nil, body: [])
    case .lateRequest:
      late.append((now + .seconds(random.number(in: 1...3)), body))
      throw .timeout
    case .lostReply:
      take(body)
      throw .timeout
    case .corruption:
      take(body)
      throw .protocolViolation("no HTTP")
    case .duplicate:
      take(body)
      take(body)
      return InfluxAnswer(status: 204, retryAfter: nil, body: [])
    }
  }

  private mutating func take(_ body: [UInt8]) {
    for line in lines(body) { ledger.take(line) }
  }

  private func lines(_ body: [UInt8]) -> [ArraySlice<UInt8>] { body.split(separator: UInt8(ascii: "\n")) }
}
