import Runtime

/// What `QuasarRegister.state` says, after v2g-liberty's list of the twelve values.
enum QuasarState: UInt16, CaseIterable {
  case noCar = 0
  case charging = 1
  case waitingForCar = 2
  case appSchedule = 3
  case paused = 4
  case endOfAppSchedule = 5
  case noCarAndLocked = 6
  /// An error, or up to five minutes of starting up.
  case error = 7
  case queuedByPowerSharing = 8
  case powerSharingNotConfigured = 9
  case queuedByPowerBoost = 10
  case discharging = 11

  /// The state in the words of the control loop; `errors` are the error registers where they were read.
  func chargerState(errors: [UInt16] = []) -> ChargerState {
    switch self {
    case .noCar: .unplugged
    case .charging: .charging
    case .discharging: .discharging
    case .waitingForCar, .appSchedule, .paused, .endOfAppSchedule: .paused
    case .noCarAndLocked: .unavailable("locked, no car is connected")
    case .queuedByPowerSharing: .unavailable("queued by power sharing")
    case .powerSharingNotConfigured: .unavailable("power sharing is not configured")
    case .queuedByPowerBoost: .unavailable("queued by power boost")
    case .error: .fault("an error, or starting up" + QuasarState.text(ofErrors: errors))
    }
  }

  /// Whether a car is connected, or nil where the state does not tell.
  var isPluggedIn: Bool? {
    switch self {
    case .noCar, .noCarAndLocked: false
    case .error, .powerSharingNotConfigured: nil
    default: true
    }
  }

  /// The error registers in hexadecimal, as the makers' documents write them; empty where there are none.
  private static func text(ofErrors errors: [UInt16]) -> String {
    guard errors.count == 4 else { return "" }
    let unrecoverable = UInt32(errors[0]) << 16 | UInt32(errors[1])
    let recoverable = UInt32(errors[2]) << 16 | UInt32(errors[3])
    return
      " (unrecoverable 0x\(String(unrecoverable, radix: 16)), recoverable 0x\(String(recoverable, radix: 16)))"
  }
}
