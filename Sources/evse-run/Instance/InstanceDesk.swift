import Drivers
import Runtime
import ScheduleLang

/// Serves the owner of a running instance: takes orders between the loop's ticks, answers after them, and has
/// kept what the next run must know.
///
/// An order is answered once it is on disk.
final class InstanceDesk {
  private let name: InstanceName
  private let process: Int32
  private let observes: Bool
  private let reception = Reception()
  private let keeper: StateKeeper?
  private let unkept: String?
  private let warn: (String, LogPriority) -> Void
  private var server: LineServer?
  private var state: SavedState
  private var waiting: (serial: Int, request: ControlRequest)?
  private var last: LoopSnapshot?

  /// How long the end of the program may wait for the state to be written.
  private static let patience: Duration = .seconds(2)
  /// How long an answer may wait for it.
  private static let answerPatience: Duration = .milliseconds(1500)

  /// Creates the desk of the run called `name`.
  ///
  /// - Parameters:
  ///   - observes: whether the charger is only watched.
  ///   - keeper: keeps `state` up to date; nil where nothing is to survive, or can.
  ///   - unkept: why nothing can be kept; nil where it can, or need not be.
  ///   - warn: told, in one line each, what does not work.
  init(
    name: InstanceName, process: Int32, observes: Bool, state: SavedState, keeper: StateKeeper?,
    unkept: String?, warn: @escaping (String, LogPriority) -> Void
  ) {
    self.name = name
    self.process = process
    self.observes = observes
    self.state = state
    self.keeper = keeper
    self.unkept = unkept
    self.warn = warn
  }

  /// What the next run would know now.
  var saved: SavedState { state }

  /// Has a request carried out as the control socket does, for other threads.
  var ask: @Sendable (ControlRequest) -> ControlResponse { { [reception] in reception.ask($0) } }

  /// When the charger was last restarted.
  var lastRestart: Instant? { state.lastRestart }

  /// Opens the control socket in `folder`; a run goes on without one.
  func open(in folder: String?) {
    guard let folder else {
      return warn("no control socket: the environment names no folder for it", .warning)
    }
    do throws(LocalSocketError) {
      server = try LineServer(path: "\(folder)/\(name).sock") { [reception] in reception.answer($0) }
    } catch {
      warn("no control socket: \(error)", .warning)
    }
  }

  /// Lets waiting orders take effect, before a tick at `now`.
  func attend(_ loop: ControlLoop, subject: ReportSubject, now: Instant) {
    guard let (serial, request) = reception.take() else { return }
    switch request.command {
    case .status: break
    case .resume: loop.order = nil
    default:
      guard let order = request.order(at: now) else {
        return reception.answer(serial, ControlResponse(error: "the request is incomplete or out of range"))
      }
      // Before the first tick nothing is known, and some orders make no sense in any case.
      if let objection = order.objection(in: subject, readings: last?.readings ?? Readings()) {
        return reception.answer(serial, ControlResponse(error: objection.explanation))
      }
      loop.order = order
    }
    if loop.order != last?.order { warn(loop.order?.text(in: subject.clocks.site) ?? "resumed", .notice) }
    waiting = (serial, request)
  }

  /// Answers who waits, after a tick; `lastRestart` is when the charger was restarted, where it was.
  func tell(_ event: RunEvent, schedule: RunningSchedule, lastRestart: Instant?) {
    guard case .ticked(let snapshot) = event else { return }
    let isDue =
      last?.order != snapshot.order || state.lastRestart != lastRestart
      || last.map { $0.instant.seconds / 60 != snapshot.instant.seconds / 60 } ?? true
    last = snapshot
    state.lastRestart = lastRestart
    if let soc = snapshot.readings.soc { state.lastSoC = .init(soc: soc, instant: snapshot.instant) }
    let isOrder = waiting.map { $0.request.command != .status } ?? false
    let number = isDue || isOrder ? keep(order: snapshot.order, of: schedule, at: snapshot.instant) : nil
    guard let (serial, _) = waiting else { return }
    waiting = nil
    let status = InstanceStatus(
      snapshot, of: schedule.view(at: snapshot.instant), name: name.description, process: process,
      observes: observes, state: state)
    reception.answer(serial, ControlResponse(status: status)) { [keeper, unkept] in
      // Without an order there is nothing that a restart could forget.
      guard let keeper else { return isOrder && snapshot.order == nil ? nil : unkept }
      guard isOrder, let number else { return keeper.problem }
      return keeper.problem(keeping: number, by: MonotonicClock.deadline(after: Self.answerPatience))
    }
  }

  /// Closes the socket and has the last state written.
  func close(_ loop: ControlLoop, schedule: RunningSchedule) {
    server?.close()
    if let last { _ = keep(order: loop.order, of: schedule, at: last.instant) }
    keeper?.close(by: MonotonicClock.deadline(after: Self.patience))
    if let trouble = keeper?.takeTrouble() { warn(trouble, .warning) }
  }

  /// Has the state kept and gives its number; nil where there is nobody to keep it.
  private func keep(order: Order?, of schedule: RunningSchedule, at now: Instant) -> Int? {
    let memory = schedule.memory.saved(of: schedule.subject.schedule, at: now)
    state.order = order
    state.memory = Memory.isWorthKeeping(memory) ? memory : nil
    let number = keeper?.keep(state)
    if let trouble = keeper?.takeTrouble() { warn(trouble, .warning) }
    return number
  }
}

extension OrderObjection {
  /// The objection as a clause.
  var explanation: String {
    switch self {
    case .unplugged: "no car is plugged in"
    case .reached(let soc): "the SoC is \(soc)% already"
    case .chargesOnly: "the charger cannot discharge"
    case .beyondRange(let limit): "the site's SoC range ends at \(limit)%"
    case .belowReserve(let reserve): "the schedule keeps a reserve of \(QuantityText.number(reserve))%"
    }
  }
}
