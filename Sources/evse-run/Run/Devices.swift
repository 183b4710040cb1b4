import Drivers
import Runtime
import ScheduleLang

/// The devices that a site names, ready to use.
struct Devices {
  /// The charger.
  let charger: any Charger
  private let withCar: ChargerWithCar
  /// The grid meter, if the site has one.
  private(set) var meter: (any Meter)?
  private var declaredMeters: [DeviceConfiguration] = []
  /// What the meters' secrets were when they were made.
  private var meterSecrets: [Int] = []
  private var declaredCar: DeviceConfiguration?
  private var carSecrets: Int?
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
    let charger = try factory.charger(site.charger, voltage: site.voltage)
    withCar = ChargerWithCar(charger, voltage: site.voltage, notice: notice)
    self.charger = observes ? WatchedCharger(withCar) : withCar
    try follow(site)
  }

  /// Goes on with the meters and the car that `site` declares, other ones where they, or a password, have changed.
  mutating func follow(_ site: Site) throws(DeviceConfigurationError) {
    try followMeters(site)
    try followCar(site)
  }

  private mutating func followCar(_ site: Site) throws(DeviceConfigurationError) {
    let secrets = site.car?.secretsFingerprint
    let isAsBefore: Bool
    if let old = declaredCar, let new = site.car {
      isAsBefore = old.isDeclared(like: new) && secrets == carSecrets
    } else {
      isAsBefore = declaredCar == nil && site.car == nil
    }
    guard !isAsBefore else { return }
    let car = try site.car.map { device throws(DeviceConfigurationError) in try factory.car(device) }
    withCar.follow(car, name: site.car?.driver ?? "", battery: site.battery)
    (declaredCar, carSecrets) = (site.car, secrets)
  }

  private mutating func followMeters(_ site: Site) throws(DeviceConfigurationError) {
    let declared = [site.meter, site.solarMeter].compactMap(\.self)
    let secrets = declared.map(\.secretsFingerprint)
    let isAsBefore =
      declared.count == declaredMeters.count
      && zip(declared, declaredMeters).allSatisfy { $0.isDeclared(like: $1) }
    if isAsBefore, secrets == meterSecrets { return }
    meter = try site.meter.map { device throws(DeviceConfigurationError) in
      try factory.meter(device, solar: site.solarMeter)
    }
    (declaredMeters, meterSecrets) = (declared, secrets)
  }
}

extension Site {
  /// Whether no real charger is involved.
  var isChargerSimulated: Bool { charger.driver == "simulated" }

  /// Whether no real device is involved.
  var isSimulated: Bool { devices.filter { !records.contains($0) }.allSatisfy { $0.driver == "simulated" } }
}
