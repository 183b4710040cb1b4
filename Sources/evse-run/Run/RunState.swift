import Drivers
import Glibc
import Runtime
import ScheduleLang

/// What an earlier run left behind, and where this one leaves its own.
struct RunState {
  /// The state as it was found.
  let found: SavedState
  /// Keeps the state of this run; nil where it has none.
  let keeper: StateKeeper?
  /// What the owner should know about the state that was found.
  let trouble: String?
  /// Why nothing is kept though it should be; nil where it is, and where nothing is to survive.
  let unkept: String?

  /// Reads the state of the run called `name`.
  ///
  /// Runs of real chargers keep theirs by charger, but for those that only watch one. Those of simulated ones do by
  /// file; where time runs fast, or the file is standard input, they always start afresh.
  init(name: InstanceName, subject: HomeSchedule, options: RunOptions, folder: String?, now: Instant) {
    let path = subject.sources.first?.path ?? "-"
    let isSimulated = subject.site.isChargerSimulated
    let isTransient = isSimulated && (options.speed != nil || path == "-")
    guard let folder, !isTransient, !options.observes else {
      (found, keeper) = (SavedState(), nil)
      unkept =
        isTransient || options.observes
        ? nil : "the environment names no folder for the state"
      trouble = unkept.map { "orders and the time of a restart do not outlive this run: \($0)" }
      return
    }
    unkept = nil
    let key = isSimulated ? InstanceName.simulated(file: Self.absolute(path)) : name
    let file = StateFile(path: "\(folder)/\(key).json")
    let reading = file.read(at: now)
    found = reading.state
    keeper = StateKeeper(file: file, state: reading.state)
    trouble = reading.trouble
  }

  /// The order that is in force at the start of a run at `now` which is to pause for `pause`.
  ///
  /// A stop outlives restarts, however the program is called.
  func order(at now: Instant, pause: PauseLength?) -> Order? {
    let left = found.order.flatMap { order in order.expiry.map { now >= $0 } == true ? nil : order }
    if left?.kind == .stop { return left }
    return pause?.request.order(at: now) ?? left
  }

  private static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
