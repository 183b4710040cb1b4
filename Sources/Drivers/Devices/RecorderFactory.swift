import Runtime
import ScheduleLang

/// Makes recorders from what a site says of its records.
public struct RecorderFactory {
  /// How much of what was recorded last may be lost, whatever befalls the program: half of it waits in memory,
  /// the other half is for the disk or the database to take it.
  public static let lossWindow: Duration = .seconds(10)

  private let zone: ZoneRules
  private let stateFolder: String?
  private let interval: Duration

  /// Creates a factory for a site in `zone`; what waits for a database waits below `stateFolder`, without which
  /// there is no recorder for databases, and samples wait for `interval` in memory.
  public init(zone: ZoneRules, stateFolder: String?, interval: Duration = lossWindow / 2) {
    self.zone = zone
    self.stateFolder = stateFolder
    self.interval = interval
  }

  /// Makes a recorder, whose thread starts at once.
  public func recorder(_ device: DeviceConfiguration) throws(DeviceConfigurationError) -> BatchRecorder {
    let status = RecordStatus(name: "record \(device.driver)")
    switch device.driver {
    case "csv":
      guard let folder = device.address else { throw DeviceConfigurationError(.missingAddress, in: device) }
      let sink = CSVFolder(folder, zone: zone, status: status)
      return BatchRecorder(status: status, interval: interval, sink: sink)
    case "influxdb":
      guard let stateFolder else { throw DeviceConfigurationError(.noStateFolder, in: device) }
      let settings = try InfluxSettings(device)
      let sink = InfluxSink(
        transport: settings.transport, folder: "\(stateFolder)/records/\(settings.folderName)",
        spoolLimit: settings.spoolLimit, status: status)
      return BatchRecorder(status: status, interval: interval, sink: sink)
    default: throw DeviceConfigurationError(.unknownDriver, in: device)
    }
  }
}
