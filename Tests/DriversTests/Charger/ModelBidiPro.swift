import Platform
import Runtime
import ScheduleLang

@testable import Drivers

/// An EVtec BiDiPro of which the program's description knows nothing: its registers stand here by their numbers, on a clock that
/// stands still but for waiting.
final class ModelBidiPro: Connector, LoopClock {
  private var time: UInt64 = 1_000_000_000_000
  private var livedUntil: UInt64 = 1_000_000_000_000
  private var heardAt: UInt64 = 1_000_000_000_000
  /// The connector's registers begin here.
  private let base: Int
  private(set) var timeout: Int32 = 0
  /// What it is told, in watts.
  private(set) var setPoint: Int32 = 0
  private(set) var writes: [(address: Int, value: Int32)] = []
  /// In watt-seconds of a car with 60 kWh.
  private var energy = 0.5 * 60_000 * 3600
  /// What the car allows: the type of its session, and its floor in watts.
  var session: Int32 = 5
  var floor: Float = -10_000
  /// What it takes at the moment, in watts; 0 while the car is not ready.
  var ceiling: Float = 10_000
  var minimum: Float = 0
  /// Whether a car is there.
  var isPluggedIn = true
  /// Whether the program is gone.
  var isAbandoned = false
  private(set) var refusals = 0
  /// The most words that were read at once.
  private(set) var longestRead = 0

  init(connector: Int = 1) { base = connector * 100 }

  var power: Double {
    live()
    return isPluggedIn ? Double(setPoint) : 0
  }

  /// The state of charge in per mille.
  var soc: Int32 {
    live()
    return Int32(energy / (60_000 * 3600) * 1000)
  }

  var now: Instant { Instant(milliseconds: 1_800_000_000_000 + Int64(time / 1_000_000) - 1_000_000) }
  var stopRequested: Bool { false }
  var wasWoken: Bool { false }
  var uptime: Duration { .nanoseconds(Int64(time)) }
  func rest(for span: Duration) { time += UInt64(span / .nanoseconds(1)) }
  func sleep(until instant: Instant) -> Bool {
    time += UInt64(max(0, instant.milliseconds - now.milliseconds)) * 1_000_000
    return false
  }

  /// Lets time go by in which nobody asks.
  func wait(seconds: UInt64) {
    for _ in 0..<seconds {
      time += 1_000_000_000
      live()
    }
  }

  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    Stream(self)
  }

  private func live() {
    energy += Double(isPluggedIn ? setPoint : 0) * Double(time - livedUntil) / 1e9
    livedUntil = time
    if timeout > 0, time - heardAt > UInt64(timeout) * 1_000_000_000 { setPoint = 0 }
  }

  private var state: Int32 {
    if !isPluggedIn { return 1 }
    return setPoint == 0 ? 10 : setPoint > 0 ? 7 : 8
  }

  /// The object at an address; an answer goes no further than it.
  private func object(at address: Int) -> [UInt16]? {
    func words(_ bits: UInt32) -> [UInt16] { [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)] }
    func int(_ value: Int32) -> [UInt16] { words(UInt32(bitPattern: value)) }
    return switch address - base {
    case 0: int(state)
    case 4: int(session)
    case 10: words(Float(power).bitPattern)
    case 12: int(soc)
    case 22: words(floor.bitPattern)
    case 30: words(ceiling.bitPattern)
    case 38: words(minimum.bitPattern)
    case 86: int(setPoint)
    default: address == 42 ? int(timeout) : nil
    }
  }

  private func write(_ value: Int32, to address: Int) -> Bool {
    switch address {
    case 42:
      guard (1...600).contains(value) else { return false }
      timeout = value
    case base + 86:
      let most = ceiling == 0 ? 10_000 : ceiling
      guard
        value == 0
          || (value < 0 ? Float(value) >= floor : (minimum...max(minimum, most)).contains(Float(value)))
      else { return false }
      setPoint = value
    default: return false
    }
    writes.append((address, value))
    return true
  }

  private func answer(_ request: [UInt8]) -> [UInt8] {
    func word(_ index: Int) -> UInt16 { UInt16(request[index]) << 8 | UInt16(request[index + 1]) }
    live()
    heardAt = time
    var body: [UInt8] = [request[7] | 0x80, 2]
    if request[7] == 3 {
      longestRead = max(longestRead, Int(word(10)))
      if let words = object(at: Int(word(8))), words.count == Int(word(10)) {
        body = [3, 4] + words.flatMap(\.bigEndianBytes)
      }
    } else if request[7] == 16, word(10) == 2, request[12] == 4 {
      let value = Int32(bitPattern: UInt32(word(13)) << 16 | UInt32(word(15)))
      if write(value, to: Int(word(8))) {
        body = Array(request[7..<12])
      } else {
        body = [0x90, object(at: Int(word(8))) == nil ? 2 : 3]
      }
    }
    if body[0] > 0x80 { refusals += 1 }
    return ModbusFrame(transaction: word(0), unit: 1, body: body).bytes
  }

  private final class Stream: ByteStream {
    private let peer: ModelBidiPro
    private var replies: [[UInt8]] = []

    init(_ peer: ModelBidiPro) { self.peer = peer }

    func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
      peer.time += 2_000_000
      if !peer.isAbandoned { replies.append(peer.answer(bytes)) }
    }

    func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
      guard !replies.isEmpty else {
        peer.time = max(peer.time, UInt64(deadline.uptime / .nanoseconds(1)))
        throw .timeout
      }
      return replies.removeFirst()
    }

    var isQuiet: Bool { replies.isEmpty }
    func close() { replies = [] }
  }
}
