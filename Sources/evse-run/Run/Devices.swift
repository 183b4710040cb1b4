import Drivers
import Runtime
import ScheduleLang

/// The devices that a site names, ready to use.
struct Devices {
  /// The charger.
  let charger: any Charger
  /// The grid meter, if the site has one.
  private(set) var meter: (any Meter)?
  private var declaredMeter: DeviceConfiguration?
  /// What the meter's secrets were when it was made.
  private var meterSecrets = 0
  private let factory: DeviceFactory

  /// Creates the devices of `site`; those that are simulated live by `clock`, in `zone`, and share one home.
  ///
  /// - Parameters:
  ///   - observes: whether the charger is only watched.
  ///   - claim: that of the charger, without which nothing is sent to it.
  ///   - notice: prints, in one line each, what a real device lacks.
  init(
    site: Site, zone: ZoneRules, observes: Bool = false, claim: ChargerClaim? = nil,
    clock: @escaping @Sendable () -> Instant,
    notice: @escaping (String) -> Void
  ) throws(DeviceConfigurationError) {
    factory = DeviceFactory(
      simulatedHome: SimulatedHome(site: site, zone: zone, clock: clock),
      logins: LoginMemory(folder: InstanceFolders.ofProcess.state), claim: claim,
      notice: notice)
    let charger = try factory.charger(site.charger)
    self.charger = observes ? WatchedCharger(charger) : charger
    try follow(site)
  }

  /// Goes on with the meter that `site` declares, another one where that, or its password, has changed.
  mutating func follow(_ site: Site) throws(DeviceConfigurationError) {
    if let declared = site.meter {
      let secrets = declared.secretsFingerprint
      if let declaredMeter, declared.isDeclared(like: declaredMeter), secrets == meterSecrets { return }
      meter = try factory.meter(declared)
      meterSecrets = secrets
    } else {
      meter = nil
    }
    declaredMeter = site.meter
  }
}

extension Site {
  /// Whether no real charger is involved.
  var isChargerSimulated: Bool { charger.driver == "simulated" }

  /// Whether no real device is involved.
  var isSimulated: Bool { isChargerSimulated && meter.map { $0.driver == "simulated" } ?? true }
}
