import ScheduleLang

/// What the page needs to edit the schedule of a run, or to write the first one.
final class ScheduleEditor: Sendable {
  /// The one file that can be changed from the page.
  let file: ScheduleFile
  /// Answers what an editor asks about its text.
  let language: LanguageSession

  /// The editor of the file at `path`, whose earlier texts are kept below `stateFolder`; nil for what is no file.
  init?(path: String, stateFolder: String?) {
    guard path != "-" else { return nil }
    file = ScheduleFile(path: path, stateFolder: stateFolder)
    language = LanguageSession(path: file.path)
  }
}
