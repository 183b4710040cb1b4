import Platform
import Runtime
import ScheduleLang

@testable import Drivers

/// A pretended charger on a clock that stands still but for waiting.
final class PretendedWorld: Connector, LoopClock {
  let charger: PretendedCharger
  private let access: ModbusAccess
  private(set) var time: Duration = .seconds(1000)
  /// Whether the program is gone.
  var isAbandoned = false
  /// Which requests the charger refuses besides, by their bytes from the function on.
  var refuses: ([UInt8]) -> Bool = { _ in false }
  /// What becomes of a reply on the way.
  var spoils: ([UInt8]) -> [UInt8] = { $0 }
  /// What was written, from the function on, and how many requests were refused.
  private(set) var writes: [[UInt8]] = []
  private(set) var refusals = 0

  init(_ map: ChargerMap, _ access: ModbusAccess) {
    charger = PretendedCharger(map, at: time)
    self.access = access
  }

  var now: Instant { Instant(milliseconds: 1_800_000_000_000 + time.wholeMilliseconds - 1_000_000) }
  var stopRequested: Bool { false }
  var wasWoken: Bool { false }
  var uptime: Duration { time }
  func rest(for span: Duration) { time += span }
  func sleep(until instant: Instant) -> Bool {
    time += .milliseconds(max(0, instant.milliseconds - now.milliseconds))
    return false
  }

  /// Lets time go by in which nobody asks.
  func wait(seconds: Double) {
    time += .seconds(seconds)
    charger.live(until: time)
  }

  /// What flows at this moment, in watts.
  var power: Double {
    charger.live(until: time)
    return charger.power
  }

  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    Stream(self)
  }

  private func note(_ request: [UInt8], _ reply: [UInt8]) {
    let start = access.framing == .tcp ? 7 : 1
    let body = Array(request[start...].dropLast(access.framing == .tcp ? 0 : 2))
    let isRefused = reply.count > start && reply[start] & 0x80 != 0
    if isRefused { refusals += 1 } else if body[0] == 6 || body[0] == 16 { writes.append(body) }
  }

  private final class Stream: ByteStream {
    private let world: PretendedWorld
    private var conversation: PretendedConversation
    private var replies: [[UInt8]] = []

    init(_ world: PretendedWorld) {
      self.world = world
      conversation = PretendedConversation(
        world.charger, unit: world.access.unit, framing: world.access.framing)
    }

    func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
      world.time += .milliseconds(2)
      guard !world.isAbandoned else { return }
      if world.access.framing == .tcp, world.refuses(Array(bytes[7...])) {
        let refusal = ModbusFrame(
          transaction: UInt16(bytes[0]) << 8 | UInt16(bytes[1]), unit: bytes[6], body: [bytes[7] | 0x80, 4])
        return replies.append(refusal.bytes)
      }
      guard let reply = conversation.answer(bytes, at: world.time) else { throw .transport("closed") }
      world.note(bytes, reply)
      if !reply.isEmpty { replies.append(world.spoils(reply)) }
    }

    func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
      guard !replies.isEmpty else {
        world.time = max(world.time, deadline.uptime)
        throw .timeout
      }
      return replies.removeFirst()
    }

    var isQuiet: Bool { replies.isEmpty }
    func close() { replies = [] }
  }
}
