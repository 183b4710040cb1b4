import Platform
import Runtime
import ScheduleLang

@testable import Drivers

/// A pretended charger on a clock that stands still but for waiting.
final class PretendedWorld: Connector, LoopClock {
  let charger: PretendedCharger
  private let access: ModbusAccess
  private let settings: DescribedSettings
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

  init(_ map: ChargerMap, _ access: ModbusAccess, _ settings: DescribedSettings) {
    charger = PretendedCharger(map, at: time)
    (self.access, self.settings) = (access, settings)
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
    charger.map.charger.places.map { HTTPStream(self, PretendedPlaces(charger, $0, settings)) }
      ?? Stream(self)
  }

  private func note(_ request: [UInt8], _ reply: [UInt8]) {
    let start = access.framing == .tcp ? 7 : 1
    let body = Array(request[start...].dropLast(access.framing == .tcp ? 0 : 2))
    let isRefused = reply.count > start && reply[start] & 0x80 != 0
    if isRefused { refusals += 1 } else if body[0] == 6 || body[0] == 16 { writes.append(body) }
  }

  /// A connection over which the charger is asked by HTTP.
  private final class HTTPStream: ByteStream {
    private let world: PretendedWorld
    private let places: PretendedPlaces
    private var decoder = HTTPRequestDecoder()
    private var replies: [[UInt8]] = []

    init(_ world: PretendedWorld, _ places: PretendedPlaces) { (self.world, self.places) = (world, places) }

    func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
      world.time += .milliseconds(2)
      guard !world.isAbandoned else { return }
      decoder.append(bytes)
      while let request = try? decoder.next() {
        let response =
          world.refuses(bytes)
          ? HTTPServerResponse(503, text: "refused") : places.answer(request, at: world.time)
        if response.status != 200 {
          world.refusals += 1
        } else if request.method != "GET" {
          world.writes.append(request.body)
        }
        replies.append(world.spoils(response.encoded(keepsConnection: true)))
      }
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
