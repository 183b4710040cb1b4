import Platform
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import simulate_faults

/// The inspector asks for what a program can do, and for no less.
@Suite("Inspector")
struct InspectorTests {
  /// A charger that gives 16 A, its time-out 60 s, and a program that wants none.
  private final class UnwantedPower {
    let world: World
    let inspector: Inspector

    init(lacksFailsafe: Bool = false) {
      world = World(
        start: Instant(seconds: 1_800_000_000),
        charger: VirtualQuasar(
          car: VirtualCar(
            battery: BatteryModel(capacity: WattHours(52_000), current: 1...32), soc: Percent(50)),
          voltage: 230),
        shelly: VirtualShelly(generation: 1, hasPassword: false), home: VirtualHome(seed: 1, zone: .utc),
        random: SeededGenerator(seed: 1))
      world.charger.lacksFailsafe = lacksFailsafe
      for (address, value) in [(0x51, 1), (0x58, 60), (0x102, 16), (0x101, 1)] as [(Int, UInt16)] {
        _ = world.charger.write(value, to: address)
      }
      world.charger.hear(at: world.now)
      let site = Site(
        timezone: "UTC",
        charger: DeviceConfiguration(driver: "wallbox-quasar", range: SourceRange(file: 0, start: 0, end: 0)))
      inspector = Inspector(world: world, site: site, reserve: nil, rulesOnSoC: [], failsafe: 60)
      world.isProgramAlive = true
      inspector.programStarted()
    }

    func pass(seconds: Int, isHeard: Bool) {
      for _ in 0..<seconds {
        world.pass(.seconds(1))
        if isHeard { world.charger.hear(at: world.now) }
        world.live()
        inspector.secondEnded()
      }
    }
  }

  @Test("lets a program die as it reaches the charger again")
  func letsAProgramDieAsItReachesTheChargerAgain() {
    let home = UnwantedPower()
    home.world.chargerLink.outage = .silence
    home.pass(seconds: 55, isHeard: false)
    home.world.chargerLink.outage = nil
    home.pass(seconds: 1, isHeard: true)
    home.world.isProgramAlive = false
    home.pass(seconds: 59, isHeard: false)
    #expect(home.world.charger.flow == 16)
    home.pass(seconds: 60, isHeard: false)
    #expect(home.world.charger.flow == 0)
    #expect(home.inspector.violation == nil)
  }

  @Test("finds power that a program leaves on")
  func findsPowerThatAProgramLeavesOn() {
    let home = UnwantedPower()
    home.pass(seconds: 75, isHeard: true)
    #expect(home.inspector.violation == nil)
    home.pass(seconds: 5, isHeard: true)
    #expect(home.inspector.violation?.text.contains("no decision has wanted") == true)
  }

  @Test("finds power that is left to a charger handed back")
  func findsPowerThatIsLeftToAChargerHandedBack() {
    let home = UnwantedPower()
    _ = home.world.charger.write(0, to: 0x51)
    home.world.isProgramAlive = false
    home.pass(seconds: 60, isHeard: false)
    #expect(home.inspector.violation == nil)
    home.pass(seconds: 5, isHeard: false)
    #expect(home.inspector.violation?.text.contains("has heard nothing") == true)
  }

  @Test("leaves to its user what the charger does in their hands")
  func leavesToItsUserWhatTheChargerDoesInTheirHands() {
    let home = UnwantedPower()
    home.world.charger.takeUserControl()
    home.world.isProgramAlive = false
    home.pass(seconds: 600, isHeard: false)
    #expect(home.world.charger.flow == 16)
    #expect(home.inspector.violation == nil)
  }

  @Test("finds power that no time-out ends in an outage")
  func findsPowerThatNoTimeoutEndsInAnOutage() {
    let home = UnwantedPower(lacksFailsafe: true)
    home.world.chargerLink.outage = .hung
    home.pass(seconds: 60, isHeard: false)
    #expect(home.inspector.violation == nil)
    home.pass(seconds: 5, isHeard: false)
    #expect(home.inspector.violation?.text.contains("has heard nothing") == true)
  }

  @Test("finds a direction that changes too often")
  func findsADirectionThatChangesTooOften() {
    let home = UnwantedPower()
    for change in 0..<5 {
      home.inspector.hear(.commanded(.start(Amperes(change.isMultiple(of: 2) ? 6 : -6))))
      home.inspector.hear(.commanded(.stop))
      home.pass(seconds: 600, isHeard: false)
    }
    #expect(home.inspector.violation?.text.contains("direction") != true)
    home.inspector.hear(.commanded(.start(Amperes(-6))))
    #expect(home.inspector.violation?.text.contains("the direction of power changes 5 times") == true)
  }

  @Test("counts a change from when power shows it")
  func countsAChangeFromWhenPowerShowsIt() {
    let home = UnwantedPower()
    home.world.charger.ignoresTimeout = true
    func tell(_ current: Int, isHeardOf: Bool = true, for seconds: Int) {
      _ = home.world.charger.write(UInt16(truncatingIfNeeded: current), to: 0x102)
      if isHeardOf { home.inspector.hear(.commanded(.start(Amperes(current)))) }
      home.pass(seconds: seconds, isHeard: true)
    }
    tell(16, for: 10)
    tell(-6, isHeardOf: false, for: 110)
    tell(-6, for: 20)
    for (current, seconds) in [(16, 3400), (-6, 110), (16, 20)] { tell(current, for: seconds) }
    tell(-6, for: 20)
    #expect(home.inspector.violation == nil)
    tell(16, for: 1)
    #expect(home.inspector.violation?.text.contains("the direction of power changes 5 times") == true)
  }

  @Test("counts the changes of the last hour only")
  func countsTheChangesOfTheLastHourOnly() {
    var directions = Directions()
    let counts = [(6, 0), (-6, 1), (-10, 2), (6, 3), (6, 3599), (-6, 3600), (6, 3601), (-6, 7200)].map {
      directions.note($0.0, at: .seconds($0.1))
    }
    #expect(counts == [0, 1, 0, 2, 0, 3, 3, 2])
  }

  @Test("counts no change to the direction that another hand has given power")
  func countsNoChangeToTheDirectionThatAnotherHandHasGivenPower() {
    var directions = Directions()
    _ = directions.note(6, at: 0)
    directions.noteOther(-3)
    #expect(directions.note(-6, at: .seconds(10)) == 0)
    #expect(directions.note(6, at: .seconds(20)) == 1)
    directions.noteOther(0)
    #expect(directions.note(-6, at: .seconds(30)) == 2)
  }

  @Test("finds a charger that is handed back while it goes on")
  func findsAChargerThatIsHandedBackWhileItGoesOn() {
    let home = UnwantedPower()
    home.world.charger.disobeys = true
    home.pass(seconds: 5, isHeard: true)
    home.inspector.programStopped(.refused("it goes on"))
    #expect(home.inspector.violation == nil)
    home.inspector.programStopped(nil)
    #expect(home.inspector.violation?.text.contains("nothing says so") == true)
  }

  @Test("leaves to a charger what it begins again by itself", arguments: [false, true])
  func leavesToAChargerWhatItBeginsAgainByItself(isHeld: Bool) {
    let home = UnwantedPower()
    let charger = home.world.charger
    home.pass(seconds: 5, isHeard: true)
    charger.disobeys = true
    if isHeld { charger.hold(state: 3) }
    home.inspector.programStopped(nil)
    _ = charger.write(0, to: 0x51)
    home.world.isProgramAlive = false
    home.pass(seconds: 5, isHeard: false)
    charger.recover(resumes: true)
    home.pass(seconds: 100, isHeard: false)
    #expect(charger.flow == 16)
    #expect((home.inspector.violation == nil) == isHeld)
  }

  @Test("finds a car that is woken again and again")
  func findsACarThatIsWokenAgainAndAgain() {
    let home = UnwantedPower()
    home.world.charger.car.ownLimit = 40
    home.world.charger.live(seconds: 1, at: home.world.now)
    for _ in 0...Inspector.mostVainStarts {
      #expect(home.inspector.violation?.text.contains("is started") != true)
      home.pass(seconds: 50, isHeard: true)
      _ = home.world.charger.write(1, to: 0x101)
    }
    home.pass(seconds: 1, isHeard: true)
    #expect(home.inspector.violation?.text.contains("a car that takes nothing is started") == true)
  }
}
