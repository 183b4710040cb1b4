import Runtime
import ScheduleLang
import Synchronization

/// A house with panels, a car and a charger, on whatever clock it is given; its charger and meter share it.
public final class SimulatedHome: Sendable {
  private struct State {
    var car: SimulatedCar
    /// Up to when the car has lived.
    var instant: Instant
  }

  private let profile: HomeProfile
  private let voltage: Volts
  private let zone: ZoneRules
  private let clock: @Sendable () -> Instant
  private let state: Mutex<State>

  /// Creates the home of a site; `clock` tells the present instant, at any speed, and `zone` is the site's.
  public init(site: Site, zone: ZoneRules, clock: @escaping @Sendable () -> Instant) {
    let settings = SimulationSettings(site: site)
    profile = settings.home
    voltage = site.voltage
    self.zone = zone
    self.clock = clock
    let car = SimulatedCar(battery: settings.battery, soc: settings.startSoC)
    state = Mutex(State(car: car, instant: clock()))
  }

  /// The car's true SoC, which its charger tells only in part.
  public var stateOfCharge: Percent { present { car, _ in car.soc } }

  /// Connects or disconnects the car.
  public func plug(in isPluggedIn: Bool) { present { car, _ in car.plug(in: isPluggedIn) } }

  /// What the charger says now.
  var status: ChargerStatus { present { car, _ in car.status } }

  /// Asks the charger for a current; 0 stops.
  func ask(for current: Amperes) { present { car, _ in car.ask(for: current) } }

  /// What the meter measures now.
  var reading: MeterReading {
    present { car, instant in
      let local = zone.local(instant)
      let second = Int((instant.seconds + Int64(zone.offset(at: instant))) % 60 + 60) % 60
      let solar = profile.solar(at: local, second: second)
      let grid = profile.home(at: local, second: second) - solar + car.power
      return MeterReading(grid: grid, solar: solar, voltage: voltage)
    }
  }

  /// Brings the car up to the present; a clock that goes back stops its time.
  private func present<Result: Sendable>(_ body: (inout SimulatedCar, Instant) -> Result) -> Result {
    state.withLock { state in
      let now = max(clock(), state.instant)
      state.car.advance(milliseconds: now.milliseconds &- state.instant.milliseconds)
      state.instant = now
      return body(&state.car, now)
    }
  }
}
