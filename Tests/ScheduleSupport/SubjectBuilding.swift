import Runtime
import ScheduleLang

extension HomeSchedule {
  /// A schedule in a home in London whose charger does what the language's examples say.
  ///
  /// - Parameter change: what is different there.
  package static func of(_ schedule: Schedule, text: String = "", _ change: (inout Site) -> Void = { _ in })
    throws
    -> HomeSchedule
  {
    var site = Site(
      timezone: "Europe/London", charger: DeviceConfiguration(driver: "simulated", range: nowhere))
    site.chargerSoC = 5...97
    site.meter = DeviceConfiguration(driver: "simulated", range: nowhere)
    change(&site)
    return HomeSchedule(
      site: site, schedule: schedule, sources: [SourceFile(path: "test.evs", bytes: Array(text.utf8))],
      clocks: try ClockSet(identifiers: schedule.clocks))
  }
}

extension HomeSchedule {
  /// The moment at which the site's clock shows this.
  package func moment(_ date: CivilDate, _ minute: Int) -> Moment {
    clocks.moment(local: LocalTime(date: date, minute: minute))
  }
}
