import Drivers
import Runtime
import ScheduleLang

/// What probed devices have said, as a JSON report.
struct ProbeJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var charger: Nullable<ProbedChargerJSON>
  var meters: [ProbedMeterJSON]
  /// What tells of the car; none or one.
  var cars: [ProbedMeterJSON]

  init(
    _ charger: (device: DeviceConfiguration, status: ChargerStatus)?,
    _ meters: [(DeviceConfiguration, ProbeAnswer)], _ cars: [(DeviceConfiguration, ProbeAnswer)]
  ) {
    self.charger = Nullable(charger.map { ProbedChargerJSON($0.status, of: $0.device) })
    self.cars = cars.map { ProbedMeterJSON($0.1, of: $0.0) }
    self.meters = meters.map { ProbedMeterJSON($0.1, of: $0.0) }
  }
}

/// What a charger has said: percent, watts with charging positive, amperes.
struct ProbedChargerJSON: Encodable {
  var driver: String
  var address: Nullable<String>
  var says: [String]
  var soc: Nullable<Int>
  var power: Nullable<Double>
  var setPoint: Nullable<Int>

  init(_ status: ChargerStatus, of device: DeviceConfiguration) {
    driver = device.driver
    address = Nullable(device.address)
    says = status.lines
    soc = Nullable(status.soc)
    power = Nullable(status.power?.value.roundedForReport)
    setPoint = Nullable(status.setPoint?.value)
  }
}

/// What one of them has said; powers in watts, import positive, volts, percent, and 1 for a car that is connected.
struct ProbedMeterJSON: Encodable {
  struct Value: Encodable {
    struct Part: Encodable {
      var source: String
      var number: Nullable<Double>
    }

    var name: String
    var value: Nullable<Double>
    var isOutsideRange: Bool
    var parts: [Part]
  }

  var driver: String
  var address: Nullable<String>
  var milliseconds: Int
  var values: [Value]
  var problem: Nullable<String>

  init(_ answer: ProbeAnswer, of device: DeviceConfiguration) {
    driver = device.driver
    address = Nullable(device.address)
    milliseconds = answer.milliseconds
    problem = Nullable(answer.problem.map { "\($0)" })
    values = answer.values.map { value in
      var number: Double?
      var isOutside = false
      switch value.outcome {
      case .value(let found): number = found.roundedForReport
      case .unknown, .missing: break
      case .outside(let found): (number, isOutside) = (found.roundedForReport, true)
      }
      return Value(
        name: value.quantity.rawValue, value: Nullable(number), isOutsideRange: isOutside,
        parts: value.parts.map { .init(source: $0.source, number: Nullable($0.number?.roundedForReport)) })
    }
  }
}
