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
  /// Until when the solar meter is left alone, in nanoseconds, and why.
  private var pause: (end: UInt64, failure: DeviceError)?

  /// For how long a solar meter that fails is left alone, in nanoseconds.
  private static let rest: UInt64 = 5_000_000_000

  /// Creates the pair; `name` is that of the solar meter, for what is said of it.
  init(grid: any Meter, solar: any Meter, name: String) {
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
    if let pause, deadline.nanoseconds < pause.end { return (nil, pause.failure) }
    pause = nil
    do throws(DeviceError) {
      let reading = try solar.reading(by: deadline)
      // A meter that knows of no sun is around the inverter's feed: what it exports is the sun's. An inverter takes a few
      // watts at night, which is no negative sunshine.
      let sun = reading.measuresSolar ? reading.solar : reading.grid.map { max(Watts(0), Watts(0) - $0) }
      return (
        sun, sun == nil ? reading.partFailure ?? .protocolViolation("\(name): no power from the sun") : nil
      )
    } catch {
      let failure = DeviceError.refused("the solar meter \(name) does not tell: \(error)")
      // A slow one that goes on with it is not slowed down any more.
      if error != .unfinished { pause = (deadline.nanoseconds &+ Self.rest, failure) }
      return (nil, failure)
    }
  }
}
