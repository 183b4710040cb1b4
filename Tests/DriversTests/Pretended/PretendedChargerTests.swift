import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// Each charger that ships, on the real loop against what its own text describes.
@Suite("Shipped chargers, pretended")
struct PretendedChargerTests {
  static let names = BuiltInDevices.names(role: "charger")
  static let bidirectional = names.filter { DeviceDescription.shipped($0)?.charger?.discharges == true }
  static let failsafe = names.filter {
    DeviceDescription.shipped($0)?.charger?.failsafe.shortest != nil
  }

  @Test("6 A charge the car, and fill it", arguments: names)
  func charging(name: String) throws {
    let home = try PretendedHome(name)
    let before = home.world.charger.soc
    home.run(600)
    #expect(home.world.power == 1380 && home.world.charger.soc > before)
    #expect(home.last?.charger?.state == .charging && home.last?.chargerFailure == nil, "\(home.failures)")
    #expect(home.last?.setPoint == Amperes(6))
  }

  @Test("-6 A discharge the car, and empty it", arguments: bidirectional)
  func discharging(name: String) throws {
    let home = try PretendedHome(name)
    home.decision = Decision(.discharge, -6, -6)
    let before = home.world.charger.soc
    home.run(600)
    #expect(home.world.power == -1380 && home.world.charger.soc < before)
    #expect(home.last?.charger?.state == .discharging && home.last?.chargerFailure == nil, "\(home.failures)")
  }

  @Test("a change is followed, a stop ends it, and it begins again", arguments: names)
  func following(name: String) throws {
    let home = try PretendedHome(name)
    home.run(60)
    home.decision = Decision(.charge, 10, 10)
    home.run(60)
    #expect(home.world.power == 2300)
    home.decision = .idle
    home.run(60)
    #expect(home.world.power == 0 && home.last?.charger?.state == .paused)
    let written = home.world.writes.count
    home.run(30)
    // A heartbeat alone goes on.
    #expect(home.world.writes.count <= written + (home.world.charger.map.charger.heartbeat == nil ? 0 : 8))
    home.decision = Decision(.charge, 6, 6)
    home.run(600)
    #expect(home.world.power == 1380)
  }

  @Test("a car that leaves is seen, and one that comes is charged", arguments: names)
  func unplugged(name: String) throws {
    let home = try PretendedHome(name)
    home.run(60)
    home.world.charger.isPluggedIn = false
    home.run(30)
    #expect(home.last?.charger?.pluggedIn == false && home.world.power == 0)
    home.world.charger.isPluggedIn = true
    home.run(300)
    #expect(home.world.power == 1380)
  }

  @Test("its own time-out stops it once the program is gone", arguments: failsafe)
  func abandoned(name: String) throws {
    let home = try PretendedHome(name, settings: "failsafe required")
    home.decision = Decision(.charge, 16, 16)
    home.run(120)
    #expect(home.world.power == 3680 && home.charger.failsafeProblem == nil)
    let seconds = try #require(home.charger.failsafeTimeout) / .seconds(1)
    home.world.isAbandoned = true
    home.world.wait(seconds: seconds / 3)
    #expect(home.world.power == 3680)
    home.world.wait(seconds: seconds + 2)
    #expect(home.world.power == 0 && home.world.charger.firings == 1)
  }

  @Test(
    "that one without a time-out goes on is said from the start on",
    arguments: names.filter { !failsafe.contains($0) })
  func endless(name: String) throws {
    let home = try PretendedHome(name)
    #expect(home.charger.failsafeProblem?.contains("no time-out of its own") == true)
    home.run(60)
    home.world.isAbandoned = true
    home.world.wait(seconds: 3600)
    #expect(home.world.power == 1380)
  }

  @Test(
    "on three phases the power is that of the current that was wanted, or less",
    arguments: names.filter { $0 != "wallbox-quasar" })
  func phases(name: String) throws {
    guard DeviceDescription.shipped(name)?.charger?.setPoint.unit == .current else { return }
    let home = try PretendedHome(name, settings: "phases 3")
    home.decision = Decision(.charge, 20, 20)
    home.run(120)
    #expect((4000...4600).contains(home.world.power), "\(home.world.power)")
    #expect(home.last?.setPoint == Amperes(20) && home.last?.chargerFailure == nil, "\(home.failures)")
    let written = home.world.writes.count
    home.run(30)
    #expect(home.world.writes.count <= written + 8)
  }

  @Test(
    "a sign that is said wrongly moves the car the other way, which the loop ends", arguments: bidirectional)
  func wrongSign(name: String) throws {
    let home = try PretendedHome(name) { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
        guard line.contains("    set ") else { return String(line) }
        return line.contains("positive charging")
          ? String(line).replacing("positive charging", with: "positive discharging")
          : String(line).replacing("positive discharging", with: "positive charging")
      }.joined(separator: "\n")
    }
    home.run(60)
    #expect(home.last?.chargerFailure != nil || home.world.power == 0)
    #expect(home.world.charger.soc > 49.5)
  }
}
