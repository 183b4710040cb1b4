import Drivers
import Runtime
import ScheduleLang

/// What probed meters have said, as a JSON report.
struct ProbeJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var meters: [ProbedMeterJSON]

  init(_ answers: [(DeviceConfiguration, ProbeAnswer)]) {
    meters = answers.map { ProbedMeterJSON($0.1, of: $0.0) }
  }
}

/// What one of them has said; powers in watts, import positive, and volts.
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
