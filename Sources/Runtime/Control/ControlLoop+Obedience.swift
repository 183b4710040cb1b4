import ScheduleLang

/// What becomes of a charger that does not do what it was told.
extension ControlLoop {
  /// Notes whether the charger does what it has taken.
  ///
  /// - Parameter grid: what the meter shows now; nil is unknown.
  func watchObedience(to status: ChargerStatus?, grid: Watts?, at uptime: Duration) {
    guard isObeyed, !lastResort.holds(at: uptime) else { return }
    let voltage = belief.voltage(at: uptime)
    let exceedsLimit = grid.map { exceeds($0, at: voltage) } ?? false
    obedience.note(
      status.map {
        .init(
          status: $0, most: Amperes(site.chargerCurrent.upperBound), voltage: voltage,
          exceedsLimit: exceedsLimit)
      },
      commanded: steering.commanded, at: uptime)
    switch obedience.isBroken {
    case true?: report(obedienceLink.failed(.disobeyed("it took the stop, and power flows still")))
    case false? where obedience.holds(at: uptime):
      report(obedienceLink.failed(.disobeyed("it took a current, and another flowed")))
    case false?: report(obedienceLink.succeeded())
    case nil: break
    }
  }

  /// Whether the grid's power is beyond the limit that the charger's direction has, by more than an ampere.
  private func exceeds(_ grid: Watts, at voltage: Volts) -> Bool {
    switch steering.commanded?.value.signum() {
    case 1: site.importLimit.map { grid.value > $0.value + voltage.value } ?? false
    case -1: site.exportLimit.map { -grid.value > $0.value + voltage.value } ?? false
    default: false
    }
  }

  /// Leaves a charger in `state` alone, or asks it again, by what became of a tick's `command`.
  ///
  /// - Parameter setPoint: the current that it had before.
  func considerLastResort(
    _ command: ChargerCommand?, in state: ChargerState?, setPoint: Amperes?, goal: Steering.Goal,
    at uptime: Duration
  ) {
    let isExcessive = setPoint.map { $0 != goal.permitted } ?? false
    if lastResort.holds(at: uptime) {
      // What it does may be another direction than the one that is wanted by now.
      let isOther = Direction(of: goal.current).opposes(lastResort.direction)
      if !isExcessive, goal.current != .zero, !isOther { lastResort.relent() }
      return
    }
    let direction: Direction =
      switch state {
      case .charging: .charging
      case .discharging: .discharging
      default: Direction(of: setPoint ?? .zero)
      }
    var finding = LastResort.Finding.fine
    let isMoving = state?.isMovingPower ?? (setPoint ?? .zero != .zero)
    if isMoving, command == .stop || (command != nil && isExcessive), let failure = commandLink.failure {
      let isRefused = if case .refused = failure { true } else { false }
      finding = .resists(isRefused: isRefused)
    } else if obedience.isHopeless, goal.current == .zero {
      // It says that it would, which is as good as a refusal.
      finding = .resists(isRefused: true)
    } else if state == nil {
      finding = .unclear
    }
    guard
      let time = lastResort.note(
        finding, direction: direction, failsafeTimeout: charger.failsafeTimeout, at: uptime)
    else { return }
    let seconds = time.components.seconds
    report(
      commandLink.failed(
        .refused("it will not be stopped, and is left alone for \(seconds) s so that it stops by itself")))
  }
}
