import Platform
import Runtime
import ScheduleLang

/// The charger's driver with a planted bug.
final class SabotagedCharger: Charger {
  private let charger: any Charger
  private let bug: PlantedBug
  private let world: World
  private var failedAt: VirtualTime?
  private var setPoint = 0
  private var shownSoC: Int?
  private var startedAt: VirtualTime = 0

  init(_ charger: any Charger, bug: PlantedBug, world: World) {
    self.charger = charger
    self.bug = bug
    self.world = world
  }

  func status(by deadline: ExchangeDeadline) throws(DeviceError) -> ChargerStatus {
    if bug == .slowRecovery, let failedAt, world.now.since(failedAt) < .seconds(10) { throw .timeout }
    var status: ChargerStatus
    let askedAt = world.now
    do {
      status = try charger.status(by: later(deadline))
    } catch {
      failedAt = world.now
      throw error
    }
    if bug == .socJumpBelieved { believeJump(in: &status) }
    if bug == .slowReplyDiscarded, world.now.since(askedAt) > .milliseconds(250) { throw .timeout }
    if bug == .startsRepeated, setPoint != 0, status.state == .paused,
      world.now.since(startedAt) > .seconds(60)
    {
      try start(at: Amperes(setPoint), by: deadline)
    }
    if bug == .setPointBelieved, let claimed = status.setPoint?.value, setPoint != 0, claimed != setPoint,
      claimed != 0
    {
      try charger.start(at: Amperes(claimed > 0 ? 32 : -32), by: deadline)
    }
    if bug == .disobedienceOverlooked, setPoint == 0, status.state.isMovingPower {
      (status.state, status.power) = (.paused, Watts(0))
    }
    if bug == .guardTimeIgnored || bug == .reducedEarly, setPoint > 4, world.random.chance(0.2) {
      setPoint += bug == .reducedEarly || setPoint == 16 ? -1 : 1
      try charger.start(at: Amperes(setPoint), by: deadline)
      status.setPoint = Amperes(setPoint)
    }
    return status
  }

  /// As if each jump were another car's, which is believed at first sight.
  private func believeJump(in status: inout ChargerStatus) {
    guard let raw = world.charger.register(0x21A), raw > 0 else { return }
    let soc = max(5, Int(raw))
    if let shownSoC, abs(shownSoC - soc) > 2 { status.pluggedIn = false }
    status.soc = soc
    shownSoC = soc
  }

  func start(at current: Amperes, by deadline: ExchangeDeadline) throws(DeviceError) {
    (setPoint, startedAt) = (current.value, world.now)
    try charger.start(at: bug == .currentDoubled ? Amperes(current.value * 2) : current, by: deadline)
  }

  func stop(by deadline: ExchangeDeadline) throws(DeviceError) {
    setPoint = 0
    if bug == .stopLost { return }
    // As if it had been lost on the way, and nobody had looked.
    if bug == .releasedUnstopped, world.random.chance(0.5) { return world.chargerLink.trouble() }
    try charger.stop(by: deadline)
  }

  func release(by deadline: ExchangeDeadline) throws(DeviceError) { try charger.release(by: deadline) }

  var failsafeProblem: String? { bug == .timeoutTrusted ? nil : charger.failsafeProblem }

  var failsafeTimeout: Duration? { bug == .refusalRepeated ? nil : charger.failsafeTimeout }

  private func later(_ deadline: ExchangeDeadline) -> ExchangeDeadline {
    bug == .deadlineTooLate ? ExchangeDeadline(uptime: deadline.uptime + .seconds(2)) : deadline
  }
}
