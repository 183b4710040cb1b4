import Platform
import Runtime
import ScheduleLang

/// Makes what asks a meter or a car that a text describes.
enum DescribedSource {
  /// How often a thread of its own asks over HTTPS, and asks a car, where the description does not say.
  private static let (meterInterval, carInterval): (Duration, Duration) = (.seconds(5), .seconds(60))

  /// The source that a site gives a device; throws what its owner has to mend.
  static func make(
    _ description: DeviceDescription, _ device: DeviceConfiguration, connector: any Connector,
    logins: LoginMemory
  ) throws(DeviceConfigurationError) -> any NumberSource {
    let description = description.settled { device.settings[$0] != nil }
    let endpoint = try device.endpoint(defaultPort: description.transport.port)
    if case .mqtt(let access) = description.transport {
      return try MQTTSource(access, description, device, endpoint: endpoint)
    }
    guard let interval = interval(of: description) else {
      return try asking(description, device, endpoint, connector: connector, logins: logins)
    }
    return PolledSource(
      try asking(description, device, endpoint, connector: TCPConnector(), logins: logins), every: interval)
  }

  /// How often a thread of its own asks; nil where each reading does.
  private static func interval(of description: DeviceDescription) -> Duration? {
    let usual = description.role == .car ? carInterval : meterInterval
    guard case .http(let access) = description.transport else {
      return description.role == .car ? usual : nil
    }
    guard access.isSecure || description.role == .car else { return nil }
    return access.interval.map { .milliseconds(Int($0 * 1000)) } ?? usual
  }

  /// One that asks the device each time.
  private static func asking(
    _ description: DeviceDescription, _ device: DeviceConfiguration, _ endpoint: Endpoint,
    connector: any Connector, logins: LoginMemory
  ) throws(DeviceConfigurationError) -> any NumberSource {
    let settings = DescribedSettings(description, device)
    switch description.transport {
    case .mqtt(let access): return try MQTTSource(access, description, device, endpoint: endpoint)
    case .http(let access):
      let login = try JSONLogin(access, device, endpoint: endpoint, logins: logins)
      if access.isSecure {
        return JSONSource(access, description, settings, client: CurlPeer(endpoint: endpoint), login: login)
      }
      let client = HTTPClient(endpoint: endpoint, connector: connector)
      if let generations = description.generations {
        return GenerationSource(generations, description, settings, client: client, login: login)
      }
      return JSONSource(access, description, settings, client: client, login: login)
    case .modbus(let access):
      let unit = try device.number("unit", in: 0...255).map { UInt8($0) } ?? access.unit
      let client = ModbusClient(
        endpoint: endpoint, unit: unit, framing: access.framing, connector: connector)
      return access.findsModels
        ? SunSpecSource(access, description, settings, client: client)
        : RegisterSource(access, description, settings, client: client)
    }
  }
}
