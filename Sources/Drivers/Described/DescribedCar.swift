import Platform
import Runtime
import ScheduleLang

/// What is told of a car.
struct CarTelling: Hashable, Sendable {
  /// The SoC in whole percent; nil is unknown.
  var soc: Int?
  /// Whether the SoC has come since it was last told.
  var isSoCNew = false
  /// Whether the car says that it is connected to a charger; nil is unknown.
  var isPluggedIn: Bool?
  /// Why nothing is told; nil where something is.
  var failure: DeviceError?
}

/// Tells of a car, and never waits for that.
protocol CarTeller: AnyObject {
  /// Whether it can tell whether the car is connected.
  var tellsPlug: Bool { get }
  /// What is known now.
  func told() -> CarTelling
}

/// A car that a text describes.
public final class DescribedCar: CarTeller {
  private let source: any NumberSource

  /// Creates the car that a site declares; throws what its owner has to mend.
  public init(
    _ description: DeviceDescription, _ device: DeviceConfiguration, logins: LoginMemory
  ) throws(DeviceConfigurationError) {
    source = try DescribedSource.make(description, device, connector: TCPConnector(), logins: logins)
  }

  var tellsPlug: Bool { source.description.measures(.plugged) }

  func told() -> CarTelling {
    do throws(DeviceError) {
      return Self.telling(
        of: source.description, try source.answers(by: MonotonicClock.deadline(after: .zero)))
    } catch {
      return CarTelling(failure: error)
    }
  }

  /// What the answers come to; what is outside its range is unknown.
  static func telling(of description: DeviceDescription, _ answers: DeviceAnswers) -> CarTelling {
    var telling = CarTelling()
    for value in description.values {
      guard case .value(let number) = value.outcome({ answers.values[$0] ?? .failed }) else { continue }
      switch value.reading {
      case .soc where (0...100).contains(number):
        telling.soc = Int(number.rounded())
        telling.isSoCNew = !answers.repeated.contains(.soc)
      case .plugged: telling.isPluggedIn = number == 1
      default: continue
      }
    }
    return telling
  }

  /// Listens for a while, for a look at each value and what it is made of.
  package func probe(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterProbe {
    let answers = try source.settledAnswers(by: deadline)
    return MeterProbe(source.description, answers, problem: answers.failure)
  }
}
