import Platform
import Foundation
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Instance")
struct InstanceTests {
  private func charger(_ driver: String, _ address: String?, unit: Int? = nil) -> DeviceConfiguration {
    var charger = DeviceConfiguration(
      driver: driver, address: address, range: SourceRange(file: 0, start: 0, end: 0))
    charger.settings["unit"] = unit.map { .number($0) }
    return charger
  }

  private func name(_ driver: String, _ address: String?, unit: Int? = nil) -> InstanceName {
    InstanceName(charger: charger(driver, address, unit: unit), process: 42)
  }

  @Test("names a run by its charger")
  func namesARunByItsCharger() {
    #expect(name("wallbox-quasar", "10.0.0.5").description == "wallbox-quasar-10.0.0.5:502")
    #expect(name("wallbox-quasar", "10.0.0.5") == name("wallbox-quasar", "10.0.0.5:502"))
    #expect(name("wallbox-quasar", "Quasar.local") == name("wallbox-quasar", "quasar.LOCAL"))
    #expect(name("wallbox-quasar", "10.0.0.5:503") != name("wallbox-quasar", "10.0.0.5"))
    #expect(name("wallbox-quasar", "../../etc/passwd").description == "wallbox-quasar-.._.._etc_passwd")
    #expect(name("simulated", nil).description == "simulated-42")
    #expect(name("wallbox-quasar", "10.0.0.5", unit: 1) == name("wallbox-quasar", "10.0.0.5"))
    #expect(
      name("wallbox-quasar", "10.0.0.5", unit: 2).description == "wallbox-quasar-10.0.0.5:502-unit-2")
  }

  @Test("parts of a station are runs of their own only where they do not share a time-out")
  func partsOfAStation() {
    func name(_ driver: String, connector: Int?) -> InstanceName {
      var charger = charger(driver, "10.0.0.5")
      charger.description = .shipped(driver)
      charger.settings["connector"] = connector.map { .number($0) }
      return InstanceName(charger: charger, process: 42)
    }
    #expect(name("ambibox", connector: 2).description == "ambibox-10.0.0.5:502-connector-2")
    #expect(name("ambibox", connector: 1) == name("ambibox", connector: nil))
    #expect(name("ambibox", connector: 2).matches("10.0.0.5"))
    // Whoever talks to the station puts the one time-out of all its connectors off.
    #expect(name("evtec-bidipro", connector: 2) == name("evtec-bidipro", connector: 1))
  }

  @Test("names an observer by its process")
  func namesAnObserverByItsProcess() {
    let charger = DeviceConfiguration(
      driver: "wallbox-quasar", address: "10.0.0.5", range: SourceRange(file: 0, start: 0, end: 0))
    let observer = InstanceName(charger: charger, process: 42, observes: true)
    #expect(observer.description == "observer-wallbox-quasar-42")
    #expect(observer.isObserver && !name("wallbox-quasar", "10.0.0.5").isObserver)
    #expect(!observer.matches("wallbox-quasar"))
    #expect(observer.matches("observer"))
  }

  @Test("finds a run by its address")
  func findsARunByItsAddress() {
    let run = name("wallbox-quasar", "10.0.0.5")
    for text in ["10.0.0.5", "10.0.0.5:502", "wallbox-quasar", "wallbox-quasar-10.0.0.5:502"] {
      #expect(run.matches(text), "\(text)")
    }
    let unit = name("wallbox-quasar", "10.0.0.5", unit: 2)
    for text in ["10.0.0.5", "10.0.0.5:502", "wallbox-quasar", "10.0.0.5:502-unit-2"] {
      #expect(unit.matches(text), "\(text)")
    }
    #expect(!unit.matches("10.0.0.5:503"))
    for text in ["0.0.5", "10.0.0.50", "10.0.0.5:503", "", "wallbox-quasar-10.0.0.5:50"] {
      #expect(!run.matches(text), "\(text)")
    }
  }

  @Test("refuses a second claim until the first is gone")
  func refusesASecondClaimUntilTheFirstIsGone() throws {
    let name = InstanceName("test-\(UUID().uuidString)")
    let other = InstanceName("test-\(UUID().uuidString)")
    func claim(_ names: Set<InstanceName>) throws(ClaimError) -> ChargerClaim {
      try ChargerClaim(charger("wallbox-quasar", nil), names: names)
    }
    var first: ChargerClaim? = try claim([name])
    #expect(throws: ClaimError.taken) { try claim([name]) }
    #expect(throws: ClaimError.taken) { try claim([name, other]) }
    _ = try claim([other])
    withExtendedLifetime(first) {}
    first = nil
    _ = try claim([name, other])
  }

  private func claimed(_ address: String, unit: Int? = nil) -> Set<String> {
    let names = ChargerClaim.names(
      of: charger("wallbox-quasar", address, unit: unit), hosts: HostLookup())
    return Set(names.map(\.description))
  }

  @Test(
    "claims a charger however its address is spelt",
    arguments: [
      "127.0.0.1:1502", "localhost:1502", "LOCALHOST:1502", "127.1:1502", "[::ffff:127.0.0.1]:1502",
      "127.0.0.1:01502",
    ])
  func claimsAChargerHoweverItsAddressIsSpelt(address: String) {
    #expect(claimed(address).contains("wallbox-quasar-127.0.0.1:1502"))
  }

  @Test("claims nothing else")
  func claimsNothingElse() {
    #expect(claimed("10.0.0.5") == ["wallbox-quasar-10.0.0.5:502"])
    #expect(claimed("10.0.0.5", unit: 2) == ["wallbox-quasar-10.0.0.5:502-unit-2"])
    #expect(claimed("[2001:DB8:0::5]:1").contains("wallbox-quasar-[2001:db8::5]:1"))
    #expect(claimed("[fe80::1%lo]").contains("wallbox-quasar-[fe80::1_1]:502"))
    #expect(claimed("charger.invalid:7") == ["wallbox-quasar-charger.invalid:7"])
  }

  @Test("finds its folders by the environment")
  func findsItsFoldersByTheEnvironment() {
    let service = InstanceFolders {
      ["STATE_DIRECTORY": "/s:/t", "RUNTIME_DIRECTORY": "/r", "HOME": "/h", "XDG_RUNTIME_DIR": "/u"][$0]
    }
    #expect(service.state == "/s")
    #expect(service.sockets == "/r")
    #expect(service.searched == ["/r", "/u/evse-run", "/s", "/run/evse-run"])
    let user = InstanceFolders { ["HOME": "/h"][$0] }
    #expect(user.state == "/h/.local/state/evse-run")
    #expect(user.sockets == user.state)
    let login = InstanceFolders { ["HOME": "/h", "XDG_STATE_HOME": "/x", "XDG_RUNTIME_DIR": "/u"][$0] }
    #expect(login.state == "/x/evse-run")
    #expect(login.sockets == "/u/evse-run")
    #expect(InstanceFolders { ["HOME": "relative"][$0] }.state == nil)
  }
}
