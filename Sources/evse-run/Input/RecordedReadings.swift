import Runtime
import ScheduleLang

/// Finds the readings of files that were recorded.
struct RecordedReadings {
  let streams: ReportStreams

  /// The readings in the file at `path`; what is wrong with it is told.
  func series(_ path: String) throws(ProgramFile.Unusable) -> HouseSeries {
    let name = DiagnosticText.escaped(path)
    switch BoundedFile.read(path, sizeLimit: RecordedTable.sizeLimit) {
    case .failure(let failure):
      streams.complain("evse-run: \(name): \(failure.reason)\n")
      throw ProgramFile.Unusable(exitCode: .misuse)
    case .success(let bytes):
      switch RecordedTable.read(bytes, name: path) {
      case .success(let series): return series
      case .failure(let mistake):
        let place = mistake.line > 0 ? "\(name):\(mistake.line)" : name
        streams.complain("evse-run: \(place): \(mistake.reason)\n")
        throw ProgramFile.Unusable(exitCode: .faulty)
      }
    }
  }
}
