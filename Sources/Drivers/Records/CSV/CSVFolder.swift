import Platform
import Glibc
import Runtime
import ScheduleLang

/// CSV files of one local day each in a folder: `evse-2026-11-22.csv`.
///
/// A batch is on the disk once `write` returns. Files may be moved or deleted at any time.
struct CSVFolder: RecordSink {
  private let folder: String
  private let zone: ZoneRules
  private let status: RecordStatus

  /// Creates a sink for `folder`, which is created with the first sample; `zone` tells its days.
  init(_ folder: String, zone: ZoneRules, status: RecordStatus) {
    self.folder = folder
    self.zone = zone
    self.status = status
  }

  /// Writes the samples of the first one's day.
  func write(_ samples: ArraySlice<Sample>) throws(RecordError) -> Int {
    guard let date = samples.first.map(date) else { return 0 }
    let ofThatDay = samples.prefix { self.date($0) == date }
    Folder.make(folder, permissions: 0o755)
    let path = "\(folder)/evse-\(date).csv"
    do throws(FileError) {
      var file = try AppendFile(path: path, permissions: 0o644)
      file.removeTornLine()
      let header = file.size == 0 ? CSVLine.header : ""
      // A file keeps the columns that it was begun with.
      let hasRule = !file.begins(with: CSVLine.headerWithoutRule)
      let lines = ofThatDay.map { CSVLine.text($0, hasRule: hasRule) }
      try file.append(Array((header + lines.joined()).utf8))
      status.count { $0.written += ofThatDay.count }
      // The samples are in the file: one that a power cut might take away is no reason to write them again.
      do throws(FileError) { try file.synchronize() } catch { status.report("\(path): \(error.reason)") }
      return ofThatDay.count
    } catch {
      throw RecordError(reason: "\(path): \(error.reason)")
    }
  }

  private func date(_ sample: Sample) -> CivilDate { zone.local(sample.instant).date }
}
