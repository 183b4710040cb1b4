import Drivers
import Platform
import ScheduleLang

/// Asks the meters of a site once, and shows what they say.
struct ProbeCommand {
  let streams: ReportStreams

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
        let logins = LoginMemory(folder: InstanceFolders.ofProcess.state)
        answers.append((device, try DeviceQuestion(device: device, logins: logins).meter()))
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
}
