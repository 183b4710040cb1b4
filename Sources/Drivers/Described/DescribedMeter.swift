import Platform
import Runtime
import ScheduleLang

/// A meter that a text describes.
public final class DescribedMeter: Meter {
  private let source: any NumberSource
  /// Whether the device has ever told what the sun gives.
  private var hasReadSun = false

  /// Creates the meter that a site declares; throws what its owner has to mend.
  public init(
    _ description: DeviceDescription, _ device: DeviceConfiguration,
    connector: any Connector = TCPConnector(), logins: LoginMemory = LoginMemory(folder: nil)
  ) throws(DeviceConfigurationError) {
    let description = description.settled { device.settings[$0] != nil }
    let endpoint = try device.endpoint(defaultPort: description.transport.port)
    let settings = DescribedSettings(description, device)
    switch description.transport {
    case .http(let access):
      let client = HTTPClient(endpoint: endpoint, connector: connector)
      let login = try JSONLogin(access, device, endpoint: endpoint, logins: logins)
      source =
        if let generations = description.generations {
          GenerationSource(generations, description, settings, client: client, login: login)
        } else {
          JSONSource(access, description, settings, client: client, login: login)
        }
    case .mqtt(let access):
      source = try MQTTSource(access, description, device, endpoint: endpoint)
    case .modbus(let access):
      let unit = try device.number("unit", in: 0...255).map { UInt8($0) } ?? access.unit
      source = RegisterSource(
        access, description, settings,
        client: ModbusClient(endpoint: endpoint, unit: unit, framing: access.framing, connector: connector))
    }
  }

  public func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    let answers = try source.answers(by: deadline)
    var reading = DescribedMeter.reading(of: source.description, answers, hasReadSun: hasReadSun)
    reading.isGridNew = answers.isGridNew
    if reading.solar != nil { hasReadSun = true }
    return reading
  }

  /// Asks the device once, for a look at each value and the numbers that it is made of.
  package func probe(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterProbe {
    source.settle(by: deadline)
    let answers = try source.answers(by: deadline)
    return MeterProbe(source.description, answers)
  }

  /// What the answers of a device come to.
  ///
  /// - Parameter hasToldSun: what was there once is missed, be it optional or not.
  static func reading(
    of description: DeviceDescription, _ answers: DeviceAnswers, hasReadSun: Bool = false
  ) -> MeterReading {
    var found: [MeterQuantity: Double] = [:]
    var failure = answers.failure
    var lacksSun = !description.measures(.solar)
    for value in description.values {
      switch value.outcome({ answers.values[$0] ?? .failed }) {
      case .value(let number): found[value.reading] = number
      case .unknown: continue
      case .missing where value.isOptional && !(value.reading == .solar && hasReadSun):
        if value.reading == .solar { lacksSun = true }
      case .missing:
        failure = failure ?? .protocolViolation("the device does not tell \(value.reading.rawValue)")
      case .outside(let number):
        failure =
          failure
          ?? .protocolViolation(
            "\(value.reading.rawValue) is \(value.text(of: number)), which is outside its range")
      }
    }
    let sun = found[.solar].flatMap { Watts(measured: $0) }.map { Sunshine(measured: $0) }
    return MeterReading(
      grid: found[.grid].map { Watts($0) }, solar: sun?.power, voltage: found[.voltage].map { Volts($0) },
      powerFactor: found[.powerFactor], measuresSolar: !lacksSun, partFailure: failure ?? sun?.failure)
  }
}

/// What a meter around an inverter's feed says of the sun.
struct Sunshine {
  /// What the sun gives; nil where it cannot be that.
  var power: Watts?
  /// Why it cannot.
  var failure: DeviceError?

  /// The most that an inverter takes at night, when nothing comes of the sun.
  private static let nightly = Watts(300)

  /// Reads a power, production positive: a little less than none is none, more than that is no sunshine.
  init(measured power: Watts) {
    guard Watts(0) - Sunshine.nightly < power else {
      failure = .protocolViolation(
        "the inverter takes \(Int(max(power.value, -1e9).magnitude.rounded()))W: its direction is wrong")
      return
    }
    self.power = max(Watts(0), power)
  }
}

/// What a device said.
struct DeviceAnswers {
  /// By where it was read.
  var values: [DeviceDescription.Source: DeviceDescription.Answer] = [:]
  /// Why some are missing that should be there.
  var failure: DeviceError?
  /// Whether what tells of the grid has come since it was last told.
  var isGridNew = true
  /// Whether nothing was said at all.
  var isSilent = false
}

/// Asks a described device.
protocol NumberSource: AnyObject {
  /// By what its answers are to be read.
  var description: DeviceDescription { get }
  /// Asks the device for all that its description reads.
  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers
  /// Waits until it has heard all, but no longer; one that asks has nothing to wait for.
  func settle(by deadline: ExchangeDeadline)
}

extension NumberSource {
  func settle(by deadline: ExchangeDeadline) {}
}
