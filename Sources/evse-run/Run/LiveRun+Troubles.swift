import Insights
import Runtime
import ScheduleLang

/// What is wrong that the loop cannot see.
extension LiveRun {
  /// For how long what has happened is shown, in seconds.
  private static let shown = 600

  /// Has the loop count what is wrong elsewhere among its troubles.
  func noteTroubles() {
    let now = clock.now
    var found: [Trouble.Kind: String] = [:]
    found[.pricesMissing] = schedule.priceProblem(at: now)
    found[.scheduleRefused] = schedule.refusal.map { "the schedule has changed and is refused: \($0)" }
    if isRecent(restarted, at: now) {
      found[.programRestarted] = "the program has started again, and was not ended in order before"
    }
    if isRecent(recovery?.lastRestart, at: now) {
      found[.chargerRestarted] = "the charger has not answered, and is restarted through its maker's service"
    }
    found[.targetMissed] = missedTarget
    loop.troublesElsewhere = found
  }

  private func isRecent(_ instant: Instant?, at now: Instant) -> Bool {
    instant.map { $0 <= now && now <= $0.adding(seconds: Self.shown) } ?? false
  }

  /// What the schedule said last of targets that will not be met in time; nil where all will.
  private var missedTarget: String? {
    let subject = schedule.subject
    guard let snapshot = lastSnapshot, snapshot.order == nil,
      let concern = snapshot.outcome.concerns.first,
      subject.schedule.rules.indices.contains(concern.ruleIndex)
    else { return nil }
    return subject.text(of: concern, at: subject.clocks.moment(at: snapshot.instant))
  }
}
