import Platform
import ScheduleLang

/// Something that happened in the control loop; whoever runs it tells the owner.
public enum RunEvent: Hashable, Sendable {
  /// The loop looked at its devices and acted; once a second.
  case ticked(LoopSnapshot)
  /// A whole minute has begun, or what the schedule decides or the loop makes of it has changed.
  case decided(LoopSnapshot)
  /// The charger took a command.
  case commanded(ChargerCommand)
  /// A device could not be used; told once until the error changes.
  case failed(DeviceRole, DeviceError)
  /// A device that had failed works again.
  case recovered(DeviceRole)
  /// An order is carried out or has expired; the schedule decides again.
  case orderEnded(Order, OrderEnd)
  /// Something is wrong that an owner must hear of.
  case troubleBegan(Trouble)
  /// That is over.
  case troubleEnded(Trouble)
}

/// What the loop commands a charger to do.
public enum ChargerCommand: Hashable, Sendable {
  /// Charge, or discharge where negative, at so many amperes; never 0.
  case start(Amperes)
  /// Neither charge nor discharge.
  case stop

  /// The set-point that the charger has afterwards.
  public var setPoint: Amperes {
    switch self {
    case .start(let current): current
    case .stop: .zero
    }
  }
}

/// What the loop knows, wants and has done at one moment.
public struct LoopSnapshot: Hashable, Sendable {
  /// When.
  public var instant: Instant
  /// What a schedule could know: the powers are means since the last evaluation before this moment.
  public var readings: Readings
  /// What the meter measured last; nil is stale or not yet read.
  public var meter: MeterReading?
  /// What the charger said last; nil is stale or not yet read.
  public var charger: ChargerStatus?
  /// What the schedule wants and which rule says so.
  public var outcome: Outcome
  /// What is left of it at this second.
  public var applied: Decision
  /// Why that is less than the schedule wants, where it is.
  public var restraint: Restraint?
  /// The current that the charger was last commanded; nil is not known.
  public var setPoint: Amperes?
  /// The current that the loop would like to have, guard times aside.
  public var goal: Amperes
  /// What the owner ordered in place of the schedule's rules.
  public var order: Order?
  /// What the meter answered at this very tick; nil where it did not.
  public var meterAnswer: MeterReading?
  /// What the charger answered at this very tick; nil where it did not.
  public var chargerAnswer: ChargerStatus?
  /// Why the meter could not be read at this very tick; nil where it could.
  public var meterFailure: DeviceError?
  /// Why the charger could not be read, or would not take a command, at this very tick; nil where all went well.
  public var chargerFailure: DeviceError?
  /// The current that the charger had been commanded before this tick; nil is not known.
  public var setPointBefore: Amperes?
  /// Whether the charger is asked nothing, so that its own time-out stops what it refuses to stop.
  public var leavesChargerAlone = false
  /// Whether the charger is its own app's or network's.
  public var isHandedOver = false
  /// What is wrong, the most urgent first.
  public var troubles: [Trouble] = []
}

extension LoopSnapshot {
  /// What the charger draws, charging positive: measured, or what it was told; nil where nothing of that is known.
  public func chargerPower(voltage: Volts) -> Watts? {
    guard let charger else { return nil }
    if let power = charger.power { return power }
    guard charger.state.isMovingPower else { return Watts(0) }
    return setPoint?.power(at: voltage)
  }
}

/// Why the loop does less than the schedule wants.
public enum Restraint: Hashable, Sendable {
  /// No car is connected.
  case unplugged
  /// The meter has not been heard for too long.
  case staleMeter
  /// The meter's numbers are not believed.
  case doubtfulMeter
  /// The charger took a current, and another flowed.
  case disobedientCharger
  /// The SoC is at an end of the charger's range.
  case socRange
  /// Power has changed its direction as often as it may.
  case direction
}
