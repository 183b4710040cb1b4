import Drivers
import Runtime
import ScheduleLang

/// What a probed meter has said, as a JSON report; powers in watts, import positive, and volts.
struct ProbeJSON: Encodable {
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

  var schemaVersion = JSONText.schemaVersion
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
      case .unknown: break
      case .outside(let found): (number, isOutside) = (found.roundedForReport, true)
      }
      return Value(
        name: value.quantity.rawValue, value: Nullable(number), isOutsideRange: isOutside,
        parts: value.parts.map { .init(source: $0.source, number: Nullable($0.number?.roundedForReport)) })
    }
  }
}
