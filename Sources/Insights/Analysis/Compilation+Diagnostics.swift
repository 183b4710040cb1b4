import Runtime
import ScheduleLang

extension Compilation {
  /// All that there is to say of the files at `now`: what the compiler found and, where they are valid and have a schedule,
  /// what the analyses find; without what is allowed there.
  public func diagnostics(at now: Instant) -> [Diagnostic] {
    guard let program, let schedule = try? HomeSchedule(program) else { return applyingAllowances() }
    let analysis = Analysis(
      schedule, tests: program.tests, namedTimes: program.namedTimes,
      today: schedule.clocks.site.local(now).date)
    return applyingAllowances(to: analysis.diagnostics())
  }
}
