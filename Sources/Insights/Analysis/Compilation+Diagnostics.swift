import Runtime
import ScheduleLang

extension Compilation {
  /// All that there is to say of the files at `now`: what the compiler found and, where they are valid and have a schedule,
  /// what the analyses find; without what is allowed there.
  ///
  /// Throws where the system does not have the time zone of a clock.
  public func diagnostics(at now: Instant) throws(ZoneError) -> [Diagnostic] {
    guard let program, let schedule = try HomeSchedule(program) else { return applyingAllowances() }
    let analysis = Analysis(
      schedule, tests: program.tests, namedTimes: program.namedTimes,
      today: schedule.clocks.site.local(now).date)
    return applyingAllowances(to: analysis.diagnostics())
  }
}
