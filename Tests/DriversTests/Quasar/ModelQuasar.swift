import Platform
import Runtime
import ScheduleLang

@testable import Drivers

/// A Quasar whose replies take their time, on a clock that stands still but for waiting.
///
/// It does one thing after the other: a request waits until those before it are answered.
final class ModelQuasar: Connector, LoopClock {
  /// What may be lost.
  enum Passage { case connection, request, reply }

  /// What is the matter with it.
  struct Manner {
    /// How long a reply to the request of so many takes, in milliseconds.
    var latency: (_ request: Int) -> Int = { _ in 2 }
    /// What the time-out becomes when it is set; nil where it refuses, and what it reads as, nil where it refuses.
    var setsTimeout: (UInt16) -> UInt16? = { $0 }
    var readsTimeout: (_ timeout: UInt16, _ read: Int) -> UInt16? = { timeout, _ in timeout }
    /// Whether a stop ends the current.
    var obeysStop = true
    /// The state while it does not obey, where that is not the true one.
    var saysPaused = false
    var tellsPower = true
    /// By how many amperes a second its current falls; nil is at once.
    var ramp: Double?
    /// A device that takes only one request from what has arrived, and loses what came with it.
    var losesSecondRequest = false
    /// It hears and says nothing.
    var isSilent = false
    /// Whether a request that is sent, a reply or a connection that is opened is lost on the way.
    var loses: (Passage) -> Bool = { _ in false }
  }

  var manner: Manner
  private(set) var time: UInt64 = 1_000_000_000_000
  private(set) var timeout: UInt16 = 0
  private(set) var control: UInt16 = 0
  private(set) var setPoint = 0
  private(set) var isRunning = false
  private(set) var writes: [(time: UInt64, register: UInt16, value: UInt16)] = []
  private(set) var connectionCount = 0
  private(set) var requestCount = 0
  private var timeoutReads = 0
  private var flow = 0.0
  private var livedUntil: UInt64
  private var busyUntil: UInt64 = 0
  var soc: UInt16 = 50
  var stopRequested = false

  init(_ manner: Manner = Manner()) {
    self.manner = manner
    livedUntil = time
  }

  /// The current that flows, in amperes.
  var current: Double {
    live()
    return flow
  }

  /// Loses its time-out by itself.
  func lose() { timeout = 0 }

  func writes(to register: QuasarRegister) -> [UInt16] {
    writes.filter { $0.register == register.rawValue }.map(\.value)
  }

  // Its clock.
  var now: Instant { Instant(milliseconds: 1_800_000_000_000 + Int64(time / 1_000_000) - 1_000_000) }
  var uptime: Duration { .nanoseconds(Int64(time)) }
  func rest(for span: Duration) { time += UInt64(span / .nanoseconds(1)) }
  func sleep(until instant: Instant) -> Bool {
    time += UInt64(max(0, instant.milliseconds - now.milliseconds)) * 1_000_000
    return stopRequested
  }

  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    guard !manner.loses(.connection) else { throw .transport("connection reset") }
    connectionCount += 1
    return Stream(self)
  }

  private func live() {
    let seconds = Double(time - livedUntil) / 1e9
    livedUntil = time
    let target = isRunning ? Double(setPoint) : 0
    guard let ramp = manner.ramp, abs(target) < abs(flow) else { return flow = target }
    flow = flow > 0 ? max(target, flow - ramp * seconds) : min(target, flow + ramp * seconds)
  }

  private func register(_ address: UInt16) -> UInt16? {
    live()
    switch QuasarRegister(rawValue: address) {
    case .control: return control
    case .setPointType: return 0
    case .failsafeTimeout:
      timeoutReads += 1
      return manner.readsTimeout(timeout, timeoutReads)
    case .action, nil: return nil
    case .current: return UInt16(truncatingIfNeeded: setPoint)
    case .power: return manner.tellsPower ? UInt16(bitPattern: Int16(flow * 230)) : nil
    case .state: return manner.saysPaused || abs(flow) < 0.5 ? 4 : flow > 0 ? 1 : 11
    case .soc: return flow == 0 ? 0 : soc
    case .errors: return 0
    }
  }

  private func write(_ value: UInt16, to address: UInt16) -> Bool {
    live()
    guard let register = QuasarRegister(rawValue: address), register == .control || control == 1 else {
      return false
    }
    switch register {
    case .control:
      control = value
      if value == 0 { timeout = 0 }
    case .failsafeTimeout:
      guard let set = manner.setsTimeout(value) else { return false }
      timeout = set
    case .action:
      if value == 1 { isRunning = setPoint != 0 } else if manner.obeysStop { isRunning = false }
    case .current:
      if manner.obeysStop || value != 0 { setPoint = Int(Int16(bitPattern: value)) }
    default: break
    }
    writes.append((time, address, value))
    return true
  }

  fileprivate func answer(_ request: [UInt8]) -> [UInt8] {
    func word(_ index: Int) -> UInt16 { UInt16(request[index]) << 8 | UInt16(request[index + 1]) }
    var body: [UInt8]
    if request[7] == 3 {
      let values = (0..<word(10)).map { register(word(8) + $0) }
      body = [3, UInt8(values.count * 2)] + values.flatMap { ($0 ?? 0).bigEndianBytes }
      if values.contains(nil) { body = [0x83, 2] }
    } else {
      // Firmware without the time-out says so.
      let exception: UInt8 = word(8) == QuasarRegister.failsafeTimeout.rawValue ? 2 : 3
      body = write(word(10), to: word(8)) ? Array(request[7...]) : [0x86, exception]
    }
    return ModbusFrame(transaction: word(0), unit: 1, body: body).bytes
  }

  private final class Stream: ByteStream {
    private let peer: ModelQuasar
    private var replies: [(time: UInt64, bytes: [UInt8])] = []

    init(_ peer: ModelQuasar) { self.peer = peer }

    func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
      peer.requestCount += 1
      guard !peer.manner.isSilent, !peer.manner.losesSecondRequest || peer.busyUntil <= peer.time,
        !peer.manner.loses(.request)
      else { return }
      let latency = UInt64(peer.manner.latency(peer.requestCount)) * 1_000_000
      let done = max(peer.time, peer.busyUntil) + latency
      peer.busyUntil = done
      // It acts when it answers.
      let before = peer.time
      peer.time = done
      let reply = peer.answer(bytes)
      peer.time = before
      peer.livedUntil = min(peer.livedUntil, before)
      if !peer.manner.loses(.reply) { replies.append((done, reply)) }
    }

    func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
      guard let first = replies.first, .nanoseconds(first.time) <= deadline.uptime else {
        peer.time = max(peer.time, UInt64(deadline.uptime / .nanoseconds(1)))
        throw .timeout
      }
      peer.time = max(peer.time, first.time)
      return replies.removeFirst().bytes
    }

    var isQuiet: Bool { replies.first.map { $0.time > peer.time } ?? true }
    func close() { replies = [] }
  }
}

/// The real loop and driver on a model.
final class DrivenQuasar {
  let peer: ModelQuasar
  private(set) var events: [RunEvent] = []
  private(set) var loop: ControlLoop!
  let charger: DescribedCharger
  /// By how many milliseconds each tick was late.
  private(set) var delays: [Int64] = []
  private(set) var mostLosses = 0
  var decision = Decision(.charge, 10, 10)

  init(_ manner: ModelQuasar.Manner, _ settings: ChargerSettings = ChargerSettings()) {
    peer = ModelQuasar(manner)
    let nowhere = SourceRange(file: 0, start: 0, end: 0)
    charger = DescribedCharger(
      .wallboxQuasar, endpoint: Endpoint(host: "model", port: 502), settings: settings, connector: peer)
    loop = ControlLoop(
      site: Site(timezone: "UTC", charger: DeviceConfiguration(driver: "wallbox-quasar", range: nowhere)),
      charger: charger, meter: nil,
      clock: peer,
      evaluate: { [unowned self] _, _, order in
        Outcome(decision: order?.kind.wantsNoPower == true ? .idle : decision, ruleIndex: nil)
      }, report: { [unowned self] in events.append($0) })
  }

  func run(_ seconds: Int) {
    for _ in 0..<seconds {
      let second = Instant(seconds: peer.now.seconds)
      delays.append(peer.now.milliseconds - second.milliseconds)
      loop.tick(at: peer.now)
      mostLosses = max(mostLosses, loop.chargerLosses)
      _ = peer.sleep(until: second.adding(seconds: 1))
    }
  }

  var failures: [DeviceError] {
    events.compactMap { if case .failed(_, let error) = $0 { error } else { nil } }
  }

  var last: LoopSnapshot? {
    events.lazy.compactMap { if case .ticked(let snapshot) = $0 { snapshot } else { nil } }.last
  }
}
