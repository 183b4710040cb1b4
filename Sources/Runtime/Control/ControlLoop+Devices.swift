import ScheduleLang

/// How long the exchanges with the devices may take.
///
/// Each may use what those before it left of the tick, so that a slow device is not taken for a dead one; all
/// end before the next tick. A stop that comes while no device answers still ends within a second.
private enum Allowance {
  /// From the start of a tick to the end of each exchange.
  static let meter: Duration = .milliseconds(450)
  static let status: Duration = .milliseconds(750)
  static let command: Duration = .milliseconds(970)
  /// For stopping the charger at the end, and where it did not answer when it was last asked.
  static let stop: Duration = .milliseconds(500)
  static let stopWithoutAnswer: Duration = .milliseconds(200)
  static let release: Duration = .milliseconds(250)
}

extension ControlLoop {
  /// What the meter measures, or nil where there is none or it does not tell.
  func readMeter(tickedAt tick: Duration) -> MeterReading? {
    guard let meter else { return nil }
    do throws(DeviceError) {
      let reading = try meter.reading(by: ExchangeDeadline(uptime: tick + Allowance.meter))
      // An owner whose clamp has come off must hear of it: following stops without that power.
      report(reading.failure.map { meterLink.failed($0) } ?? meterLink.succeeded())
      return reading
    } catch {
      report(meterLink.failed(error))
      return nil
    }
  }

  /// What the charger says of itself, or nil where it does not.
  func readCharger(tickedAt tick: Duration) -> ChargerStatus? {
    do throws(DeviceError) {
      let status = try charger.status(by: ExchangeDeadline(uptime: tick + Allowance.status))
      report(chargerLink.succeeded())
      return status
    } catch {
      report(chargerLink.failed(error))
      return nil
    }
  }

  /// Sends a command, for `action`, to a charger that was just in `state`, where it told; one that fails is sent again with
  /// the next tick.
  func send(
    _ command: ChargerCommand, to state: ChargerState?, for action: ActionKind, tickedAt tick: Duration
  ) {
    do throws(DeviceError) {
      try perform(command, by: ExchangeDeadline(uptime: tick + Allowance.command))
      steering.sent(command, in: state, for: action, at: clock.uptime)
      report(commandLink.succeeded())
      tell(.commanded(command))
    } catch {
      steering.failed(command)
      report(commandLink.failed(error))
    }
  }

  /// Stops the charger and hands it back to its user, within three quarters of a second.
  ///
  /// A charger that could not be stopped is not handed back: its own time-out, which stops it once nothing is
  /// heard from this program, ends with the program's control. Returns why it went wrong, nil where it did not.
  public func shutDown() -> DeviceError? {
    do throws(DeviceError) {
      try stop(by: clock.uptime + (chargerLink.isFailing ? Allowance.stopWithoutAnswer : Allowance.stop))
      tell(.commanded(.stop))
      try charger.release(by: ExchangeDeadline(uptime: clock.uptime + Allowance.release))
      return nil
    } catch {
      tell(.failed(.charger, error))
      return error
    }
  }

  /// Stops the charger, and once more where time is left: the first failure may only show that the connection
  /// had broken unnoticed.
  private func stop(by end: Duration) throws(DeviceError) {
    let deadline = ExchangeDeadline(uptime: end)
    do throws(DeviceError) {
      try charger.stop(by: deadline)
    } catch {
      guard clock.uptime < end else { throw error }
      try charger.stop(by: deadline)
    }
  }

  private func perform(_ command: ChargerCommand, by deadline: ExchangeDeadline) throws(DeviceError) {
    switch command {
    case .start(let current): try charger.start(at: current, by: deadline)
    case .stop: try charger.stop(by: deadline)
    }
  }

  func report(_ event: RunEvent?) {
    if let event { tell(event) }
  }
}
