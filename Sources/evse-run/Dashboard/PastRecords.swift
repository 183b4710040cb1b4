import Platform
import Glibc
import Insights
import Runtime
import ScheduleLang
import Synchronization

/// The days that a site has recorded in files, read piece by piece and kept in memory while their files stay as they are.
final class PastRecords: Sendable {
  /// What a look at the records gives.
  enum Found {
    /// The days, as far as there are files of them.
    case days([RecordedDay])
    /// More files have to be read than is done at a time: ask again.
    case reading(done: Int, of: Int)
  }

  /// A day and the file that it was read from.
  private struct Kept: Sendable {
    var size: Int
    var modified: Int
    var readAt: Int
    /// Nil where nothing of the file makes sense.
    var day: RecordedDay?
  }

  /// A month and a day; what was read longest ago makes room.
  private static let room = 32
  /// How long one look may read, in seconds.
  private static let patience = 2
  /// A day that is being recorded is read again after so many seconds.
  private static let freshness = 60
  /// The most bytes of a file: ten days' worth.
  private static let sizeLimit = 64 << 20

  private let kept = Mutex<[String: Kept]>([:])

  /// The days of `dates` that are recorded in `folder`.
  func days(_ dates: [CivilDate], in folder: String) -> Found {
    kept.withLock { kept in
      let begun = Self.uptime
      var days: [RecordedDay] = []
      for (number, date) in dates.enumerated() {
        let path = "\(folder)/evse-\(date).csv"
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
        let (size, modified) = (Int(status.st_size), status.st_mtim.tv_sec)
        if let known = kept[path], known.modified == modified && known.size == size || Self.isFresh(known) {
          if let day = known.day { days.append(day) }
          continue
        }
        guard Self.uptime - begun < Self.patience else { return .reading(done: number, of: dates.count) }
        let day = Self.day(in: path)
        if kept[path] == nil, kept.count >= Self.room,
          let oldest = kept.min(by: { $0.value.readAt < $1.value.readAt })
        {
          kept[oldest.key] = nil
        }
        kept[path] = Kept(size: size, modified: modified, readAt: Self.uptime, day: day)
        if let day { days.append(day) }
      }
      return .days(days)
    }
  }

  /// Lets go of what was read; it is read again when it is asked for.
  func forget() { kept.withLock { $0 = [:] } }

  /// The first and the last day of which there is a file in `folder`; nil where there is none.
  static func span(in folder: String) -> ClosedRange<CivilDate>? {
    guard let names = try? Folder.names(in: folder) else { return nil }
    let dates = names.compactMap { name -> CivilDate? in
      guard name.hasPrefix("evse-"), name.hasSuffix(".csv") else { return nil }
      return CivilDate(iso: name.dropFirst(5).dropLast(4))
    }
    guard let first = dates.min(), let last = dates.max() else { return nil }
    return first...last
  }

  private static func isFresh(_ kept: Kept) -> Bool { uptime - kept.readAt < freshness }

  private static func day(in path: String) -> RecordedDay? {
    var reader = RecordedDayReader()
    do throws(FileError) {
      try WholeFile.read(path, limit: sizeLimit) { reader.add($0) }
    } catch {
      return nil
    }
    return reader.day
  }

  private static var uptime: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec
  }
}
