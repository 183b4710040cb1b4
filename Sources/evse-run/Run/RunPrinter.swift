import Platform
import Drivers
import Runtime
import ScheduleLang

/// Tells the owner what happens in a run: decisions on standard output, trouble on standard error, and both
/// with every command in the daily log file.
final class RunPrinter {
  private var subject: HomeSchedule
  private let observes: Bool
  private var log: LogKeeper?
  private let output: Console
  private let errors: Console
  private let clock: any LoopClock
  private var flaps: [DeviceRole: FlapFilter] = [:]
  /// What a charger that is only watched would have been commanded last.
  private var lastWish: ChargerCommand?

  /// How long the end of the program may wait for the last lines of the log file.
  private static let patience: Duration = .seconds(2)

  /// Why prices are not up to date, in words; each change is printed.
  var priceProblem: String? {
    didSet {
      guard priceProblem != oldValue else { return }
      if let priceProblem { warn(priceProblem) } else { warn("prices are up to date again", .notice) }
    }
  }

  /// Creates a printer.
  ///
  /// - Parameters:
  ///   - observes: whether the charger is only watched.
  ///   - clock: dates what carries no time of its own.
  init(
    subject: HomeSchedule, observes: Bool = false, output: Console = .output, errors: Console = .error,
    clock: any LoopClock
  ) {
    self.subject = subject
    self.observes = observes
    self.output = output
    self.errors = errors
    self.clock = clock
    log = Self.log(of: subject.site)
  }

  /// Says how the columns are called.
  func begin() {
    if observes {
      warn(
        "only observing: the charger is told nothing, set-points are what it would have been told", .notice)
    }
    output.write(RunLine.header)
  }

  /// Tells what was kept back, and has the last lines written to the log file.
  func end() {
    for role in [DeviceRole.meter, .charger] { report(flaps[role]?.takeKept(), of: role) }
    if log?.close(by: MonotonicClock.deadline(after: Self.patience)) == .late {
      errors.write("\(time)  log: the last lines could not be written in time", .warning)
    }
    printLogNews()
  }

  /// Goes on with another schedule.
  func follow(_ next: HomeSchedule) {
    if next.site.logFolder != subject.site.logFolder {
      // Its thread writes what waits; the run does not wait for it.
      log?.close(by: MonotonicClock.deadline(after: .zero))
      log = Self.log(of: next.site)
    }
    if next.site.meter == nil { flaps[.meter] = nil }
    subject = next
  }

  /// Tells one event.
  func report(_ event: RunEvent) {
    switch event {
    case .ticked:
      for role in [DeviceRole.meter, .charger] { report(flaps[role]?.due(at: clock.uptime), of: role) }
      printLogNews()
    case .decided(let snapshot):
      let line = RunLine(snapshot, of: subject, observes: observes, priceProblem: priceProblem).text
      output.write(line)
      note(line)
    case .commanded(let command) where observes: wish(command)
    case .commanded(.start(let current)): note("\(time)  charger: set to \(current.value) A")
    case .commanded(.stop): note("\(time)  charger: stopped")
    case .failed(let device, let error): change(of: device, to: error)
    case .recovered(let device): change(of: device, to: nil)
    case .troubleBegan(let trouble) where !trouble.kind.isPrintedAsItHappens:
      warn("\(trouble.text); \(trouble.kind.advice)")
    case .troubleEnded(let trouble) where !trouble.kind.isPrintedAsItHappens && !trouble.kind.isMoment:
      warn("over: \(trouble.text)", .notice)
    case .troubleBegan, .troubleEnded: break
    case .orderEnded(let order, let end):
      warn("order ended: \(order.text(in: subject.clocks.site)): \(end.text)", .notice)
    }
  }

  /// Tells of trouble, or of something out of the ordinary, in one line.
  func warn(_ text: String, _ priority: LogPriority = .warning) {
    let line = "\(time)  \(text)"
    errors.write(line, priority)
    note(line)
  }

  /// Tells more of what the last line was about.
  func detail(_ line: String, _ priority: LogPriority) {
    errors.write(line, priority)
    note(line)
  }

  private func change(of device: DeviceRole, to failure: DeviceError?) {
    report(flaps[device, default: FlapFilter()].take(failure, at: clock.uptime), of: device)
  }

  private func report(_ news: FlapFilter.News?, of device: DeviceRole) {
    guard let news else { return }
    let leftOut =
      switch news.leftOut {
      case 0: ""
      case 1: "  [a change before that is left out]"
      default: "  [\(news.leftOut) changes before that are left out]"
      }
    let text = "\(name(of: device)): \(news.failure?.explanation ?? "works again")\(leftOut)"
    warn(text, news.failure == nil ? .notice : .warning)
  }

  /// Tells what a charger that is only watched would have been told, once until that changes.
  private func wish(_ command: ChargerCommand) {
    guard command != lastWish else { return }
    lastWish = command
    let line =
      switch command {
      case .start(let current): "\(time)  charger: would be set to \(current.value) A"
      case .stop: "\(time)  charger: would be stopped"
      }
    output.write(line)
    note(line)
  }

  /// The device as its owner knows it: `charger at 192.168.0.123`.
  private func name(of device: DeviceRole) -> String {
    let declared = device == .charger ? subject.site.charger : subject.site.meter
    return device.rawValue + (declared?.address.map { " at \($0)" } ?? "")
  }

  private var time: String { RunLine.time(clock.now, in: subject.clocks.site) }

  private static func log(of site: Site) -> LogKeeper? {
    site.logFolder.map { folder in
      let files = DailyLog(folder: folder)
      return LogKeeper { line, date throws(LogError) in try files.write(line, on: date) }
    }
  }

  /// Has a line added to the log file.
  private func note(_ line: String) { log?.add(line, on: subject.clocks.site.local(clock.now).date) }

  /// Tells how the log file fares, but not in it.
  private func printLogNews() {
    for news in log?.status.takeNews() ?? [] { errors.write("\(time)  \(news)", .warning) }
  }
}

extension Trouble.Kind {
  /// Whether each change of it is printed by itself already.
  fileprivate var isPrintedAsItHappens: Bool {
    switch self {
    case .chargerSilent, .chargerRefuses, .meterSilent, .meterPartlySilent, .pricesMissing, .scheduleRefused,
      .chargerRestarted:
      true
    default: false
    }
  }
}

extension RunPrinter {
  /// An order from before, unless the charger of `subject` cannot carry it out: that is printed.
  func stillPossible(_ order: Order?, in subject: HomeSchedule) -> Order? {
    // Nothing is known yet of the car; and what a target asks for beyond the limits ends when they are reached.
    guard let order, case .chargesOnly? = subject.objection(to: order, readings: Readings()) else {
      return order
    }
    warn(
      "no longer in force: \(order.text(in: subject.clocks.site)): \(OrderObjection.chargesOnly.explanation)",
      .notice)
    return nil
  }
}
