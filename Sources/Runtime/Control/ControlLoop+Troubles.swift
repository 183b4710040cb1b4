import Platform
import ScheduleLang

extension ControlLoop {
  /// What is wrong at this tick, each kind with its words.
  ///
  /// - Parameters:
  ///   - state: what the charger is doing; nil where it does not tell.
  ///   - reading: what the meter tells; nil where it does not.
  func troubles(
    state: ChargerState?, reading: MeterReading?, applied: Decision, isLeftAlone: Bool, at uptime: Duration
  ) -> [Trouble.Kind: String] {
    var wrong = troublesElsewhere
    if !isLeftAlone, let failure = chargerLink.failure {
      note(failure, of: "charger", .chargerSilent, in: &wrong)
    }
    if let failure = commandLink.failure { note(failure, of: "charger", .chargerSilent, in: &wrong) }
    if let failure = meterLink.failure {
      // One channel of two may be silent, and the grid's power known.
      wrong[reading?.grid != nil ? .meterPartlySilent : .meterSilent] = "the meter \(failure.explanation)"
    }
    noteState(state, applied: applied, in: &wrong, at: uptime)
    noteDoubts(in: &wrong, at: uptime)
    if directions.isExhausted(at: uptime), isDirectionHeld {
      wrong[.directionHeld] =
        "power has changed its direction \(DirectionLimit.most) times within an hour: it keeps to the present one, or idles"
    }
    return wrong
  }

  private func note(
    _ failure: DeviceError, of device: String, _ silence: Trouble.Kind, in wrong: inout [Trouble.Kind: String]
  ) {
    let kind: Trouble.Kind = if case .refused = failure { .chargerRefuses } else { silence }
    wrong[kind] = "the \(device) \(failure.explanation)"
  }

  private func noteState(
    _ state: ChargerState?, applied: Decision, in wrong: inout [Trouble.Kind: String], at uptime: Duration
  ) {
    switch state {
    case .fault(let reason): wrong[.chargerFault] = "the charger reports a fault: \(reason)"
    case .unavailable(let reason)
    where applied != .idle && applied.action != .handOver && belief.charger(at: uptime)?.pluggedIn != false:
      wrong[.chargerUnavailable] = "the charger does not act on commands: \(reason)"
    default: break
    }
    guard isObeyed else { return }
    if let problem = charger.failsafeProblem {
      wrong[.timeoutUnproven] = "the charger may not stop by itself if this program ends: \(problem)"
    }
    if belief.uptake.vain >= Self.powerlessTime, let commanded = steering.commanded {
      let minutes = Int(Self.powerlessTime / .seconds(60))
      wrong[.noPower] =
        "the charger takes orders (\(commanded.value) A) and has moved no power for \(minutes) minutes"
    }
    if obedience.holds(at: uptime) {
      wrong[.chargerNotFollowing] =
        "the charger took a current, and another flowed: it is to stand still for a while, and is tried again"
    }
    let isMoving =
      state?.isMovingPower == true && belief.charger(at: uptime)?.movesPower(atLeast: 300) == true
    // It goes on also where it refuses to be told once more, or to be told anything else.
    if ((steering.commanded ?? steering.setPoint) == .zero && isMoving) || obedience.isBroken == true {
      wrong[.chargerNotStopped] = "the charger was told to stop, and power goes on"
    }
  }

  private func noteDoubts(in wrong: inout [Trouble.Kind: String], at uptime: Duration) {
    if let setPoint = steering.disbelieved, let commanded = steering.commanded {
      wrong[.setPointDoubtful] =
        "the charger says that it is set to \(setPoint.value) A where it was told \(commanded.value) A"
    }
    // Of one that is not obeyed the power is no riddle.
    if let power = belief.disbelievedPower, obedience.isBroken != true, !obedience.holds(at: uptime) {
      let watts = Int(power.value.clamped(-1e9, 1e9))
      wrong[.powerDoubtful] = "the charger says \(watts) W, which no current that it has explains"
    }
    if let soc = belief.soc.doubtfulSoC {
      let instead = belief.soc.soc.map { "\($0)% is taken to be right" } ?? "it is unknown"
      wrong[.socDoubtful] = "the charger tells a SoC of \(soc)%, which is in doubt: \(instead)"
    }
    switch belief.meterDoubt(at: uptime) {
    case .frozen: wrong[.meterFrozen] = "the meter's numbers stand still while the charger's power moves"
    case .reversed: wrong[.meterReversed] = "the meter shows the charger's power with the wrong sign"
    case .blind: wrong[.meterBlind] = "the meter does not show the charger's power"
    case .unproven, nil: break
    }
  }

  /// For how long a charger takes orders without power until an owner hears of it.
  private static let powerlessTime: Duration = .seconds(120)
}

extension Double {
  fileprivate func clamped(_ lowest: Double, _ highest: Double) -> Double {
    Swift.min(Swift.max(self, lowest), highest)
  }
}
