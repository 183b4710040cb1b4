import Drivers
import Platform
import Runtime
import ScheduleLang

/// Asks the devices of a site once, and shows what they say; they are told nothing.
struct ProbeCommand {
  let streams: ReportStreams

  /// Probes the charger, the meters and the car of a program.
  func run(_ program: Program, json: Bool) throws -> ExitCode {
    let site = program.site
    let devices =
      site.isBuiltIn ? [] : ([site.charger, site.meter, site.solarMeter, site.car].compactMap(\.self))
    let real = devices.filter { $0.driver != "simulated" }
    guard !real.isEmpty else {
      throw UsageError(
        "there is no device to probe: a site names it, as in `site { meter homewizard-p1 at \"192.168.0.9\" }`",
        showsUsage: false)
    }
    var meters: [(DeviceConfiguration, ProbeAnswer)] = []
    var cars: [(DeviceConfiguration, ProbeAnswer)] = []
    var charger: ChargerStatus?
    for device in real {
      let question = DeviceQuestion(
        device: device, logins: LoginMemory(folder: InstanceFolders.ofProcess.state))
      do {
        if device == site.charger {
          charger = try question.charger()
        } else if device == site.car {
          cars.append((device, try question.car()))
        } else {
          meters.append((device, try question.meter()))
        }
      } catch let error as DeviceConfigurationError {
        streams.complain("evse-run: \(error)\n")
      } catch let error as DeviceError {
        let address = DiagnosticText.escaped(device.address ?? "")
        streams.complain("evse-run: \(device.driver) at \(address): \(error.explanation)\n")
      }
    }
    let texts =
      (charger.map { [ChargerProbeText(status: $0, device: site.charger).text] } ?? [])
      + (meters + cars).map { ProbeText($0.1, of: $0.0, isSolar: $0.0 == site.solarMeter).text }
    let report =
      json
      ? try JSONText.text(ProbeJSON(charger.map { (site.charger, $0) }, meters, cars))
      : texts.joined(separator: "\n")
    try streams.report(report)
    let answers = meters.count + cars.count + (charger == nil ? 0 : 1)
    return answers == real.count && (meters + cars).allSatisfy { $0.1.problem == nil } ? .fine : .failed
  }
}
