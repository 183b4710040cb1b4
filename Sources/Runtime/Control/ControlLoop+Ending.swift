import Platform
import ScheduleLang

/// How long the end of a run may take.
private enum Patience {
  /// For a try to stop the charger, to look at it, and to hand it back; less to stop one that did not answer when it was
  /// last asked.
  static let stop: Duration = .milliseconds(500)
  static let stopWithoutAnswer: Duration = .milliseconds(200)
  static let look: Duration = .milliseconds(500)
  static let release: Duration = .milliseconds(250)
  /// From one look at the charger to the next, and from one stop to the next.
  static let pause: Duration = .milliseconds(250)
  static let repetition: Duration = .seconds(3)
  /// For all of it: a good charger takes some seconds to come to rest, a slow one for each answer.
  static let all: Duration = .seconds(12)
  /// For a charger that refuses, that is not heard of any more, and whose power is not told.
  static let refusal: Duration = .seconds(3)
  static let silence: Duration = .seconds(2)
  static let blindness: Duration = .seconds(6)
  /// After how long without power a charger has stopped, whatever it says.
  static let rest: Duration = .seconds(4)
}

extension ControlLoop {
  /// Stops the charger, sees that it has stopped, and hands it back to its user: at once where it does as it is told,
  /// within a second where it does not answer, and within twelve seconds in any case.
  ///
  /// A charger is handed back once its power is seen to be 0, and not sooner: its own time-out, which stops it when
  /// nothing is heard from this program, ends with the program's control.
  ///
  /// One that is handed over is left as it is.
  public func shutDown() throws(DeviceError) {
    if isHandedOver, isReleased { return }
    let end = clock.uptime + Patience.all
    do throws(DeviceError) {
      try stopForGood(by: end)
      if charger.takesCommands { try bringToRest(by: end) }
      report(.commanded(.stop))
      try insist(by: end) { () throws(DeviceError) in
        try charger.release(by: ExchangeDeadline(uptime: clock.uptime + Patience.release))
      }
    } catch {
      report(.failed(.charger, error))
      throw error
    }
  }

  /// Looks at a charger that took a stop until no power flows, and tells it to stop again now and then.
  private func bringToRest(by end: Duration) throws(DeviceError) {
    var commandedAt = clock.uptime
    /// When it was last heard of, when its power was last seen, and since when there has been none.
    var (heardAt, seenAt) = (commandedAt, commandedAt)
    var atRestSince: Duration?
    var power: Watts?
    var failure: DeviceError?
    while true {
      do throws(DeviceError) {
        let status = try charger.status(by: ExchangeDeadline(uptime: clock.uptime + Patience.look))
        let now = clock.uptime
        (heardAt, failure) = (now, nil)
        if let isWithoutPower = status.isWithoutPower {
          (seenAt, power) = (now, status.power)
          atRestSince = isWithoutPower ? atRestSince ?? now : nil
          if isWithoutPower, !status.state.isMovingPower { return }
          if let atRestSince, now - atRestSince >= Patience.rest { return }
        }
      } catch {
        failure = error
        if error == .unfinished { heardAt = clock.uptime }
      }
      let now = clock.uptime
      guard now < end, now - heardAt < Patience.silence, now - seenAt < Patience.blindness else { break }
      if now - commandedAt >= Patience.repetition {
        commandedAt = now
        // Whether it takes it shows in the next look.
        try? charger.stop(by: ExchangeDeadline(uptime: now + Patience.stop))
      }
      clock.rest(for: Patience.pause)
    }
    if let power, power.value.isFinite {
      throw .disobeyed("it took the stop, and \(Int(max(-1e6, min(1e6, power.value)))) W flow still")
    }
    throw failure ?? .disobeyed("it took the stop, and its power cannot be read")
  }

  /// Stops the charger; a failure may only show that the connection had broken unnoticed, so that there is a second try
  /// at once where time is left, and more where the charger is merely slow or refuses.
  private func stopForGood(by end: Duration) throws(DeviceError) {
    let allowance = chargerLink.isFailing ? Patience.stopWithoutAnswer : Patience.stop
    let first = clock.uptime + allowance
    do throws(DeviceError) {
      try charger.stop(by: ExchangeDeadline(uptime: first))
    } catch {
      guard error == .unfinished || clock.uptime < first else { throw error }
      try insist(by: end) { () throws(DeviceError) in
        try charger.stop(by: ExchangeDeadline(uptime: max(first, clock.uptime + Patience.stopWithoutAnswer)))
      }
    }
  }

  /// Does what a charger may be too slow for at first, or refuse while it is busy.
  private func insist(
    by end: Duration, _ body: () throws(DeviceError) -> Void
  ) throws(DeviceError) {
    let start = clock.uptime
    while true {
      do throws(DeviceError) {
        return try body()
      } catch {
        let limit =
          switch error {
          case .unfinished: end
          case .refused: min(end, start + Patience.refusal)
          default: start
          }
        guard clock.uptime < limit else { throw error }
        clock.rest(for: Patience.pause)
      }
    }
  }
}
