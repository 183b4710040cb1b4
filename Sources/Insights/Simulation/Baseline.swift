import Runtime
import ScheduleLang

/// What a schedule is compared with.
public enum Baseline: CaseIterable, Sendable {
  /// The car is never charged.
  case nothing
  /// The car is charged as soon as it is plugged in, and kept full.
  case chargeAtOnce

  /// What reports call it.
  public var name: String {
    switch self {
    case .nothing: "doing nothing"
    case .chargeAtOnce: "charging on plug-in"
    }
  }

  /// The same home with this in place of the subject's schedule.
  public func subject(like subject: HomeSchedule) -> HomeSchedule {
    var schedule = Schedule(
      name: name, clocks: subject.schedule.clocks, range: subject.schedule.range)
    schedule.importTariff = subject.schedule.importTariff
    schedule.exportTariff = subject.schedule.exportTariff
    let most = subject.site.chargerCurrent.upperBound
    let decision = self == .nothing ? Decision.idle : Decision(.charge, most, most)
    schedule.rules = [
      Rule(guards: [], action: Action(decision, range: subject.schedule.range), range: subject.schedule.range)
    ]
    return subject.replacing(schedule: schedule)
  }
}
