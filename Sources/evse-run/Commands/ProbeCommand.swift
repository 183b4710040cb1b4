import Drivers
import Platform
import Runtime
import ScheduleLang

/// Asks the meters of a site once, and shows what they say.
struct ProbeCommand {
  let streams: ReportStreams

  /// How often it is asked at most: a device may need a while for its first answer.
  private static let tries = 3
  private static let patience = 2000

  /// Probes the meters of a program.
  func run(_ program: Program, json: Bool) throws -> ExitCode {
    let meters =
      program.site.isBuiltIn ? [] : [program.site.meter, program.site.solarMeter].compactMap(\.self)
    guard meters.contains(where: { $0.driver != "simulated" }) else {
      throw UsageError(
        "there is no meter to probe: a site names it, as in `site { meter homewizard-p1 at \"192.168.0.9\" }`",
        showsUsage: false)
    }
    var answers: [(DeviceConfiguration, ProbeAnswer)] = []
    for device in meters where device.driver != "simulated" {
      do {
        answers.append((device, try probe(device)))
      } catch let error as DeviceConfigurationError {
        streams.complain("evse-run: \(error)\n")
      } catch let error as DeviceError {
        let address = DiagnosticText.escaped(device.address ?? "")
        streams.complain("evse-run: \(device.driver) at \(address): \(error.explanation)\n")
      }
    }
    let text =
      json
      ? try JSONText.text(ProbeJSON(answers))
      : answers.map { ProbeText($0.1, of: $0.0, isSolar: $0.0 == program.site.solarMeter).text }
        .joined(separator: "\n")
    guard streams.report(text) else { return .failed }
    return answers.count == meters.count && answers.allSatisfy({ $0.1.problem == nil }) ? .fine : .failed
  }

  private func probe(_ device: DeviceConfiguration) throws -> ProbeAnswer {
    let logins = LoginMemory(folder: InstanceFolders.ofProcess.state)
    let meter = try DeviceFactory(logins: logins).meter(device)
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
