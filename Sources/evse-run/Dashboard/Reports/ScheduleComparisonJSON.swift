import Insights
import Runtime
import ScheduleLang

/// The plan and the policy of an edited text beside those of the schedule in force, and where they differ.
struct ScheduleComparisonJSON: Encodable {
  struct Side: Encodable {
    var plan: PlanJSON
    var map: MapJSON
  }

  var schemaVersion = JSONText.schemaVersion
  var before: Side
  var after: Side
  var difference: DifferenceJSON

  /// How many hours of plans are compared: until tomorrow's evening is over.
  private static let hours = 48

  /// Compares `new` with what runs at `moment`.
  init(_ old: HomeSchedule, _ new: HomeSchedule, at moment: LiveView.Moment) {
    let today = new.clocks.site.local(moment.snapshot.instant).date
    func side(_ subject: HomeSchedule) -> Side {
      Side(
        plan: PlanJSON(
          of: subject, from: moment.snapshot.instant.wholeSecond, hours: Self.hours,
          soc: moment.snapshot.readings.soc, home: SimulationSettings(site: subject.site).home),
        map: MapJSON(PolicyMap(of: subject, around: today), of: subject))
    }
    before = side(old)
    after = side(new)
    SteadyMemory.giveBack()
    difference = DifferenceJSON(
      ProgramComparison(from: old, to: new, start: today),
      week: PolicyDifference(from: old, to: new, around: today), from: old, to: new)
  }
}
