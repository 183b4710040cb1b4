import Platform
import Runtime
import ScheduleLang

/// Makes chargers and meters from what a site says of them; nothing is connected until a device is used.
public struct DeviceFactory {
  /// How the devices reach their peers.
  public var connector: any Connector
  /// The home behind `simulated` devices; nil where a run simulates none.
  public var simulatedHome: SimulatedHome?
  /// Told, in one line each, what a device lacks.
  public var notice: (String) -> Void
  /// How devices were logged in to before.
  public var logins: LoginMemory
  /// The claim of the charger, without which nothing is sent to it; nil where none is needed.
  public var claim: ChargerClaim?

  /// Creates a factory.
  public init(
    connector: any Connector = TCPConnector(), simulatedHome: SimulatedHome? = nil,
    logins: LoginMemory = LoginMemory(folder: nil), claim: ChargerClaim? = nil,
    notice: @escaping (String) -> Void = { _ in }
  ) {
    self.connector = connector
    self.simulatedHome = simulatedHome
    self.logins = logins
    self.claim = claim
    self.notice = notice
  }

  /// Makes the charger that a site declares.
  ///
  /// - Parameter voltage: at what voltage a current becomes a power, for a charger that is told powers.
  public func charger(
    _ device: DeviceConfiguration, voltage: Volts = Volts(230)
  ) throws(DeviceConfigurationError) -> any Charger {
    if let description = device.description, let charger = description.charger {
      return try described(charger, description, device, voltage: voltage)
    }
    switch device.driver {
    case "simulated":
      guard let simulatedHome else { throw DeviceConfigurationError(.unknownDriver, in: device) }
      return SimulatedCharger(simulatedHome)
    default: throw DeviceConfigurationError(.unknownDriver, in: device)
    }
  }

  /// The frames of a charger as its site, or a description without one, has it.
  ///
  /// - Parameter voltage: at what voltage a current becomes a power.
  package func frames(
    of device: DeviceConfiguration, voltage: Volts
  ) throws(DeviceConfigurationError) -> ChargerFrames {
    guard let charger = try charger(device, voltage: voltage) as? DescribedCharger else {
      throw DeviceConfigurationError(.unknownDriver, in: device)
    }
    return ChargerFrames(charger)
  }

  private func described(
    _ charger: ChargerDescription, _ description: DeviceDescription, _ device: DeviceConfiguration,
    voltage: Volts
  ) throws(DeviceConfigurationError) -> any Charger {
    let settings = try ChargerSettings(device, charger, unit: device.modbus.unit)
    let map = try map(of: charger, description, device, voltage: voltage)
    let endpoint = try device.endpoint(defaultPort: description.transport.port)
    func way(_ serial: Register?, _ framing: ModbusAccess.Framing) -> any Connector {
      guard let claim else { return connector }
      return ClaimedConnector(
        connector, claim: claim, serial: serial, unit: settings.unit, framing: framing)
    }
    switch description.transport {
    case .modbus(let access):
      let client = ModbusClient(
        endpoint: endpoint, unit: settings.unit, framing: access.framing,
        connector: way(map.charger.serial, access.framing))
      return DescribedCharger(
        map, over: client, gap: .milliseconds(access.gap), settings: settings, notice: notice)
    case .mqtt: throw DeviceConfigurationError(.unknownDriver, in: device)
    case .http(let access):
      guard let places = charger.places else { throw DeviceConfigurationError(.unknownDriver, in: device) }
      let link = PlacesLink(
        places, access, DescribedSettings(description, device), endpoint: endpoint,
        connector: way(nil, .tcp),
        login: try JSONLogin(access, device, endpoint: endpoint, logins: logins))
      return DescribedCharger(map, over: link, gap: .zero, settings: settings, notice: notice)
    }
  }

  /// What a charger's registers mean, at the addresses that its site leaves it.
  func map(
    of charger: ChargerDescription, _ description: DeviceDescription, _ device: DeviceConfiguration,
    voltage: Volts
  ) throws(DeviceConfigurationError) -> ChargerMap {
    let own = DescribedSettings(description, device)
    let map = ChargerMap(
      charger, voltage: voltage.value, phases: try device.number("phases", in: 1...3) ?? 1
    ) { own.number($0) ?? 0 }
    if let objection = map.charger.objection {
      throw DeviceConfigurationError(.unusableDescription(objection), in: device)
    }
    return map
  }

  /// Makes the meter that a site declares, with the one around its inverter's feed where that is another.
  public func meter(
    _ device: DeviceConfiguration, solar: DeviceConfiguration?
  ) throws(DeviceConfigurationError) -> any Meter {
    let grid = try meter(device)
    guard let solar else { return grid }
    return MeterPair(
      grid: grid, solar: try meter(solar), name: solar.driver, readsSun: solar.readsSun)
  }

  /// Makes what tells of the car, as a site declares it.
  public func car(_ device: DeviceConfiguration) throws(DeviceConfigurationError) -> DescribedCar {
    guard let description = device.description, description.role == .car else {
      throw DeviceConfigurationError(.unknownDriver, in: device)
    }
    return try DescribedCar(description, device, logins: logins)
  }

  /// Makes one meter.
  public func meter(_ device: DeviceConfiguration) throws(DeviceConfigurationError) -> any Meter {
    if let description = device.description {
      return try DescribedMeter(description, device, connector: connector, logins: logins)
    }
    switch device.driver {
    case "simulated":
      guard let simulatedHome else { throw DeviceConfigurationError(.unknownDriver, in: device) }
      return SimulatedMeter(simulatedHome)
    default: throw DeviceConfigurationError(.unknownDriver, in: device)
    }
  }
}
