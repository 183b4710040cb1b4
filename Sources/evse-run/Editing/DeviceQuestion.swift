import Drivers
import Platform
import Runtime
import ScheduleLang

/// Asks a device once how it is; it is told nothing.
struct DeviceQuestion {
  var device: DeviceConfiguration
  /// What is known of logins; nothing of a device that is in no schedule yet.
  var logins = LoginMemory(folder: nil)

  /// How often it is asked at most: a device may need a while for its first answer.
  private static let tries = 3
  private static let patience: Duration = .seconds(2)
  /// How long what comes unasked is waited for: some meters tell every ten seconds.
  private static let hearing: Duration = .seconds(12)

  private var patience: Duration {
    if case .mqtt? = device.description?.transport { return Self.hearing }
    return device.description?.role == .car ? Self.hearing : Self.patience
  }

  /// What a meter says; throws `DeviceError` and `DeviceConfigurationError`.
  func meter() throws -> ProbeAnswer {
    let meter = try DeviceFactory(logins: logins).meter(device)
    return try answer { deadline throws(DeviceError) in try Self.look(at: meter, by: deadline) }
  }

  /// What is told of a car; throws the same.
  func car() throws -> ProbeAnswer {
    let car = try DeviceFactory(logins: logins).car(device)
    let begun = MonotonicClock.now
    let probe = try answer { deadline throws(DeviceError) in try car.probe(by: deadline) }
    return ProbeAnswer(
      values: probe.values, problem: probe.problem,
      milliseconds: Int((MonotonicClock.now - begun).wholeMilliseconds))
  }

  /// How a charger is; throws the same.
  func charger() throws -> ChargerStatus {
    let charger = try DeviceFactory(logins: logins).charger(device)
    return try answer { deadline throws(DeviceError) in try charger.status(by: deadline) }
  }

  private func answer<Answer>(
    _ ask: (ExchangeDeadline) throws(DeviceError) -> Answer
  ) throws(DeviceError) -> Answer {
    var failure = DeviceError.timeout
    for _ in 0..<Self.tries {
      do throws(DeviceError) {
        return try ask(MonotonicClock.deadline(after: patience))
      } catch {
        failure = error
        // What was refused is refused again, and who has listened long has listened long enough.
        if case .refused = error { break }
        if patience == Self.hearing { break }
      }
    }
    throw failure
  }

  private static func look(
    at meter: any Meter, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> ProbeAnswer {
    let begun = MonotonicClock.now
    func answer(_ values: [MeterProbe.Value], _ problem: DeviceError?) -> ProbeAnswer {
      ProbeAnswer(
        values: values, problem: problem, milliseconds: Int((MonotonicClock.now - begun).wholeMilliseconds))
    }
    if let described = meter as? DescribedMeter {
      let probe = try described.probe(by: deadline)
      return answer(probe.values, probe.problem)
    }
    let reading = try meter.reading(by: deadline)
    let values: [(DescribedQuantity, Double?)] = [
      (.grid, reading.grid?.value), (.solar, reading.solar?.value), (.voltage, reading.voltage?.value),
    ]
    return answer(values.map { MeterProbe.Value($0, $1) }, reading.partFailure)
  }
}
