import Platform
import ScheduleLang

/// How long the exchanges with the devices may take.
///
/// Each may use what those before it left of the tick, so that a slow device is not taken for a dead one; all
/// end before the next tick.
private struct Allowance {
  /// From the start of the tick to the end of the exchange.
  var span: Duration
  /// What an exchange has that begins late, because the program itself was: a stop must get through all the same.
  var least: Duration

  static let meter = Allowance(span: .milliseconds(450), least: .milliseconds(100))
  static let status = Allowance(span: .milliseconds(750), least: .milliseconds(250))
  static let command = Allowance(span: .milliseconds(970), least: .milliseconds(200))
  /// For a stop that is due before all else.
  static let firstStop = Allowance(span: .milliseconds(300), least: .milliseconds(300))

  /// By how much an exchange may outlast its deadline before the program must have been kept from running.
  private static let slack: Duration = .milliseconds(150)

  /// The end of an exchange that begins at `now` in the tick that began at `tick`.
  func end(at now: Duration, tickedAt tick: Duration) -> Duration { max(tick + span, now + least) }

  /// Whether it is the device that did not answer in time: what the program was too late for says nothing against it.
  func isDevicesFailure(
    _ error: DeviceError, begunAt begin: Duration, at now: Duration, tickedAt tick: Duration
  )
    -> Bool
  {
    error != .timeout || (begin + least <= tick + span && now <= tick + span + Self.slack)
  }
}

extension ControlLoop {
  /// What the meter measures, or nil where there is none or it does not tell.
  func readMeter(tickedAt tick: Duration) -> MeterReading? {
    guard let meter else { return nil }
    return exchange(.meter, tickedAt: tick, link: \.meterLink) { deadline throws(DeviceError) in
      let reading = try meter.reading(by: deadline)
      // An owner whose clamp has come off must hear of it: following stops without that power.
      return (reading, reading.failure)
    }
  }

  /// What the charger says of itself, or nil where it does not.
  func readCharger(tickedAt tick: Duration) -> ChargerStatus? {
    exchange(.status, tickedAt: tick, link: \.chargerLink) { deadline throws(DeviceError) in
      (try charger.status(by: deadline), nil)
    }
  }

  /// Sends a command, for `action`, to a charger that was just in `state`, where it told; one that fails is sent again with
  /// the next tick.
  func send(
    _ command: ChargerCommand, to state: ChargerState?, for action: ActionKind, tickedAt tick: Duration,
    isFirst: Bool = false
  ) {
    let isTaken: Void? = exchange(
      isFirst ? .firstStop : .command, tickedAt: tick, link: \.commandLink
    ) { deadline throws(DeviceError) in
      (try perform(command, by: deadline), nil)
    }
    guard isTaken != nil else {
      let isRefused = if case .refused? = commandLink.failure { true } else { false }
      return steering.failed(command, isRefused: isRefused)
    }
    steering.sent(command, in: state, for: action, at: clock.uptime)
    report(.commanded(command))
  }

  /// Returns control of the charger to its user; false where that fails, and is to be tried again.
  func release(tickedAt tick: Duration) -> Bool {
    let isTaken: Void? = exchange(
      .command, tickedAt: tick, link: \.commandLink
    ) { deadline throws(DeviceError) in
      (try charger.release(by: deadline), nil)
    }
    return isTaken != nil
  }

  /// What comes of an exchange that may succeed and be worth a complaint all the same; nil where it fails.
  private func exchange<Value>(
    _ allowance: Allowance, tickedAt tick: Duration, link: ReferenceWritableKeyPath<ControlLoop, DeviceLink>,
    _ body: (ExchangeDeadline) throws(DeviceError) -> (Value, complaint: DeviceError?)
  ) -> Value? {
    let begin = clock.uptime
    do throws(DeviceError) {
      let (value, complaint) = try body(
        ExchangeDeadline(uptime: allowance.end(at: begin, tickedAt: tick)))
      report(complaint.map { self[keyPath: link].failed($0) } ?? self[keyPath: link].succeeded())
      return value
    } catch {
      if allowance.isDevicesFailure(error, begunAt: begin, at: clock.uptime, tickedAt: tick) {
        report(self[keyPath: link].failed(error))
      }
      return nil
    }
  }

  private func perform(_ command: ChargerCommand, by deadline: ExchangeDeadline) throws(DeviceError) {
    switch command {
    case .start(let current): try charger.start(at: current, by: deadline)
    case .stop: try charger.stop(by: deadline)
    }
  }

  func report(_ event: RunEvent?) {
    if let event { report(event) }
  }
}
