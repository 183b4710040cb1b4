import Foundation
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Device factory")
struct DeviceFactoryTests {
  private let place = SourceRange(file: 0, start: 3, end: 9)

  private func device(
    _ driver: String, at address: String? = "192.168.0.10",
    _ settings: [String: DeviceConfiguration.Value] = [:]
  ) -> DeviceConfiguration {
    var device = DeviceConfiguration(driver: driver, address: address, settings: settings, range: place)
    device.description = .shipped(driver)
    return device
  }

  @Test("makes the devices that a site names")
  func known() throws {
    #expect(try DeviceFactory().charger(device("wallbox-quasar")) is DescribedCharger)
    #expect(try DeviceFactory().meter(device("shelly-em")) is DescribedMeter)
  }

  @Test("says where a driver, an address or a simulated home is missing")
  func unknown() {
    let factory = DeviceFactory()
    for driver in ["shelly-em", "simulated", "toaster"] {
      #expect(throws: DeviceConfigurationError(.unknownDriver, in: device(driver))) {
        try factory.charger(device(driver))
      }
    }
    #expect(throws: DeviceConfigurationError(.unknownDriver, in: device("simulated"))) {
      try factory.meter(device("simulated"))
    }
    #expect(throws: DeviceConfigurationError(.missingAddress, in: device("shelly-em"))) {
      try factory.meter(device("shelly-em", at: nil))
    }
    let error = #expect(throws: DeviceConfigurationError.self) {
      try factory.charger(device("wallbox-quasar", at: "http://192.168.0.10"))
    }
    #expect(error?.problem == .badAddress("http://192.168.0.10"))
    #expect(error?.range == place)
  }

  @Test("reads the Quasar's settings")
  func quasar() throws {
    let defaults = try ChargerSettings(device("wallbox-quasar"), .wallboxQuasar, unit: 1)
    #expect(defaults == ChargerSettings())
    #expect(defaults.control == .keep && defaults.failsafe == 60 && defaults.unit == 1)
    let all = try ChargerSettings(
      device(
        "wallbox-quasar", ["control": .word("hand back"), "failsafe": .seconds(1800), "unit": .number(7)]),
      .wallboxQuasar, unit: 1)
    #expect(all.control == .handBack && all.failsafe == 1800 && all.unit == 7)
  }

  @Test(
    "refuses values that the Quasar does not take",
    arguments: [
      ("control", .word("share")), ("control", .number(1)), ("failsafe", .seconds(9)),
      ("failsafe", .seconds(65_536)),
      ("failsafe", .number(60)), ("unit", .number(256)), ("unit", .number(-1)), ("unit", .text("1")),
    ] as [(String, DeviceConfiguration.Value)])
  func badQuasarSettings(key: String, value: DeviceConfiguration.Value) {
    let error = #expect(throws: DeviceConfigurationError.self) {
      try ChargerSettings(device("wallbox-quasar", [key: value]), .wallboxQuasar, unit: 1)
    }
    guard case .badSetting(key, _) = error?.problem else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(
    "a secret that cannot be read is an error that does not guess",
    arguments: [
      (.environment("EVSE_RUN_NO_SUCH_VARIABLE"), "the environment has no EVSE_RUN_NO_SUCH_VARIABLE"),
      (.file("/no/such/file"), "/no/such/file: there is no such file"),
      (.file("/dev/null"), "/dev/null is empty"), (.file("/dev/zero"), "/dev/zero is longer than 4096 bytes"),
      (.file("/"), "/: it is no regular file"),
    ] as [(DeviceConfiguration.Secret, String)])
  func unreadableSecrets(secret: DeviceConfiguration.Secret, reason: String) {
    let device = device("shelly-em", ["password": .secret(secret)])
    #expect(throws: DeviceConfigurationError(.unreadableSecret("password", reason: reason), in: device)) {
      try DeviceFactory().meter(device)
    }
  }
}
