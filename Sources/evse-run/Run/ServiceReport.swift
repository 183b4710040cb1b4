import Drivers
import Runtime

/// Tells the service manager that has started the program how the run is.
///
/// The watchdog is fed by the control loop's ticks and by nothing else: a loop that hangs is started anew.
final class ServiceReport {
  private let notifier: ServiceNotifier?
  private let observes: Bool
  private var isReady = false

  /// Creates the report to `notifier`, nil where nobody listens, of a run that may only watch its charger.
  init(_ notifier: ServiceNotifier?, observes: Bool = false) {
    self.notifier = notifier
    self.observes = observes
  }

  /// Tells one event in the run of `subject`.
  func report(_ event: RunEvent, subject: HomeSchedule) {
    switch event {
    case .ticked:
      if !isReady { notifier?.send(.ready) }
      isReady = true
      notifier?.send(.watchdog)
    case .decided(let snapshot):
      notifier?.send(.status(RunLine(snapshot, of: subject, observes: observes).reason))
    default: break
    }
  }

  /// Tells that the program reads its files again.
  func beginReload() { notifier?.send(.reloading) }

  /// Tells that it has read them, whatever came of it.
  func endReload() { notifier?.send(.ready) }

  /// Tells that the program is about to end.
  func end() { notifier?.send(.stopping) }
}
