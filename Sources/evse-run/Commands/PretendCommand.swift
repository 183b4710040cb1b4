import Drivers
import Glibc
import Platform
import ScheduleLang

/// Serves the devices of a site, or of descriptions, on this machine alone, until it is ended.
struct PretendCommand {
  let streams: ReportStreams

  /// How many descriptors can wait at once, and how long nothing is said, in milliseconds.
  private static let pause: Int32 = 1000

  /// The described devices of a program's site, or, where there is no site, those that its files describe.
  func run(_ program: Program) throws -> ExitCode {
    let site = program.site
    let named =
      site.isBuiltIn ? [] : [site.charger, site.meter, site.solarMeter, site.car].compactMap(\.self)
    let devices = (site.isBuiltIn ? program.descriptions.map { device($0) } : named).filter {
      $0.description != nil
    }
    guard !devices.isEmpty else {
      throw UsageError(
        "there is no described device: a site names it, as in `site { charger evtec-bidipro at \"192.168.0.9\" }`",
        showsUsage: false)
    }
    var services: [PretendedService] = []
    for device in devices {
      let endpoint = endpoint(of: device, beside: services.map(\.endpoint))
      do {
        services.append(try DeviceFactory().pretended(device, voltage: site.voltage, at: endpoint))
      } catch let error as DeviceError {
        streams.complain("evse-run: \(endpoint): \(error.explanation)\n")
        return .failed
      } catch let error as DeviceConfigurationError {
        streams.complain("evse-run: \(error)\n")
        return .failed
      }
    }
    try serve(services)
  }

  private func serve(_ services: [PretendedService]) throws(ReportError) -> Never {
    let heads = services.map {
      "\($0.name) is pretended at \($0.endpoint): a site says `at \"\($0.endpoint)\"`\n"
    }
    try streams.report(heads.joined())
    var lines = [String](repeating: "", count: services.count)
    while true {
      for (index, service) in services.enumerated() {
        service.serve()
        let line = service.line
        guard line != lines[index] else { continue }
        lines[index] = line
        try streams.report("\(service.name): \(line)\n")
      }
      var waiting = services.flatMap(\.descriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      poll(&waiting, nfds_t(waiting.count), Self.pause)
    }
  }

  /// Where it is served: where the site looks for it, if that is this machine, else at a port that anybody may have.
  private func endpoint(of device: DeviceConfiguration, beside others: [Endpoint]) -> Endpoint {
    let usual = device.description?.transport.port ?? 502
    if let address = device.address, let endpoint = Endpoint(address, defaultPort: usual),
      endpoint.host == "localhost" || endpoint.host == "::1" || endpoint.host.hasPrefix("127.")
    {
      return endpoint
    }
    var endpoint = Endpoint(host: "127.0.0.1", port: usual < 1024 ? usual + 10_000 : usual)
    while others.contains(endpoint), endpoint.port < .max { endpoint.port += 1 }
    return endpoint
  }

  /// A described device as a site without any settings would have it.
  private func device(_ description: DeviceDescription) -> DeviceConfiguration {
    var device = DeviceConfiguration(driver: description.name, range: SourceRange(file: 0, start: 0, end: 0))
    device.description = description
    return device
  }
}
