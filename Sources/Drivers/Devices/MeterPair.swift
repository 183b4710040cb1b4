import Platform
import Runtime
import ScheduleLang

/// A meter at the grid connection and one around the inverter's feed, as one.
///
/// The grid is asked first, and each second: limits hang on it. The other one, where it fails, is left alone for a while, so
/// that it does not take the time of the charger.
final class MeterPair: Meter {
  private let grid: any Meter
  private let solar: any Meter
  private let name: String
  /// Whether the solar meter itself tells what the sun gives; of any other, what it exports is the sun's.
  private let readsSun: Bool
  /// Until when the solar meter is left alone, and why.
  private var pause: (end: ExchangeDeadline, failure: DeviceError)?

  /// For how long a solar meter that fails is left alone.
  private static let rest: Duration = .seconds(5)

  /// Creates the pair; `name` is that of the solar meter, for what is said of it.
  init(grid: any Meter, solar: any Meter, name: String, readsSun: Bool) {
    self.readsSun = readsSun
    self.grid = grid
    self.solar = solar
    self.name = name
  }

  func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    var reading = try grid.reading(by: deadline)
    reading.measuresSolar = true
    let (sun, failure) = sunshine(by: deadline)
    reading.solar = sun
    reading.partFailure = reading.partFailure ?? failure
    return reading
  }

  /// What the sun gives, or why nobody knows.
  private func sunshine(by deadline: ExchangeDeadline) -> (Watts?, DeviceError?) {
    if let pause, deadline < pause.end { return (nil, pause.failure) }
    pause = nil
    do throws(DeviceError) {
      let reading = try solar.reading(by: deadline)
      let power = readsSun ? reading.solar : reading.grid.map { Watts(0) - $0 }
      guard let power else {
        return (nil, reading.partFailure ?? .protocolViolation("\(name): no power from the sun"))
      }
      let sun = Sunshine(measured: power)
      return (sun.power, reading.partFailure ?? sun.failure)
    } catch {
      let failure = DeviceError.refused("the solar meter \(name) does not tell: \(error)")
      // A slow one that goes on with it is not slowed down any more.
      if error != .unfinished { pause = (deadline + Self.rest, failure) }
      return (nil, failure)
    }
  }
}
