import Drivers
import Runtime
import ScheduleLang
import Synchronization

/// What a running program last knew, handed from the control loop to whoever looks on.
final class LiveView: Sendable {
  /// One moment of a run.
  struct Moment: Sendable {
    var snapshot: LoopSnapshot
    var running: RunningSchedule.View
    /// What the next run would know.
    var saved: SavedState
    /// When the meter and the charger last answered; nil is never.
    var meterAnswered: Instant?
    var chargerAnswered: Instant?

    /// The schedule in its home.
    var subject: HomeSchedule { running.subject }
  }

  /// The run as `--status` names it.
  let name: InstanceName
  let process: Int32
  let observes: Bool
  private let latest = Mutex<Moment?>(nil)

  /// Creates the view of a run of which nothing is known yet.
  init(name: InstanceName, process: Int32, observes: Bool) {
    self.name = name
    self.process = process
    self.observes = observes
  }

  /// What `--status` says of a moment.
  func status(of moment: Moment) -> InstanceStatus {
    InstanceStatus(
      moment.snapshot, of: moment.running, name: name.description, process: process, observes: observes,
      state: moment.saved)
  }

  /// The latest moment; nil before the first tick.
  var moment: Moment? { latest.withLock { $0 } }

  /// Takes in a tick; called by the control loop, and does no more than to keep it.
  func take(_ snapshot: LoopSnapshot, of running: RunningSchedule.View, saved: SavedState) {
    latest.withLock { latest in
      latest = Moment(
        snapshot: snapshot, running: running, saved: saved,
        meterAnswered: snapshot.meterAnswer == nil ? latest?.meterAnswered : snapshot.instant,
        chargerAnswered: snapshot.chargerAnswer == nil ? latest?.chargerAnswered : snapshot.instant)
    }
  }
}
