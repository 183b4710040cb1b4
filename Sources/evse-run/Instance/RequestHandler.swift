import Platform
import Drivers
import Insights
import Runtime
import ScheduleLang

/// Serves the owner of a running instance: takes orders between the loop's ticks, answers after them, and has
/// kept what the next run must know.
///
/// An order is answered once it is on disk.
final class RequestHandler {
  private let name: InstanceName
  private let process: Int32
  private let observes: Bool
  private let mailbox: RequestMailbox
  private let keeper: StateKeeper?
  private let unkept: String?
  private let warn: (String, LogPriority) -> Void
  private var server: LineServer?
  private var state: SavedState
  /// The orders that are answered after the tick that carries them out.
  private var waiting: [Int] = []
  private var last: LoopSnapshot?
  /// The settings that were found to suit these inputs.
  private var fitted: [String: InputSetting]?
  private var fittedTo: [DeclaredInput] = []

  /// How long the end of the program may wait for the state to be written.
  private static let patience: Duration = .seconds(2)
  /// How long an answer may wait for it.
  private static let answerPatience: Duration = .milliseconds(1500)

  /// Creates the handler of the run called `name`.
  ///
  /// - Parameters:
  ///   - observes: whether the charger is only watched.
  ///   - keeper: keeps `state` up to date; nil where nothing is to survive, or can.
  ///   - unkept: why nothing can be kept; nil where it can, or need not be.
  ///   - wake: wakes the control loop for an order, from any thread.
  ///   - warn: prints, in one line each, what does not work.
  init(
    name: InstanceName, process: Int32, observes: Bool, state: SavedState, keeper: StateKeeper?,
    unkept: String?, wake: @escaping @Sendable () -> Void = {},
    warn: @escaping (String, LogPriority) -> Void
  ) {
    mailbox = RequestMailbox(wake: wake)
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
  var ask: @Sendable (ControlRequest) -> ControlResponse { { [mailbox] in mailbox.ask($0) } }

  /// Whether an order to stop waits for the loop; for any thread.
  var isStopWaiting: @Sendable () -> Bool { { [mailbox] in mailbox.hasStop } }

  /// When the charger was last restarted.
  var lastRestart: Instant? { state.lastRestart }

  /// Opens the control socket in `folder`; a run goes on without one.
  func open(in folder: String?) {
    guard let folder else {
      return warn("no control socket: the environment names no folder for it", .warning)
    }
    do throws(LocalSocketError) {
      server = try LineServer(path: "\(folder)/\(name).sock") { [mailbox] in mailbox.answer($0) }
    } catch {
      warn("no control socket: \(error)", .warning)
    }
  }

  /// Has what inputs are set to looked at anew, for another schedule takes over.
  func fitInputs() { fitted = nil }

  /// Lets waiting orders take effect, before a tick at `now`; of those that come together a stop has the last word.
  func attend(_ loop: ControlLoop, subject: HomeSchedule, now: Instant) {
    let requests = mailbox.take()
    let stops = requests.filter { $0.request.command == .stop }
    if state.inputs.expire(at: now, departed: false) { warn("an input is as declared again", .notice) }
    if !state.inputs.isEmpty, fitted != state.inputs || fittedTo != subject.schedule.inputs {
      for line in state.inputs.dropUnfit(for: subject) { warn(line, .warning) }
      (fitted, fittedTo) = (state.inputs, subject.schedule.inputs)
    }
    for (serial, request) in requests.filter({ $0.request.command != .stop }) + stops {
      let before = loop.order
      if request.command == .resume {
        loop.order = nil
      } else if request.command == .set {
        do throws(InputOrder.Refusal) {
          let order = try InputOrder(request, for: subject, at: now)
          state.inputs[order.key] = order.setting
          warn(Self.text(of: order, in: subject.clocks.site), .notice)
        } catch {
          mailbox.answer(serial, ControlResponse(error: error.reason))
          continue
        }
      } else {
        guard let order = request.order(at: now) else {
          mailbox.answer(serial, ControlResponse(error: "the request is incomplete or out of range"))
          continue
        }
        // Before the first tick nothing is known, and some orders make no sense in any case.
        if let objection = subject.objection(to: order, readings: last?.readings ?? Readings()) {
          mailbox.answer(serial, ControlResponse(error: objection.explanation))
          continue
        }
        loop.order = order
      }
      if loop.order != before { warn(loop.order?.text(in: subject.clocks.site) ?? "resumed", .notice) }
      waiting.append(serial)
    }
  }

  private static func text(of order: InputOrder, in zone: ZoneRules) -> String {
    guard let setting = order.setting else { return "input \(order.key): as declared" }
    var text = "input \(order.key): \(setting.value)"
    if let until = setting.until { text += " until \(zone.local(until))" }
    return text + (setting.isOnce ? ", until the car has left" : "")
  }

  /// Answers who waits, after a tick; `lastRestart` is when the charger was restarted, where it was.
  func report(
    _ event: RunEvent, schedule: RunningSchedule, lastRestart: Instant?,
    told: [Trouble.Kind: TellingPolicy.Told]? = nil, count: EnergyCount = EnergyCount()
  ) {
    guard case .ticked(let snapshot) = event else { return }
    let departed = last?.readings.pluggedIn == true && snapshot.readings.pluggedIn == false
    let isOver = departed && state.inputs.expire(at: snapshot.instant, departed: true)
    if isOver { warn("an input is as declared again: the car has left", .notice) }
    let isDue =
      isOver || last?.order != snapshot.order || state.isHandedOver != snapshot.isHandedOver
      || state.lastRestart != lastRestart
      || told.map { $0 != state.told } ?? false || !state.isRunning
      || last.map { $0.instant.seconds / 60 != snapshot.instant.seconds / 60 } ?? true
    last = snapshot
    state.lastRestart = lastRestart
    state.isHandedOver = snapshot.isHandedOver
    state.isRunning = true
    if let told { state.told = told }
    state.count = count
    if let soc = snapshot.readings.soc { state.lastSoC = .init(soc: soc, instant: snapshot.instant) }
    let number =
      isDue || !waiting.isEmpty ? keep(order: snapshot.order, of: schedule, at: snapshot.instant) : nil
    let response = ControlResponse(
      status: InstanceStatus(
        snapshot, of: schedule.view(at: snapshot.instant), name: name.description, process: process,
        observes: observes, state: state))
    mailbox.lay(out: response) { [keeper, unkept] in keeper?.problem ?? (keeper == nil ? unkept : nil) }
    for serial in waiting {
      mailbox.answer(serial, response) { [keeper, unkept] in
        // Without an order there is nothing that a restart could forget.
        guard let keeper else { return snapshot.order == nil ? nil : unkept }
        guard let number else { return keeper.problem }
        do throws(StateError) {
          try keeper.wait(for: number, by: MonotonicClock.deadline(after: Self.answerPatience))
          return nil
        } catch {
          return error.reason
        }
      }
    }
    waiting = []
  }

  /// Closes the socket and has the last state written.
  func close(_ loop: ControlLoop, schedule: RunningSchedule) {
    server?.close()
    state.isRunning = false
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
