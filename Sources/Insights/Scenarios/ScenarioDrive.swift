import Runtime
import ScheduleLang

/// A schedule that is evaluated each minute while readings do what a scenario says.
struct ScenarioDrive {
  /// When the next evaluation is.
  private(set) var now: Instant
  /// What the schedule remembers until then.
  private(set) var memory = Memory()

  private let subject: HomeSchedule
  private let start: Instant
  private var readings: ScenarioReadings

  init(_ scenario: TestScenario, of subject: HomeSchedule, from start: Instant) {
    self.subject = subject
    self.start = start
    now = start
    readings = ScenarioReadings(scenario, of: subject.site)
  }

  /// Evaluates, and goes on to the next minute.
  mutating func step() -> TestFailure.Evaluation {
    let seconds = Int(now.seconds - start.seconds)
    let moment = subject.clocks.moment(at: now)
    let given = readings.next(at: seconds)
    let outcome = subject.decide(at: moment, readings: given, memory: &memory)
    readings.act(on: subject.applied(outcome.decision, soc: given.soc), at: seconds)
    now = now.adding(seconds: 60)
    return TestFailure.Evaluation(moment: moment, readings: given, outcome: outcome)
  }
}
