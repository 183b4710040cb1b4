import ScheduleLang

/// What the page may have read for a text that is not a file yet.
///
/// Whoever sees the page may write `use` with any path, and messages quote what they find: so only what ends as schedules and
/// prices do is read, and what the running schedule reads already.
struct EditorReading: Sendable {
  private let known: Set<String>

  private static let endings = [".evs", ".csv"]

  /// What may be read where a schedule of `sources` runs.
  init(besides sources: [SourceFile]) { known = Set(sources.map { ScheduleFile.absolute($0.path) }) }

  /// The bytes of the file at `path`.
  func read(_ path: String) throws(ReadError) -> [UInt8] {
    guard path != "-",
      known.contains(ScheduleFile.absolute(path)) || Self.endings.contains(where: path.hasSuffix)
    else {
      throw ReadError("the page has only files read whose names end in .evs or .csv")
    }
    return try BoundedFile.read(path)
  }
}
