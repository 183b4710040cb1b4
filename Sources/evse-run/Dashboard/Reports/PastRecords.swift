import Platform
import Glibc
import Insights
import Runtime
import ScheduleLang
import Synchronization

/// The days that a site has recorded in files, read piece by piece and kept in memory while their files stay as they are.
final class PastRecords: Sendable {
  /// Reading takes longer than anybody should wait: ask again.
  struct UnfinishedError: Error {
    var done: Int
    var count: Int
  }

  /// A day and the file that it was read from.
  private struct Kept: Sendable {
    var size: Int
    var modified: Int
    var readAt: Duration
    /// Nil where nothing of the file makes sense.
    var day: RecordedDay?
  }

  /// A month and a day; what was read longest ago makes room.
  private static let room = 32
  /// How long one look may read.
  private static let patience: Duration = .seconds(20)
  /// A day that is being recorded is read again after so long.
  private static let freshness: Duration = .seconds(60)
  /// The most bytes of a file: ten days' worth.
  private static let sizeLimit = 64 << 20

  private let kept = Mutex<[String: Kept]>([:])

  /// The days of `dates` that are recorded in `folder`, as far as there are files of them.
  func days(_ dates: [CivilDate], in folder: String) throws(UnfinishedError) -> [RecordedDay] {
    try kept.withLock { kept throws(UnfinishedError) in
      let begun = MonotonicClock.now
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
        guard MonotonicClock.now - begun < Self.patience else {
          throw UnfinishedError(done: number, count: dates.count)
        }
        let day = Self.day(in: path)
        if kept[path] == nil, kept.count >= Self.room,
          let oldest = kept.min(by: { $0.value.readAt < $1.value.readAt })
        {
          kept[oldest.key] = nil
        }
        kept[path] = Kept(size: size, modified: modified, readAt: MonotonicClock.now, day: day)
        if let day { days.append(day) }
      }
      return days
    }
  }

  /// Lets go of what was read; it is read again when it is asked for.
  func forget() { kept.withLock { $0 = [:] } }

  /// What the house did in the newest `count` days of which there is a file in `folder`; nil where nothing is recorded.
  func newest(_ count: Int, in folder: String) throws(UnfinishedError) -> HouseSeries? {
    let dates = Self.dates(in: folder).suffix(count)
    guard let first = dates.first, let last = dates.last else { return nil }
    // All that a file of such a day can tell, in whatever time zone.
    func noon(_ date: CivilDate) -> Instant { Instant(seconds: Int64(date.dayNumber) * 86_400 + 43_200) }
    return HouseSeries(
      try days(Array(dates), in: folder), in: noon(first.adding(days: -2))..<noon(last.adding(days: 2)),
      name: "the records in \(folder)")
  }

  /// The first and the last day of which there is a file in `folder`; nil where there is none.
  static func span(in folder: String) -> ClosedRange<CivilDate>? {
    let dates = dates(in: folder)
    guard let first = dates.first, let last = dates.last else { return nil }
    return first...last
  }

  /// The days of which there is a file in `folder`, in order.
  private static func dates(in folder: String) -> [CivilDate] {
    guard let names = try? Folder.names(in: folder) else { return [] }
    return names.compactMap { name -> CivilDate? in
      guard name.hasPrefix("evse-"), name.hasSuffix(".csv") else { return nil }
      return CivilDate(iso: name.dropFirst(5).dropLast(4))
    }.sorted()
  }

  private static func isFresh(_ kept: Kept) -> Bool { MonotonicClock.now - kept.readAt < freshness }

  private static func day(in path: String) -> RecordedDay? {
    // A file is far larger than what is kept of it.
    defer { SteadyMemory.giveBack() }
    var reader = RecordedDayReader()
    do throws(FileError) {
      try WholeFile.read(path, limit: sizeLimit) { reader.add($0) }
    } catch {
      return nil
    }
    return reader.day
  }
}

extension Site {
  /// Where it records in files; nil where it does not.
  var recordFolder: String? { records.lazy.filter { $0.driver == "csv" }.compactMap(\.address).first }
}
