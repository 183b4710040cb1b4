import Platform
import Runtime
import ScheduleLang

/// A meter that a text describes.
public final class DescribedMeter: Meter {
  private let description: DeviceDescription
  private let source: any NumberSource

  /// Creates the meter that a site declares; throws what its owner has to mend.
  public init(
    _ description: DeviceDescription, _ device: DeviceConfiguration,
    connector: any Connector = TCPConnector(),
    logins: LoginMemory = LoginMemory(folder: nil)
  ) throws(DeviceConfigurationError) {
    self.description = description
    let endpoint = try device.endpoint(defaultPort: description.transport.port)
    let settings = DescribedSettings(description, device)
    switch description.transport {
    case .http(let access):
      source = JSONSource(
        access, description, settings, client: HTTPClient(endpoint: endpoint, connector: connector),
        login: try JSONSource.login(access, device, endpoint: endpoint, logins: logins))
    case .modbus(let access):
      let unit = try device.number("unit", in: 0...255).map { UInt8($0) } ?? access.unit
      source = RegisterSource(
        access, description, settings,
        client: ModbusClient(endpoint: endpoint, unit: unit, framing: access.framing, connector: connector))
    }
  }

  public func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    DescribedMeter.reading(of: description, try source.numbers(by: deadline))
  }

  /// Asks the device once, for a look at each value and the numbers that it is made of.
  package func probe(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterProbe {
    MeterProbe(description, try source.numbers(by: deadline))
  }

  /// What the numbers of a device come to.
  static func reading(of description: DeviceDescription, _ numbers: DeviceNumbers) -> MeterReading {
    var found: [MeterQuantity: Double] = [:]
    var failure = numbers.failure
    var lacksSolar = !description.measures(.solar)
    for value in description.values {
      switch value.outcome({ numbers.values[$0] }) {
      case .value(let number): found[value.reading] = number
      case .unknown where value.isOptional: if value.reading == .solar { lacksSolar = true }
      case .unknown: continue
      case .outside(let number):
        failure =
          failure
          ?? .protocolViolation(
            "\(value.reading.rawValue) is \(value.text(of: number)), which is outside its range")
      }
    }
    // An inverter takes a few watts at night, which is no negative sunshine.
    return MeterReading(
      grid: found[.grid].map { Watts($0) }, solar: found[.solar].map { Watts(max(0, $0)) },
      voltage: found[.voltage].map { Volts($0) }, measuresSolar: !lacksSolar, partFailure: failure)
  }
}

/// The numbers that a device gave.
struct DeviceNumbers {
  /// By where they were read; what the device does not say is not among them.
  var values: [DeviceDescription.Source: Double] = [:]
  /// Why some are missing that should be there.
  var failure: DeviceError?
}

/// Reads the numbers of a described device.
protocol NumberSource: AnyObject {
  /// Asks the device for all of them.
  func numbers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceNumbers
}
