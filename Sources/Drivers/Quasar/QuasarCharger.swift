import Platform
import Runtime
import ScheduleLang

/// A Wallbox Quasar (1), over Modbus TCP.
///
/// What a call has no time for goes on in the next: a charger that takes a second for each reply is read and commanded
/// over several.
public final class QuasarCharger: Charger {
  /// The port that the charger listens on.
  public static let defaultPort: UInt16 = 502
  /// The largest set-point either way (evse-controller).
  static let currentRange = -32...32
  /// After how long a time-out that could not be proved is tried again, in nanoseconds.
  private static let retryTime: UInt64 = 30_000_000_000
  /// For how long what was read of it counts after the connection has broken; it is read anew in half of that.
  private static let trust: UInt64 = 60_000_000_000

  let modbus: ModbusClient
  let settings: QuasarSettings
  private let notice: (String) -> Void
  /// What was told already: control is taken anew after each reconnection.
  private var notices: Set<String> = []
  var readings = QuasarReadings()
  var failsafe: QuasarFailsafe
  /// The number of the connection over which control was taken; nil while the user has it.
  var controlledConnection: Int?
  /// The time-out that an earlier run has left armed, in seconds; nil where there is none, or it is not known.
  private var earlierTimeout: UInt16?
  /// When it was last read, nil where the time-out was proved since; and over which connection and when that was.
  private var readBy: ExchangeDeadline?
  private var proved: (connection: Int, by: ExchangeDeadline)?
  /// What the time-out reads as that was armed before, while it is open whose doing that is.
  private var suspiciousTimeout: UInt16?
  /// Why the charger did not take its time-out.
  private var timeoutRefusal: DeviceError?
  /// When the time-out was last set.
  private var setBy: ExchangeDeadline?
  /// How far a command has come that ran out of time.
  private var progress: Progress?
  /// When it was last told to stop, where it has not taken that yet, and how often in a row it was asked nothing for that.
  private var owedStop: ExchangeDeadline?
  private var yielded = 0
  /// Whether an order to stop waits for the end of the call.
  private var isStopWaiting: () -> Bool = { false }
  /// The deadline of the call that goes on.
  private var now = ExchangeDeadline(nanoseconds: 0)

  private struct Progress {
    /// The number of its connection.
    var connection: Int
    /// How many steps to take control are done.
    var taken = 0
    /// Whether a stop was tried before control is taken.
    var hasTriedStop = false
    /// The steps of the command itself that are done.
    var done: [QuasarStep] = []
    /// The step whose reply is to come.
    var pending: QuasarStep?
    /// How often the charger was asked how it is since then.
    var age = 0

    /// Which of the first `count` steps that are done hold for another sequence: where a later step has written the same
    /// register since, or is about to, what was written before is to be written again.
    func standing(of count: Int, before sequence: [QuasarStep]) -> [QuasarStep] {
      let rest = sequence.dropFirst(count)
      var undone = done.dropFirst(count).compactMap(\.register)
      if let pending, pending != rest.first { undone += [pending.register].compactMap(\.self) }
      // The last current counts, whatever was set before.
      if rest.contains(where: { $0.register == .current }) { undone.removeAll { $0 == .current } }
      return Array(done.prefix(count).prefix { step in step.register.map { !undone.contains($0) } ?? true })
    }
  }

  /// Creates the charger at `endpoint`; `notice` is told, in one line, what its firmware lacks.
  public init(
    endpoint: Endpoint, settings: QuasarSettings = QuasarSettings(),
    connector: any Connector = TCPConnector(), notice: @escaping (String) -> Void = { _ in }
  ) {
    modbus = ModbusClient(endpoint: endpoint, unit: settings.unit, connector: connector)
    self.settings = settings
    self.notice = notice
    failsafe = QuasarFailsafe(settings)
    modbus.onLateReply = { [unowned self] in takeLate($1, to: $0) }
  }

  /// Reads state, SoC and power, and, where time is left, what it was told and whether the program has control; a
  /// command that is under way comes first.
  public func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
    now = deadline
    progress?.age += 1
    var failure: DeviceError?
    let yields = yieldsToStop()
    do throws(DeviceError) {
      try modbus.settle(by: deadline)
      while !yields, !isStopWaiting(), let item = readings.next(of: items, by: deadline) { try ask(item) }
    } catch {
      guard error == .timeout || error == .unfinished else { throw error }
      failure = error
    }
    func registers(_ item: QuasarReadings.Item) -> [UInt16]? {
      readings.registers(item, by: deadline, isSlow: failure != .timeout)
    }
    // One of which nothing is heard is silent, also where it is asked nothing for a stop's sake.
    guard let block = registers(.state) else { throw failure ?? modbus.lateness(by: deadline) }
    let state = QuasarState(rawValue: block[0])
    var status = ChargerStatus(
      state: .unavailable("state \(block[0]), which is not documented"), pluggedIn: state?.isPluggedIn,
      soc: readings.soc, power: registers(.power).map { Watts(Double(Int16(bitPattern: $0[0]))) },
      isPowerNew: readings.isNew(.power, by: deadline, isComplete: failure == nil),
      setPoint: registers(.setPoint).map { Amperes(Int(Int16(bitPattern: $0[0]))) },
      isControlled: settings.control == .handBack || isConnectionControlled)
    if let state { status.state = state.chargerState(errors: registers(.errors) ?? []) }
    return status
  }

  public func heed(_ isStopWaiting: @escaping () -> Bool) { self.isStopWaiting = isStopWaiting }

  public func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    now = deadline
    guard current != .zero, QuasarCharger.currentRange.contains(current.value),
      let setPoint = Int16(exactly: current.value)
    else { throw .refused("a current of \(current.value) A is not within ±1...32 A") }
    if isTimeoutToBeTriedAgain { controlledConnection = nil }
    progress?.hasTriedStop = false
    owedStop = nil
    try command(steps(toStartAt: setPoint))
  }

  public func stop(by deadline: ExchangeDeadline) throws(DeviceError) {
    now = deadline
    owedStop = deadline
    // The set-point that is left behind is what the charger would use when a car is plugged in.
    do throws(DeviceError) {
      try command([.write(.stop), .write(QuasarWrite(.current, 0))])
    } catch {
      // One that was heard and refused is owed no more than before.
      if error != .timeout && error != .unfinished { owedStop = nil }
      throw error
    }
    owedStop = nil
  }

  /// What was proved counts for the connection over which it was, and for a while: before another its user may have had
  /// control, which ends the time-out.
  ///
  /// One that reads as less than was asked for may end as late as that.
  public var failsafeTimeout: Duration? {
    if let readBy {
      guard readBy.age(at: now) <= Self.trust else { return nil }
      return earlierTimeout.map { .seconds(max($0, settings.failsafe)) }
    }
    guard let proved, let armed = failsafe.armedSeconds,
      proved.connection == modbus.connectionCount || proved.by.age(at: now) <= Self.trust
    else { return nil }
    return .seconds(max(armed, settings.failsafe))
  }

  public var failsafeProblem: String? {
    settings.control == .keep
      ? failsafe.problem
      : "control is handed back after each command, which switches its own time-out off"
  }

  public func release(by deadline: ExchangeDeadline) throws(DeviceError) {
    now = deadline
    (controlledConnection, progress, earlierTimeout, readBy, owedStop) = (nil, nil, nil, nil, nil)
    failsafe.forget()
    try write(.release)
  }
}

// What it is asked.
extension QuasarCharger {
  var isConnectionControlled: Bool { controlledConnection == modbus.connectionCount && modbus.isConnected }

  /// What there is to ask now.
  private var items: [QuasarReadings.Item] {
    let block = readings.registers(.state, by: now, isSlow: true)
    let state = block.flatMap { QuasarState(rawValue: $0[0]) }
    let isToBeLearned =
      settings.control == .keep && !isConnectionControlled
      && readBy.map { $0.age(at: now) > Self.trust / 2 } ?? true
      && state?.chargerState().isMovingPower == true
    if validProgress != nil {
      guard readings.isBlind(at: now) else { return [] }
      return isToBeLearned ? [.state, .control] : [.state]
    }
    var items: [QuasarReadings.Item] =
      isToBeLearned ? [.state, .control, .power, .setPoint] : [.state, .power, .setPoint]
    if settings.control == .keep, isConnectionControlled { items.append(.control) }
    if state == .error { items.append(.errors) }
    return items
  }

  /// Whether to ask nothing now: a slow charger may lose a stop that comes while it is busy with a question, and over a
  /// connection on which nothing was heard yet the stop would wait for the answer.
  ///
  /// Each sixth time it is asked all the same, since nobody stops what nothing is known of.
  private func yieldsToStop() -> Bool {
    // One that is wanted still was tried in the call before.
    guard let owedStop, owedStop.age(at: now) < 2_500_000_000, modbus.mayBeSlow else {
      yielded = 0
      return false
    }
    yielded = (yielded + 1) % 6
    return yielded != 0
  }

  private func ask(_ item: QuasarReadings.Item) throws(DeviceError) {
    readings.ask(item, by: now)
    if item == .control { return try askForControl() }
    let (register, count) = Self.registers(of: item)
    let registers: [UInt16]?
    do throws(DeviceError) {
      registers = try modbus.read(register.rawValue, count: count, by: now)
    } catch {
      // Without its state nothing is known; all else may be missing.
      guard case .refused = error, item != .state else { throw error }
      registers = nil
    }
    readings.take(item, registers, by: now)
  }

  private static func registers(of item: QuasarReadings.Item) -> (QuasarRegister, UInt16) {
    switch item {
    case .state: (.state, 2)
    case .power: (.power, 1)
    case .setPoint: (.current, 1)
    case .control: (.failsafeTimeout, 1)
    case .errors: (.errors, 4)
    }
  }

  /// Finds out whether the program has the control that it means to keep; where the user took it back, or the charger
  /// has restarted, the next command takes it anew.
  ///
  /// The time-out tells it, which ends when control returns to the user: where it has ended though the program has
  /// control, it does not stay set. Without control it is asked for now and then while power flows: an earlier
  /// run may have left one running, and power that it began may be refused an end.
  private func askForControl() throws(DeviceError) {
    if isTimeoutToBeTriedAgain { controlledConnection = nil }
    repeat {
      let register = controlRegister
      takeControlReading(try optionalRead(register), of: register)
    } while suspiciousTimeout != nil
  }

  private var controlRegister: QuasarRegister {
    !isConnectionControlled || (failsafe.armedSeconds != nil && suspiciousTimeout == nil)
      ? .failsafeTimeout : .control
  }

  private func takeControlReading(_ value: UInt16?, of register: QuasarRegister) {
    guard isConnectionControlled else {
      suspiciousTimeout = nil
      guard register == .failsafeTimeout else { return }
      earlierTimeout = value == 0 ? nil : value
      readBy = now
      return
    }
    if register == .failsafeTimeout {
      if failsafe.noteRead(value, by: now) {
        noteProof()
        return tellOfRounding()
      }
      guard let value else { return controlledConnection = nil }
      suspiciousTimeout = value
    } else {
      // Firmware that tells neither who has control nor a time-out has it as far as is known.
      if let value, value != 1 {
        failsafe.forget()
        controlledConnection = nil
      } else if let suspiciousTimeout {
        failsafe.noteLoss(suspiciousTimeout, by: now)
        controlledConnection = nil
      }
      suspiciousTimeout = nil
    }
  }

  /// Whether the time-out was set some time ago and could not be proved then.
  private var isTimeoutToBeTriedAgain: Bool {
    guard settings.control == .keep, failsafe.problem != nil, !failsafe.isMissing, let setBy else {
      return false
    }
    return setBy.nanoseconds &+ Self.retryTime < now.nanoseconds
  }

  private func optionalRead(_ register: QuasarRegister) throws(DeviceError) -> UInt16? {
    do throws(DeviceError) {
      return try modbus.read(register.rawValue, count: 1, by: now)[0]
    } catch {
      guard case .refused = error else { throw error }
      return nil
    }
  }

  /// Uses a reply that came after its call.
  private func takeLate(_ result: Result<[UInt16], ModbusError>, to request: ModbusRequest) {
    if let step = validProgress?.pending, step.request(settings) == request {
      do throws(DeviceError) {
        try conclude(step, result)
      } catch {
        (progress, controlledConnection) = (nil, nil)
      }
      return
    }
    guard case .readHolding(let address, _) = request, let register = QuasarRegister(rawValue: address) else {
      return
    }
    let registers = try? result.get()
    switch register {
    case .control, .failsafeTimeout:
      readings.ask(.control, by: now)
      takeControlReading(registers?.first, of: register)
    default:
      guard let item = QuasarReadings.Item.allCases.first(where: { Self.registers(of: $0).0 == register })
      else { return }
      readings.take(item, registers, by: now)
    }
  }
}

// What it is told.
extension QuasarCharger {
  /// How far the last command has come, where it has just run out of time on the connection that is open still.
  private var validProgress: Progress? {
    guard let progress, modbus.isConnected, progress.connection == modbus.connectionCount, progress.age <= 3
    else { return nil }
    return progress
  }

  /// What takes control; after a reconnection the charger may have restarted.
  private var takingControl: [QuasarStep] {
    settings.control == .keep
      ? [
        .write(.takeControl), .write(QuasarWrite(.failsafeTimeout, settings.failsafe)), .proveTimeout,
        .write(.setPointIsCurrent),
      ] : [.write(.takeControl)]
  }

  /// The steps of a start; one that is under way goes on at a smaller current before it has more, since a wish that
  /// changes each second would keep a slow charger from ever starting.
  private func steps(toStartAt current: Int16) -> [QuasarStep] {
    func set(_ current: Int16) -> QuasarStep { .write(QuasarWrite(.current, UInt16(bitPattern: current))) }
    let steps: [QuasarStep] = [.permitPower, set(current), .write(.start)]
    guard let done = validProgress?.done, done.count >= 2, done[0] == .permitPower,
      case .write(let write) = done[1]
    else { return steps }
    let before = Int16(bitPattern: write.value)
    let isLess = before != 0 && before.signum() == current.signum() && before.magnitude < current.magnitude
    return isLess ? [.permitPower, set(before), .write(.start), set(current)] : steps
  }

  /// Has control, takes the steps of a command, and hands control back where the settings say so.
  ///
  /// Where time runs out, the next command goes on behind the steps that it has in common with this one.
  private func command(_ steps: [QuasarStep]) throws(DeviceError) {
    let sequence = settings.control == .keep ? steps : takingControl + steps + [.write(.release)]
    var next = validProgress ?? Progress(connection: modbus.connectionCount)
    let common = zip(next.done, sequence).prefix { $0 == $1 }.count
    next.done = next.standing(of: common, before: sequence)
    next.age = 0
    progress = next
    do throws(DeviceError) {
      // What was done over a connection that is gone is done again over the new one.
      if try !take(sequence), try !take(sequence) { throw .unfinished }
      progress = nil
    } catch {
      // A refusal may mean that the user has control again: the next command takes it anew.
      if error != .timeout && error != .unfinished {
        progress = nil
        if error != denial { controlledConnection = nil }
      }
      throw error
    }
  }

  /// Takes the steps of a command that are not done yet, behind those that take control; false where there was a new
  /// connection in the middle.
  private func take(_ sequence: [QuasarStep]) throws(DeviceError) -> Bool {
    if settings.control == .keep, !isConnectionControlled {
      // On a new connection the program most likely has control still: a stop that comes through at once is worth
      // more than an orderly one that comes too late.
      if sequence.first == .write(.stop), progress?.hasTriedStop == false {
        guard try take(.tryStop) else { return false }
      }
      for step in takingControl.dropFirst(progress?.taken ?? 0) {
        guard try take(step) else { return false }
      }
      controlledConnection = modbus.connectionCount
    }
    for step in sequence.dropFirst(progress?.done.count ?? 0) {
      guard try take(step) else { return false }
    }
    return true
  }

  /// Takes a step of the command that is under way; false where that was over a new connection, and not the first step
  /// there.
  private func take(_ step: QuasarStep) throws(DeviceError) -> Bool {
    guard let request = step.request(settings) else {
      try permitPower()
      progress?.done.append(step)
      return true
    }
    progress?.pending = step
    let hadControl = isConnectionControlled
    let result = try modbus.result(of: request, isUrgent: step.isUrgent, by: now)
    if let before = progress, before.connection != modbus.connectionCount {
      progress = Progress(connection: modbus.connectionCount)
      if before.taken > 0 || !before.done.isEmpty || hadControl { return false }
    }
    try conclude(step, result)
    return true
  }

  /// Notes how a step ended; what some firmware lacks is left out there.
  private func conclude(_ step: QuasarStep, _ result: Result<[UInt16], ModbusError>) throws(DeviceError) {
    progress?.pending = nil
    let refusal: DeviceError? =
      switch result {
      case .success: nil
      // What the time-out has become is read next, and says more.
      case .failure(.otherValue) where step.isTimeout: nil
      case .failure(let error): error.deviceError
      }
    switch step {
    case .permitPower: break
    case .tryStop:
      readings.forget(after: .action)
      progress?.hasTriedStop = true
      return
    case .proveTimeout: try proveTimeout(try? result.get().first)
    case .write(let write):
      switch write.register {
      case .failsafeTimeout: timeoutRefusal = refusal
      case .setPointType:
        if refusal != nil { tell("the charger's set-point has no type: it is taken to be a current") }
      default: if let refusal { throw refusal }
      }
      readings.forget(after: write.register)
    }
    if settings.control == .keep, !isConnectionControlled {
      progress?.taken += 1
    } else {
      progress?.done.append(step)
    }
  }

  /// Notes what the time-out reads as, nil where the charger does not tell, after it was set.
  ///
  /// Only firmware that can neither write nor read the register has none; a mere refusal is a failure.
  private func proveTimeout(_ seconds: UInt16?) throws(DeviceError) {
    failsafe.noteSet(seconds, wasTaken: timeoutRefusal == nil, by: now)
    setBy = now
    noteProof()
    if let timeoutRefusal, seconds != nil, failsafe.armedSeconds == nil { throw timeoutRefusal }
    tellOfRounding()
  }

  private func noteProof() {
    (earlierTimeout, readBy, proved) = (nil, nil, (modbus.connectionCount, now))
  }

  private var denial: DeviceError {
    .refused("no power without a time-out of its own: \(failsafeProblem ?? "it is not armed")")
  }

  /// Lets a start go on only where the charger would stop by itself, as far as the settings want that; and stops it
  /// where it does not.
  private func permitPower() throws(DeviceError) {
    let isPermitted = settings.control == .keep ? failsafe.permitsPower : settings.need != .required
    guard !isPermitted else { return }
    let block = readings.registers(.state, by: now, isSlow: true)
    if block.flatMap({ QuasarState(rawValue: $0[0]) })?.chargerState().isMovingPower != false {
      try write(.stop)
      try write(QuasarWrite(.current, 0))
      readings.forget(after: .action)
    }
    throw denial
  }

  private func write(_ write: QuasarWrite) throws(DeviceError) {
    try modbus.write(write.value, to: write.register.rawValue, by: now)
  }

  private func tellOfRounding() {
    guard let seconds = failsafe.armedSeconds, seconds != settings.failsafe else { return }
    tell("the charger's time-out is \(seconds) s where \(settings.failsafe) s were asked for")
  }

  /// Tells what the firmware lacks, once.
  private func tell(_ text: String) { if notices.insert(text).inserted { notice(text) } }
}
