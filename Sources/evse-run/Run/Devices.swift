import Drivers
import Runtime
import ScheduleLang

/// The devices that a site names, ready to use.
struct Devices {
  /// Why the devices cannot be used.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The charger.
  var charger: any Charger
  /// The grid meter, if the site has one.
  var meter: (any Meter)?

  /// Creates the devices of `site`; those that are simulated live by `clock`, in `zone`.
  init(site: Site, zone: ZoneRules, clock: @escaping @Sendable () -> Instant) throws {
    guard site.isSimulated else { throw Failure(description: "no driver for \(site.charger.driver)") }
    let home = SimulatedHome(site: site, zone: zone, clock: clock)
    charger = SimulatedCharger(home)
    meter = site.meter.map { _ in SimulatedMeter(home) }
  }
}

extension Site {
  /// Whether no real device is involved.
  var isSimulated: Bool { charger.driver == "simulated" && meter.map { $0.driver == "simulated" } ?? true }
}
