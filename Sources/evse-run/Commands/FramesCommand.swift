import Drivers
import ScheduleLang

/// Prints the bytes that each command to a described charger sends, without a charger.
struct FramesCommand {
  let streams: ReportStreams

  /// The charger of a program's site, or, where there is no site, those that its files describe.
  func run(_ program: Program, json: Bool) throws -> ExitCode {
    let site = program.site
    let devices = site.isBuiltIn ? program.descriptions.map { device($0) } : [site.charger]
    let chargers = devices.filter { $0.description?.charger != nil }
    guard !chargers.isEmpty else {
      throw UsageError(
        "there is no described charger: a site names it, as in `site { charger wallbox-quasar at \"192.168.0.9\" }`",
        showsUsage: false)
    }
    do {
      let frames = try chargers.map { ($0.driver, try DeviceFactory().frames(of: $0, voltage: site.voltage)) }
      let report =
        json
        ? try JSONText.text(FramesJSON(chargers: frames.map { .init($0.1, of: $0.0) }))
        : frames.map { text($0.1, of: $0.0) }.joined(separator: "\n")
      try streams.report(report)
      return .fine
    } catch let error as DeviceConfigurationError {
      streams.complain("evse-run: \(error)\n")
      return .failed
    }
  }

  /// A described device as a site without any settings would have it, at an address that is never asked.
  private func device(_ description: DeviceDescription) -> DeviceConfiguration {
    var device = DeviceConfiguration(
      driver: description.name, address: "127.0.0.1", range: .nowhere)
    device.description = description
    return device
  }

  private func text(_ frames: ChargerFrames, of name: String) -> String {
    var table = TextTable(columns: [(name, .left), ("what", .left), ("bytes", .left)])
    for command in frames.commands {
      guard let sent = command.frames else {
        table.rows.append([command.name, "it does not take that", ""])
        continue
      }
      for (index, frame) in sent.enumerated() {
        table.rows.append([
          index == 0 ? command.name : "", frame.purpose,
          frame.text ?? FramesJSON.hexadecimal(frame.bytes, separator: " "),
        ])
      }
    }
    return table.text
  }
}
