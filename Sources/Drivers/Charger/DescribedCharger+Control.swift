import Platform
import Runtime
import ScheduleLang

// Whether the program has control, and whether the charger's own time-out is armed.
extension DescribedCharger {
  /// What tells who has control.
  enum ControlRegister: CaseIterable {
    case control
    case timeout
  }

  /// Finds out whether the program has the control that it means to keep; where the user took it back, or the charger
  /// has restarted, the next command takes it anew.
  ///
  /// The time-out tells it, which ends when control returns to the user: where it has ended though the program has
  /// control, it does not stay set. Without control it is asked for now and then while power flows: an earlier
  /// run may have left one running, and power that it began may be refused an end.
  func askForControl() throws(DeviceError) {
    if isTimeoutToBeTriedAgain { controlledConnection = nil }
    repeat {
      guard let register = controlRegister, let request = map.request(for: register) else { return }
      takeControlReading(try optionalRead(request), of: register)
    } while suspiciousTimeout != nil
  }

  /// Where to look now whether the program has control; nil where nothing tells.
  var controlRegister: ControlRegister? {
    let isTimeoutTelling =
      !isConnectionControlled || (failsafe.armedSeconds != nil && suspiciousTimeout == nil)
    if isTimeoutTelling, map.timeout != nil { return .timeout }
    return map.charger.control == nil ? nil : .control
  }

  func takeControlReading(_ words: [UInt16]?, of register: ControlRegister) {
    let value = words.flatMap(map.seconds)
    guard isConnectionControlled else {
      suspiciousTimeout = nil
      guard register == .timeout else { return }
      earlierTimeout = value == 0 ? nil : value
      readBy = now
      return
    }
    if register == .timeout {
      if failsafe.noteRead(value, by: now) {
        noteProof()
        return reportRounding()
      }
      guard let value else { return controlledConnection = nil }
      // Where nothing says who has control, the time-out alone does.
      guard map.charger.control != nil else {
        failsafe.noteLoss(value, by: now)
        return controlledConnection = nil
      }
      suspiciousTimeout = value
    } else {
      // Firmware that tells neither who has control nor a time-out has it as far as is known.
      if let words, !map.isTaken(words) {
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
  var isTimeoutToBeTriedAgain: Bool {
    guard settings.control == .keep, failsafe.isWorthRetrying, let setBy else { return false }
    return setBy + Self.retryTime < now
  }

  func optionalRead(_ request: ModbusRequest) throws(DeviceError) -> [UInt16]? {
    do throws(DeviceError) {
      return try read(request)
    } catch {
      guard case .refused = error else { throw error }
      return nil
    }
  }

  /// Notes what the time-out reads as, nil where the charger does not tell, after it was set.
  ///
  /// - Parameter isLacked: whether the charger has said, of the write and of the read, that it has no such register; any other
  ///   refusal is a failure.
  func proveTimeout(_ seconds: UInt16?, isLacked: Bool) throws(DeviceError) {
    failsafe.noteSet(seconds, isLacked: isLacked, by: now)
    setBy = now
    noteProof()
    if let timeoutRefusal, seconds != nil, failsafe.armedSeconds == nil { throw timeoutRefusal }
    reportRounding()
  }

  func noteProof() {
    (earlierTimeout, readBy, proved) = (nil, nil, (link.connectionCount, now))
  }

  func reportRounding() {
    guard failsafe.isRounded, let seconds = failsafe.armedSeconds else { return }
    report("the charger's time-out is \(seconds) s where \(settings.failsafe) s were asked for")
  }
}

extension ChargerMap {
  /// A request for what tells who has control.
  func request(for register: DescribedCharger.ControlRegister) -> ModbusRequest? {
    (register == .timeout ? timeout : charger.control?.take.register)?.read()
  }

  /// Whether the register of control says that the program has it.
  func isTaken(_ words: [UInt16]) -> Bool {
    guard let take = charger.control?.take else { return true }
    return take.register.number(in: words) == Double(take.value)
  }
}
