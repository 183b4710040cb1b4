import Runtime
import ScheduleLang

/// What came of reading the files of a running schedule again.
struct ScheduleReading {
  /// What is to become of the schedule in force.
  enum Finding: Sendable {
    /// Another takes its place.
    case loaded(ReloadedSchedule)
    /// It stays in force; the lines say why.
    case refused([String])
    /// How the one that took over last differs from the one before it, a line each.
    case compared([String])
  }

  /// What came of it.
  let finding: Finding
  /// The files that were looked for, as they were just before they were read.
  let stamps: FileWatch.Stamps

  /// Reads the file at `path` and those that it uses, to take the place of `old`.
  init(_ path: String, after old: HomeSchedule) {
    var stamps: FileWatch.Stamps = [:]
    var lines: [String] = []
    let complaints = Complaints(coloured: false) { text, _ in
      lines += text.split(separator: "\n").map(String.init)
    }
    let read = { (path: String) throws(ReadError) -> [UInt8] in
      stamps[path] = .some(FileStamp(path))
      return try BoundedFile.read(path)
    }
    do {
      let subject = try ProgramFile(complaints: complaints, read: read).subject(path)
      // A password that has changed is a change, too.
      for device in subject.site.devices {
        for path in device.secretFiles { stamps[path] = .some(FileStamp(path)) }
      }
      let feed = try PriceSources(complaints: complaints, read: read).feed(of: subject)
      if subject.site.charger.isDriven(like: old.site.charger) {
        finding = .loaded(ReloadedSchedule(subject, feed, notes: lines))
      } else {
        finding = .refused(lines + ["another charger, or other settings of it, take a restart of evse-run"])
      }
    } catch {
      finding = .refused(lines)
    }
    self.stamps = stamps
  }

  /// Whether it read what `subject` was made from.
  func isOf(_ subject: HomeSchedule) -> Bool {
    guard case .loaded(let schedule) = finding else { return false }
    return schedule.subject.sources.map(\.bytes) == subject.sources.map(\.bytes)
  }
}
