import Foundation
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite struct InstanceTests {
  private func name(_ driver: String, _ address: String?) -> InstanceName {
    InstanceName(
      charger: DeviceConfiguration(
        driver: driver, address: address, range: SourceRange(file: 0, start: 0, end: 0)),
      process: 42)
  }

  @Test func namesARunByItsCharger() {
    #expect(name("wallbox-quasar", "10.0.0.5").description == "wallbox-quasar-10.0.0.5:502")
    #expect(name("wallbox-quasar", "10.0.0.5") == name("wallbox-quasar", "10.0.0.5:502"))
    #expect(name("wallbox-quasar", "Quasar.local") == name("wallbox-quasar", "quasar.LOCAL"))
    #expect(name("wallbox-quasar", "10.0.0.5:503") != name("wallbox-quasar", "10.0.0.5"))
    #expect(name("wallbox-quasar", "../../etc/passwd").description == "wallbox-quasar-.._.._etc_passwd")
    #expect(name("simulated", nil).description == "simulated-42")
  }

  @Test func namesAnObserverByItsProcess() {
    let charger = DeviceConfiguration(
      driver: "wallbox-quasar", address: "10.0.0.5", range: SourceRange(file: 0, start: 0, end: 0))
    let observer = InstanceName(charger: charger, process: 42, observes: true)
    #expect(observer.description == "observer-wallbox-quasar-42")
    #expect(observer.isObserver && !name("wallbox-quasar", "10.0.0.5").isObserver)
    #expect(!observer.matches("wallbox-quasar"))
    #expect(observer.matches("observer"))
  }

  @Test func findsARunByItsAddress() {
    let run = name("wallbox-quasar", "10.0.0.5")
    for text in ["10.0.0.5", "10.0.0.5:502", "wallbox-quasar", "wallbox-quasar-10.0.0.5:502"] {
      #expect(run.matches(text), "\(text)")
    }
    for text in ["0.0.5", "10.0.0.50", "10.0.0.5:503", "", "wallbox-quasar-10.0.0.5:50"] {
      #expect(!run.matches(text), "\(text)")
    }
  }

  @Test func refusesASecondClaimUntilTheFirstIsGone() throws {
    let name = InstanceName("test-\(UUID().uuidString)")
    var first: ChargerClaim? = try ChargerClaim(name)
    #expect(throws: ChargerClaim.Failure.taken) { try ChargerClaim(name) }
    _ = try ChargerClaim(InstanceName("test-\(UUID().uuidString)"))
    withExtendedLifetime(first) {}
    first = nil
    _ = try ChargerClaim(name)
  }

  @Test func findsItsFoldersByTheEnvironment() {
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
