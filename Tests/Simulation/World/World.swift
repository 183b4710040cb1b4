import Platform
import Drivers
import Runtime
import ScheduleLang
import SeededRandomness

/// A home with its devices, its network and its clocks, in which time passes only when someone waits.
final class World {
  /// The addresses that the site's devices have here.
  static let chargerHost = "192.0.2.1"
  static let meterHost = "192.0.2.2"

  /// Time since an arbitrary start.
  private(set) var now: VirtualTime = .seconds(1000)
  /// What the wall clock showed at the arbitrary start.
  private var wallStart: Int64
  /// How far the wall clock is from the truth, in milliseconds.
  private(set) var wallError: Int64 = 0

  let charger: VirtualQuasar
  let shelly: VirtualShelly
  var home: VirtualHome
  var random: SeededGenerator
  private(set) var chargerLink: VirtualLink!
  private(set) var meterLink: VirtualLink!

  /// What the owner has ordered of the program; nil where nothing is, or where the program said that it is over.
  var order: Order?
  /// Whether there is a program that can reach anything.
  var isProgramAlive = false
  /// The probability with which the program dies before or after a write to the charger.
  var powerCutProbability = 0.0
  private(set) var powerCuts = 0
  private var deliveries: [(time: VirtualTime, action: () -> Void)] = []
  private var livedUntil: VirtualTime

  init(
    start: Instant, charger: VirtualQuasar, shelly: VirtualShelly, home: VirtualHome, random: SeededGenerator
  ) {
    wallStart = start.milliseconds - Int64(now / 1_000_000)
    livedUntil = now
    self.charger = charger
    self.shelly = shelly
    self.home = home
    self.random = random
    chargerLink = VirtualLink(world: self, peer: charger)
    meterLink = VirtualLink(world: self, peer: shelly)
    shelly.measure = { [unowned self] in (grid, home.solar, charger.voltage) }
  }

  /// Power through the grid connection in watts, import positive.
  var grid: Double { home.load - home.solar + charger.power }

  /// The ways to both devices.
  var links: [VirtualLink] { [chargerLink, meterLink] }

  /// What is not as it seems, for a trace.
  var lies: String {
    let registers = charger.falseValues.sorted { $0.key < $1.key }.map {
      "\($0.key)=\(Int16(bitPattern: $0.value))"
    }
    let traits = [
      charger.commanded != charger.setPoint ? "offers \(charger.commanded)A" : nil,
      charger.disobeys ? "disobeys" : nil, charger.ignoresChanges ? "ignores changes" : nil,
      charger.refusesWrites ? "refuses" : nil,
      charger.isDeclined ? "declined" : nil,
      charger.car.isAsleep ? "asleep" : nil, shelly.habit == .truthful ? nil : "meter \(shelly.habit)",
      chargerLink.replyTime.map { "slow \($0)" },
    ]
    return (registers + traits.compactMap { $0 }).joined(separator: " ")
  }

  /// What time it really is.
  var instant: Instant { Instant(milliseconds: wallStart + Int64(now / 1_000_000)) }

  /// What the wall clock shows.
  var wall: Instant { Instant(milliseconds: instant.milliseconds + wallError) }

  /// Sets the wall clock forwards or back.
  func setWallClock(by milliseconds: Int64) { wallError += milliseconds }

  /// Lets time pass up to `time`, delivering what is due on the way.
  func pass(until time: VirtualTime) {
    while let first = deliveries.first, first.time <= time {
      deliveries.removeFirst()
      now = max(now, first.time)
      first.action()
    }
    now = max(now, time)
  }

  /// Lets a span of time pass.
  func pass(_ span: VirtualTime) { pass(until: now + span) }

  /// When something that is on its way is due next.
  var nextDelivery: VirtualTime? { deliveries.first?.time }

  /// Does something later.
  func deliver(after span: VirtualTime, _ action: @escaping () -> Void) {
    let time = now + span
    let place = deliveries.firstIndex { $0.time > time } ?? deliveries.endIndex
    deliveries.insert((time, action), at: place)
  }

  /// Lets the house, the car and the charger live up to now; called once a second.
  func live() {
    charger.live(seconds: Double(now - livedUntil) / 1e9, at: now)
    home.live(at: instant)
    for link in links { link.live() }
    livedUntil = now
  }

  /// Perhaps ends the program at this write to the charger; true where it did.
  func mayLosePower(at request: [UInt8]) -> Bool {
    guard powerCutProbability > 0, request.count == 12, request[7] == 6, random.chance(powerCutProbability)
    else { return false }
    isProgramAlive = false
    powerCuts += 1
    return true
  }
}

extension World: Connector {
  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    let link: VirtualLink = endpoint.host == World.chargerHost ? chargerLink : meterLink
    return try link.connect(to: endpoint, by: deadline)
  }
}
