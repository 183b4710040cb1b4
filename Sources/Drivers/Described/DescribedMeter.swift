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
    source = try DescribedSource.make(description, device, connector: connector, logins: logins)
  }

  public func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    let answers = try source.answers(by: deadline)
    var reading = DescribedMeter.reading(of: source.description, answers, hasReadSun: hasReadSun)
    reading.isGridNew = !answers.repeated.contains(.grid)
    if reading.solar != nil { hasReadSun = true }
    return reading
  }

  /// Asks the device once, for a look at each value and the numbers that it is made of.
  package func probe(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterProbe {
    let answers = try source.settledAnswers(by: deadline)
    return MeterProbe(source.description, answers)
  }

  /// What the answers of a device come to.
  ///
  /// - Parameter hasToldSun: what was there once is missed, be it optional or not.
  static func reading(
    of description: DeviceDescription, _ answers: DeviceAnswers, hasReadSun: Bool = false
  ) -> MeterReading {
    var found: [DescribedQuantity: Double] = [:]
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
