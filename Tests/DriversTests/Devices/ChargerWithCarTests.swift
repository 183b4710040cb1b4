import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("A charger with what is told of the car")
struct ChargerWithCarTests {
  /// A charger that says what a test has it say.
  private final class Box: Charger {
    var status = ChargerStatus(state: .paused, pluggedIn: true, soc: nil, power: Watts(0))
    var stops = 0
    func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus { status }
    func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {}
    func stop(by deadline: ExchangeDeadline) throws(DeviceError) { stops += 1 }
    func release(by deadline: ExchangeDeadline) throws(DeviceError) {}
    var failsafeTimeout: Duration? { .seconds(42) }
  }

  private final class Teller: CarTeller {
    var tellsPlug = true
    var telling = CarTelling(soc: 63, isPluggedIn: true)
    func told() -> CarTelling { telling }
  }

  private final class Notices {
    var lines: [String] = []
  }

  private let box = Box()
  private let teller = Teller()
  private let notices = Notices()
  private let charger: ChargerWithCar

  init() {
    let notices = notices
    charger = ChargerWithCar(box, voltage: Volts(230)) { notices.lines.append($0) }
    charger.follow(teller, name: "tesla", battery: WattHours(60_000))
  }

  private func soc(at second: Int) throws -> Int? {
    try charger.status(by: ExchangeDeadline(uptime: .seconds(second))).soc
  }

  @Test("the SoC is the car's where the charger knows none")
  func told() throws {
    #expect(try soc(at: 1) == 63)
    teller.telling.soc = nil
    #expect(try soc(at: 2) == nil)
    charger.follow(nil as (any CarTeller)?, name: "", battery: nil)
    #expect(try soc(at: 3) == nil)
  }

  @Test("it is that of no car that is not here")
  func elsewhere() throws {
    teller.telling.isPluggedIn = false
    #expect(try soc(at: 1) == nil, "it is another car that is here")
    teller.telling.isPluggedIn = nil
    #expect(try soc(at: 2) == nil, "it can tell, and does not")
    teller.tellsPlug = false
    #expect(try soc(at: 3) == 63)
    for pluggedIn in [false, nil] {
      box.status.pluggedIn = pluggedIn
      #expect(try soc(at: 4) == nil)
    }
  }

  @Test("the charger's own goes before it, until another car comes")
  func own() throws {
    box.status.soc = 60
    #expect(try soc(at: 1) == 60)
    box.status.soc = nil
    #expect(try soc(at: 2) == nil, "two that do not agree would go back and forth")
    box.status.pluggedIn = false
    #expect(try soc(at: 3) == nil)
    box.status.pluggedIn = true
    #expect(try soc(at: 4) == nil, "what was told before it was away says nothing of now")
    (teller.telling.isSoCNew, teller.telling.soc) = (true, 58)
    #expect(try soc(at: 5) == 58)
  }

  @Test("what is told on the way home counts, and the same number again and again is no news")
  func news() throws {
    box.status.pluggedIn = false
    _ = try soc(at: 1)
    (teller.telling.isSoCNew, teller.telling.soc) = (true, 44)
    _ = try soc(at: 2)
    box.status.pluggedIn = true
    #expect(try soc(at: 3) == 44)
    // Somebody who is asked each second says what the car told hours ago.
    box.status.power = Watts(-7200)
    for second in 4...1510 { _ = try soc(at: second) }
    #expect(try soc(at: 1511) == nil)
    teller.telling.soc = 38
    #expect(try soc(at: 1512) == 38)
  }

  @Test(
    "what was told before a twentieth of the battery has flowed counts no more", arguments: [7200.0, -7200])
  func moved(watts: Double) throws {
    teller.telling.isSoCNew = true
    box.status.power = Watts(watts)
    #expect(try soc(at: 0) == 63)
    teller.telling.isSoCNew = false
    // 3 kWh of 60 kWh at 2 Wh a second.
    for second in 1...1499 { #expect(try soc(at: second) == 63) }
    for second in 1500...1510 { _ = try soc(at: second) }
    #expect(try soc(at: 1511) == nil)
    (teller.telling.isSoCNew, teller.telling.soc) = (true, 68)
    #expect(try soc(at: 1512) == 68)
  }

  @Test("a charger that measures nothing has what it was told")
  func unmeasured() throws {
    box.status = ChargerStatus(
      state: .charging, pluggedIn: true, soc: nil, power: nil, setPoint: Amperes(16))
    for second in 0...2800 { #expect(try soc(at: second) == 63) }
    for second in 2801...3000 { _ = try soc(at: second) }
    #expect(try soc(at: 3001) == nil)
  }

  @Test("who cannot be reached is told of once, and who has nothing new not at all")
  func notice() throws {
    teller.telling = CarTelling(failure: .protocolViolation("nothing has come"))
    _ = try soc(at: 1)
    #expect(notices.lines == [])
    for second in 2..<9 {
      teller.telling = CarTelling(failure: .transport("Connection refused"))
      #expect(try soc(at: second) == nil)
    }
    #expect(notices.lines == ["the car tesla cannot be reached: Connection refused"])
    teller.telling = CarTelling(soc: 50, isPluggedIn: true)
    #expect(try soc(at: 10) == 50)
    teller.telling = CarTelling(failure: .transport("Connection refused"))
    _ = try soc(at: 11)
    #expect(notices.lines.count == 2)
  }

  @Test("all else is the charger's own")
  func rest() throws {
    try charger.stop(by: ExchangeDeadline(uptime: .seconds(1)))
    #expect(box.stops == 1 && charger.failsafeTimeout == .seconds(42))
  }
}
