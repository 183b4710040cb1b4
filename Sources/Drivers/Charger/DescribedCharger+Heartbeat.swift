import Platform
import ScheduleLang

// What keeps its own time-out from ending while the program is well.
extension DescribedCharger {
  /// What arms its time-out: with what it falls back to, and with a first heartbeat.
  ///
  /// Where nobody here sets the time-out it runs from the heartbeat on, so that this comes first.
  var protecting: [ChargerStep] {
    let arming = map.arming(settings.failsafe)
    // To set the time-out is a heartbeat itself where that is what is repeated.
    let isOwn = if case .timeout? = map.charger.heartbeat?.kind { true } else { false }
    let beat = isOwn ? [] : heartbeat.map { [ChargerStep.write($0)] } ?? []
    let isTold = if case .told = map.charger.failsafe { true } else { false }
    return map.settingFailsafeCurrent + (isTold ? beat + arming : arming + beat)
  }

  /// The next heartbeat; nil where the charger needs none.
  var heartbeat: ChargerWrite? {
    map.heartbeat(beats.count, told: repeated, seconds: settings.failsafe)
  }

  /// The set-point that a heartbeat may repeat: what it was told, as long as power may flow; what an earlier run has left, before it
  /// is told anything.
  private var repeated: Amperes {
    if let told { return failsafe.permitsPower ? told : .zero }
    let left = readings.registers(.setPoint, by: now, isSlow: true).flatMap(map.setPoint)
    return left.flatMap { map.setting($0) == nil ? nil : $0 } ?? .zero
  }

  /// Sends a heartbeat where one is due.
  ///
  /// It stops with the looks at the charger: one that will not stop is left alone so that its time-out ends.
  func keepAlive() throws(DeviceError) {
    guard settings.control == .keep, isConnectionControlled, let period = map.charger.heartbeat?.seconds,
      let beat = heartbeat
    else { return }
    // A set-point that is being changed must not be overtaken by the one before.
    if case .setPoint? = map.charger.heartbeat?.kind, validProgress != nil { return }
    // The next call comes in a second.
    let due = Duration.seconds(max(0, period - 0.5))
    if let last = beats.last, last.age(at: now) < due { return }
    try awaitGap()
    beats.last = now
    pendingBeat = beat.request
    noteHeartbeat(try exchange(beat.request))
  }

  /// Notes how a heartbeat ended: one that is refused is none.
  func noteHeartbeat(_ result: ModbusReply) {
    pendingBeat = nil
    beats.last = now
    switch result {
    case .refused(.exception(let code)): failsafe.noteHeartbeat(refused: "Modbus exception \(code)")
    case .refused(.declined(let reason)): failsafe.noteHeartbeat(refused: reason)
    // What a charger makes of it at once is its own affair.
    case .registers, .refused:
      failsafe.noteHeartbeat(refused: nil)
      return beats.count = (beats.count + 1) % 1_000_000_000
    }
    // The next command takes control anew, and ends what flows where that does not help.
    controlledConnection = nil
  }

  /// Notes what it was told, as far as a heartbeat repeats it.
  func noteTold(_ write: ChargerWrite) {
    if case .setPoint(let current) = write.purpose { told = current }
    switch (map.charger.heartbeat?.kind, write.purpose) {
    case (.setPoint?, .setPoint), (.timeout?, .timeout): beats.last = now
    default: break
    }
  }
}

/// What was sent of a charger's heartbeat.
struct Heartbeats {
  /// How many were taken.
  var count = 0
  /// When the last one was sent.
  var last: ExchangeDeadline?
}
