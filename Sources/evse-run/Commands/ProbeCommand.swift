import Drivers
import Platform
import Runtime
import ScheduleLang

/// Asks the meter of a site once, and shows what it says.
struct ProbeCommand {
  let streams: ReportStreams

  /// How often it is asked at most: a device may need a while for its first answer.
  private static let tries = 3
  private static let patience = 2000

  /// Probes the meter of a program.
  func run(_ program: Program, json: Bool) throws -> ExitCode {
    guard let device = program.site.meter else {
      throw UsageError(
        "there is no meter to probe: a site names it, as in `site { meter homewizard-p1 at \"192.168.0.9\" }`",
        showsUsage: false)
    }
    do {
      let answer = try probe(device)
      let text = json ? try JSONText.text(ProbeJSON(answer, of: device)) : ProbeText(answer, of: device).text
      guard streams.report(text) else { return .failed }
      return answer.problem == nil ? .fine : .failed
    } catch let error as DeviceConfigurationError {
      streams.complain("evse-run: \(error)\n")
    } catch let error as DeviceError {
      streams.complain(
        "evse-run: \(device.driver) at \(DiagnosticText.escaped(device.address ?? "")): \(error)\n")
    }
    return .failed
  }

  private func probe(_ device: DeviceConfiguration) throws -> ProbeAnswer {
    let home = SimulatedHome(site: Site(timezone: "UTC", charger: device), zone: .utc, clock: { .now })
    let meter = try DeviceFactory(simulatedHome: home).meter(device)
    var failure = DeviceError.timeout
    for _ in 0..<Self.tries {
      let begun = MonotonicClock.now
      let deadline = MonotonicClock.deadline(afterMilliseconds: Self.patience)
      do throws(DeviceError) {
        let answer = try look(at: meter, by: deadline)
        return ProbeAnswer(
          values: answer.values, problem: answer.problem,
          milliseconds: Int((MonotonicClock.now - begun) / 1_000_000))
      } catch {
        failure = error
        // What was refused is refused again.
        if case .refused = error { break }
      }
    }
    throw failure
  }

  private func look(at meter: any Meter, by deadline: ExchangeDeadline) throws(DeviceError) -> ProbeAnswer {
    if let described = meter as? DescribedMeter {
      let probe = try described.probe(by: deadline)
      return ProbeAnswer(values: probe.values, problem: probe.problem, milliseconds: 0)
    }
    let reading = try meter.reading(by: deadline)
    let values: [(MeterQuantity, Double?)] = [
      (.grid, reading.grid?.value), (.solar, reading.solar?.value), (.voltage, reading.voltage?.value),
    ]
    return ProbeAnswer(
      values: values.map { MeterProbe.Value($0, $1) }, problem: reading.partFailure, milliseconds: 0)
  }
}

/// What a probed meter has said.
struct ProbeAnswer {
  var values: [MeterProbe.Value]
  var problem: DeviceError?
  var milliseconds: Int
}
