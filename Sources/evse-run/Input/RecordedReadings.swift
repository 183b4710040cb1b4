import Platform
import Glibc
import Insights
import Runtime
import ScheduleLang

/// Finds the readings that were recorded, in a file or in a folder of `record csv`.
struct RecordedReadings {
  private let complain: (String) -> Void
  private let zone: ZoneRules?

  /// Readings whose times all have an offset; `complain` is told, in whole lines, what is wrong with them.
  init(complain: @escaping (String) -> Void) { (self.complain, zone) = (complain, nil) }

  /// Readings whose times without an offset are those of `zone`.
  init(streams: ReportStreams, zone: String? = nil) throws(InputError) {
    complain = { streams.complain($0) }
    guard let zone else {
      self.zone = nil
      return
    }
    do {
      self.zone = try ZoneRules(identifier: zone)
    } catch {
      streams.complain("evse-run: --zone: \(error)\n")
      throw InputError(exitCode: .misuse)
    }
  }

  /// How many days of a site's own records say what is usual there.
  private static let usualDays = 28

  /// The readings in the files at `paths`, or in all records of a folder there; what is wrong with them is printed.
  func series(_ paths: [String]) throws(InputError) -> HouseSeries {
    try series(paths.flatMap { Self.records(in: $0) ?? [$0] }, name: paths.joined(separator: " and "))
  }

  /// The newest readings that `site` itself has recorded in files; nil where there are none.
  func series(of site: Site) throws(InputError) -> HouseSeries? {
    for case let folder? in site.records.filter({ $0.driver == "csv" }).map(\.address) {
      guard let files = Self.records(in: folder), !files.isEmpty else { continue }
      return try series(files.suffix(Self.usualDays), name: "the records in \(folder)")
    }
    return nil
  }

  private func series(_ paths: [String], name: String) throws(InputError) -> HouseSeries {
    var files = RecordedFiles(zone: zone)
    for path in paths {
      let bytes: [UInt8]
      do throws(ReadError) { bytes = try BoundedFile.read(path, sizeLimit: RecordedTable.sizeLimit) } catch {
        throw refuse(path, 0, error.reason, .misuse)
      }
      do throws(RecordedTableError) {
        if let leftOut = try files.add(bytes) { report(leftOut, of: path) }
      } catch {
        throw refuse(path, error.line, error.reason, .faulty)
      }
    }
    guard let series = files.series(name: name) else { throw refuse(name, 0, "it has no readings", .faulty) }
    return series
  }

  private func report(_ leftOut: RecordedTable.LeftOut, of path: String) {
    let others = leftOut.count > 1 ? ", and \(leftOut.count - 1) more like it" : ""
    let place = "\(DiagnosticText.escaped(path)):\(leftOut.first.line)"
    complain("evse-run: \(place): \(leftOut.first.reason): left out\(others)\n")
  }

  private func refuse(_ path: String, _ line: Int, _ reason: String, _ code: ExitCode) -> InputError {
    let place = DiagnosticText.escaped(path) + (line > 0 ? ":\(line)" : "")
    complain("evse-run: \(place): \(reason)\n")
    return InputError(exitCode: code)
  }

  /// The paths of the records in a folder, by day; nil where it is none.
  private static func records(in folder: String) -> [String]? {
    guard let names = try? Folder.names(in: folder) else { return nil }
    return names.filter { $0.hasPrefix("evse-") && $0.hasSuffix(".csv") }.map { "\(folder)/\($0)" }
  }
}
