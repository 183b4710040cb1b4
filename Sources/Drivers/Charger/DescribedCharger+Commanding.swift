import Platform
import Runtime
import ScheduleLang

// What it is told.
extension DescribedCharger {
  /// How far the last command has come, where it has just run out of time on the connection that is open still.
  var validProgress: ChargerProgress? {
    guard let progress, link.isConnected, progress.connection == link.connectionCount, progress.age <= 3
    else { return nil }
    return progress
  }

  /// What takes control; after a reconnection the charger may have restarted.
  ///
  /// Where control is handed back after each command, what a charger may lack is left alone.
  var takingControl: [ChargerStep] {
    settings.control == .keep
      ? map.takingControl + protecting + map.preparing
      : map.takingControl + map.necessaryPreparing
  }

  /// The steps of a start; one that is under way goes on at a smaller current before it has more, since a wish that
  /// changes each second would keep a slow charger from ever starting.
  func steps(toStartAt current: Amperes) -> [ChargerStep] {
    guard let set = map.setting(current) else { return [] }
    let permit = ChargerStep.permitPower
    let steps = [permit, set] + map.starting
    guard let done = validProgress?.done, done.count >= 2, done[0] == permit,
      case .write(let write) = done[1], case .setPoint(let before) = write.purpose
    else { return steps }
    let isLess =
      before != .zero && before.value.signum() == current.value.signum()
      && before.value.magnitude < current.value.magnitude
    return isLess ? [permit, done[1]] + map.starting + [set] : steps
  }

  /// Has control, takes the steps of a command, and hands control back where the settings say so.
  ///
  /// Where time runs out, the next command goes on behind the steps that it has in common with this one.
  func command(_ steps: [ChargerStep]) throws(DeviceError) {
    let sequence = settings.control == .keep ? steps : takingControl + steps + map.releasing
    var next = validProgress ?? ChargerProgress(connection: link.connectionCount)
    let common = zip(next.done, sequence).prefix { $0 == $1 }.count
    next.done = next.standing(of: common, before: sequence, setPoint: map.setPointAddress)
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
  func take(_ sequence: [ChargerStep]) throws(DeviceError) -> Bool {
    if settings.control == .keep, !isConnectionControlled {
      // On a new connection the program most likely has control still: a stop that comes through at once is worth
      // more than an orderly one that comes too late.
      if case .write(let stop)? = sequence.first, stop.purpose == .stop, progress?.hasTriedStop == false {
        guard try take(.tryStop(stop)) else { return false }
      }
      for step in takingControl.dropFirst(progress?.taken ?? 0) {
        guard try take(step) else { return false }
      }
      controlledConnection = link.connectionCount
    }
    for step in sequence.dropFirst(progress?.done.count ?? 0) {
      guard try take(step) else { return false }
    }
    return true
  }

  /// Takes a step of the command that is under way; false where that was over a new connection, and not the first step
  /// there.
  func take(_ step: ChargerStep) throws(DeviceError) -> Bool {
    guard let request = step.request else {
      try permitPower()
      progress?.done.append(step)
      return true
    }
    progress?.pending = step
    let hadControl = isConnectionControlled
    let result = try exchange(request, isUrgent: step.isUrgent)
    if let before = progress, before.connection != link.connectionCount {
      progress = ChargerProgress(connection: link.connectionCount)
      if before.taken > 0 || !before.done.isEmpty || hadControl { return false }
    }
    try conclude(step, result)
    return true
  }

  /// Notes how a step ended; what some firmware lacks is left out there.
  func conclude(_ step: ChargerStep, _ result: ModbusReply) throws(DeviceError) {
    progress?.pending = nil
    let refusal: DeviceError? =
      switch result {
      case .registers: nil
      // What the time-out has become is read next, and says more.
      case .refused(.otherValue) where step.isTimeout: nil
      case .refused(let error): error.deviceError
      }
    switch step {
    case .permitPower: break
    case .tryStop:
      readings.forget(after: .stop)
      progress?.hasTriedStop = true
      return
    case .proveFailsafeCurrent: failsafe.noteCurrent((try? result.get()).flatMap(map.failsafeCurrent))
    case .proveTimeout:
      try proveTimeout((try? result.get()).flatMap(map.seconds), isLacked: isTimeoutLacked && result.isLack)
    case .write(let write):
      switch write.purpose {
      case .timeout: (timeoutRefusal, isTimeoutLacked) = (refusal, result.isLack)
      case .preparation(let lack?): if refusal != nil { report(lack) }
      case .heartbeat: noteHeartbeat(result)
      // What it reads back says more.
      case .failsafeCurrent: break
      default: if let refusal { throw refusal }
      }
      noteTold(write)
      readings.forget(after: write.purpose)
    }
    if settings.control == .keep, !isConnectionControlled {
      progress?.taken += 1
    } else {
      progress?.done.append(step)
    }
  }

  var denial: DeviceError {
    .refused("no power without a time-out of its own: \(failsafeProblem ?? "it is not armed")")
  }

  /// Lets a start go on only where the charger would stop by itself, as far as the settings want that; and stops it
  /// where it does not.
  func permitPower() throws(DeviceError) {
    let isPermitted = settings.control == .keep ? failsafe.permitsPower : settings.need != .required
    guard !isPermitted else { return }
    if mayMovePower {
      try take(atOnce: map.stopping)
      readings.forget(after: .stop)
    }
    throw denial
  }

  /// Lets a discharge begin or go on only where the car offers it; and stops it where it does not.
  func permitDischarge() throws(DeviceError) {
    // What goes on already was known to be well.
    let objection = objectionToDischarging(mayBeUnknown: isDischarging)
    guard let objection else { return }
    if mayMovePower { try stop(by: now) }
    throw .refused("it is not ready to discharge: \(objection)")
  }

  /// Stops a discharge that the car offers no more.
  func endUnofferedDischarge() {
    guard isDischarging, isConnectionControlled, validProgress == nil,
      objectionToDischarging(mayBeUnknown: true) != nil
    else { return }
    // One that fails is tried again with the next look.
    try? stop(by: now)
  }

  private func objectionToDischarging(mayBeUnknown: Bool) -> String? {
    map.objectionToDischarging(mayBeUnknown: mayBeUnknown) { readings.registers($0, by: now, isSlow: true) }
  }

  private var isDischarging: Bool { readings.meaning(by: now)?.kind == .discharging }

  var mayMovePower: Bool {
    let listed = readings.registers(.state, by: now, isSlow: true).flatMap(map.listedMeaning)
    return listed?.kind == .either || readings.meaning(by: now)?.isMovingPower != false
  }

  /// Takes steps that write, whatever else is under way.
  func take(atOnce steps: [ChargerStep]) throws(DeviceError) {
    for step in steps {
      guard let request = step.request else { continue }
      try awaitGap(isUrgent: true)
      defer { noteHeard() }
      if case .refused(let error) = try link.reply(to: request, by: now) { throw error.deviceError }
    }
  }

  /// Tells what the firmware lacks, once.
  func report(_ text: String) { if notices.insert(text).inserted { notice(text) } }
}

extension ModbusReply {
  /// Whether the device says that it has no such function or register.
  fileprivate var isLack: Bool {
    if case .refused(.exception(let code)) = self { code == 1 || code == 2 } else { false }
  }
}
