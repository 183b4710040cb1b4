import ScheduleLang

/// Something that is not as it should be, and that an owner must hear of: once when it begins, and once when it is over.
public struct Trouble: Hashable, Sendable {
  /// What is wrong, in the order in which an owner should hear of it; the raw values never change their meaning.
  public enum Kind: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The charger does not answer, or not so that it could be understood.
    case chargerSilent = "charger-silent"
    /// The charger answers and will not do what it is told.
    case chargerRefuses = "charger-refuses"
    /// The charger goes on with power that it was told to stop.
    case chargerNotStopped = "charger-not-stopped"
    /// The charger took a current, and another flowed.
    case chargerNotFollowing = "charger-not-following"
    /// The charger would not stop by itself if this program ended, as far as that can be known.
    case timeoutUnproven = "time-out-unproven"
    /// The charger reports a fault of its own.
    case chargerFault = "charger-fault"
    /// The charger does not act on commands now, and is wanted to.
    case chargerUnavailable = "charger-unavailable"
    /// The charger takes orders, and no power flows.
    case noPower = "no-power"
    /// The charger says that it has another set-point than it was told, and its power says otherwise.
    case setPointDoubtful = "set-point-doubtful"
    /// The charger says that it has a power that no current explains.
    case powerDoubtful = "power-doubtful"
    /// The charger reports a SoC that the car cannot have.
    case socDoubtful = "soc-doubtful"
    /// The meter does not answer, or does not tell the grid's power.
    case meterSilent = "meter-silent"
    /// The meter reports the grid's power, and not all else that it is to tell.
    case meterPartlySilent = "meter-partly-silent"
    /// The meter's numbers stand still while the charger's power moves.
    case meterFrozen = "meter-frozen"
    /// The meter shows the charger's power with the wrong sign.
    case meterReversed = "meter-reversed"
    /// The meter does not show the charger's power.
    case meterBlind = "meter-blind"
    /// The direction of power has changed as often as it may.
    case directionHeld = "direction-held"
    /// Prices that are due are not there.
    case pricesMissing = "prices-missing"
    /// By its plan, a target will be missed.
    case targetMissed = "target-missed"
    /// The schedule's files have changed, and are refused.
    case scheduleRefused = "schedule-refused"
    /// The charger was restarted through its maker's service.
    case chargerRestarted = "charger-restarted"
    /// The program has started again, and was not ended in order before.
    case programRestarted = "program-restarted"

    public static func < (lhs: Kind, rhs: Kind) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// What is wrong.
  public var kind: Kind
  /// What is wrong, as a sentence without its full stop.
  public var text: String
  /// Since when.
  public var since: Instant

  /// Creates a trouble.
  public init(_ kind: Kind, _ text: String, since: Instant) {
    self.kind = kind
    self.text = text
    self.since = since
  }
}

extension Trouble.Kind {
  /// What an owner can do about it, as a sentence without its full stop.
  public var advice: String {
    switch self {
    case .chargerSilent: "check the charger's power and network; a restart of the charger often helps"
    case .chargerRefuses: "check in the charger's app whether it is locked or another program controls it"
    case .chargerNotStopped: "stop it in its app, or unplug the car; then have the charger looked at"
    case .chargerNotFollowing: "restart the charger; where that does not help, have it looked at"
    case .timeoutUnproven:
      "do not leave the charger to this program alone: check its firmware, and its Modbus time-out"
    case .chargerFault: "look at the charger and its app; unplug the car and plug it in again"
    case .chargerUnavailable: "look in the charger's app why it does not act on commands"
    case .noPower:
      "check the car: it may be full, have a limit or a timer of its own, or not be plugged in firmly"
    case .setPointDoubtful: "nothing, unless it stays: then another program may control the charger too"
    case .powerDoubtful: "compare the charger's power with the meter's; its measurement may be broken"
    case .socDoubtful: "compare the SoC with the car's; what lasts for a minute is believed"
    case .meterSilent: "check the meter's power and network"
    case .meterPartlySilent: "check the meter's other channel, and whether the site names the right one"
    case .meterFrozen: "restart the meter; what follows it waits until its numbers move"
    case .meterReversed: "turn the meter's clamp round, or check which channel measures the grid"
    case .meterBlind:
      "check that the meter's clamp is where all of the house's power passes, the charger's included"
    case .directionHeld: "look for rules that take turns: their thresholds may need more distance"
    case .pricesMissing:
      "nothing at first; where it lasts, look at the tariff's name and the supplier's service"
    case .targetMissed:
      "charge elsewhere, or ask less of the schedule; `evse-run --charge-to` charges at once"
    case .scheduleRefused:
      "mend the file, which `evse-run --check` explains; the last good one stays in force"
    case .chargerRestarted: "nothing, unless it comes often: then look at the charger's network"
    case .programRestarted: "look in the log what ended the program, or whether the power has failed"
    }
  }

  /// After how long an owner hears of it again while it lasts; nil is never.
  var repetition: Duration? {
    self == .timeoutUnproven || self == .chargerNotStopped ? .seconds(86_400) : nil
  }

  /// For how long it must not be seen before it is over: what comes and goes is one trouble.
  var calm: Duration { self == .targetMissed ? .seconds(600) : .seconds(10) }

  /// Whether it has happened and is over with that: nobody is told of its end.
  public var isMoment: Bool { self == .chargerRestarted || self == .programRestarted }

  /// For how long it must be so before an owner hears of it.
  var patience: Duration {
    switch self {
    case .chargerSilent, .meterSilent, .meterPartlySilent, .chargerNotStopped: .seconds(30)
    case .chargerUnavailable, .chargerFault: .seconds(30)
    case .chargerRefuses, .setPointDoubtful, .powerDoubtful, .socDoubtful: .seconds(10)
    case .timeoutUnproven, .chargerNotFollowing, .noPower, .meterFrozen, .meterReversed, .meterBlind,
      .directionHeld,
      .pricesMissing, .scheduleRefused, .chargerRestarted, .programRestarted:
      .zero
    case .targetMissed: .seconds(300)
    }
  }
}
