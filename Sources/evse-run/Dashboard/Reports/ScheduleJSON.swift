import ScheduleLang

/// The schedule's file as the page shows it.
struct ScheduleJSON: Encodable {
  /// A file that it uses, to read only.
  struct Used: Encodable {
    var path: String
    var text: Nullable<String>
    /// Why its text is not shown.
    var problem: Nullable<String>
  }

  /// Words of the language by what they are, for colours.
  struct Words: Encodable {
    var declarations: [String]
    var actions: [String]
    var readings: [String]
    var others: [String]
  }

  var schemaVersion = JSONText.schemaVersion
  var path: String
  var text: Nullable<String>
  /// Goes with the text that is to replace it.
  var tag: Nullable<String>
  /// Why it cannot be edited.
  var problem: Nullable<String>
  /// The tag of the text that is in force, and why a newer one is not.
  var inForce: Nullable<String>
  var refusal: Nullable<String>
  var uses: [Used]
  var words: Words

  /// The most bytes of used files that are shown.
  private static let mostUsed = 256 << 10

  /// The file of `editor`, of which `running` is what runs.
  init(_ editor: ScheduleEditor, running: RunningSchedule.View?) {
    path = editor.file.path
    do throws(ScheduleFileError) {
      let contents = try editor.file.read()
      (text, tag, problem) = (Nullable(contents.text), Nullable(contents.tag), Nullable(nil))
    } catch {
      (text, tag, problem) = (Nullable(nil), Nullable(nil), Nullable(error.explanation))
    }
    let sources = running?.subject.sources ?? []
    inForce = Nullable(
      sources.first.map { ScheduleFile.Contents(String(decoding: $0.bytes, as: UTF8.self)).tag })
    refusal = Nullable(running?.refusal)
    var room = Self.mostUsed
    uses = sources.dropFirst().filter { $0.path != BuiltInTariffs.source.path }.map { source in
      let text = String(decoding: source.bytes, as: UTF8.self)
      room -= source.bytes.count
      let problem = text.holdsLiteralSecret ? "a password stands in it" : room < 0 ? "it is too long" : nil
      return Used(path: source.path, text: Nullable(problem == nil ? text : nil), problem: Nullable(problem))
    }
    words = Words(
      declarations: Keyword.declarations.map(\.spelling),
      actions: Keyword.allCases.filter(\.startsAction).map(\.spelling),
      readings: Reading.named.flatMap { $0.name.split(separator: " ").map(String.init) },
      others: Keyword.allCases.map(\.spelling))
  }
}

extension Keyword {
  /// The words with which a part of a file starts.
  fileprivate static let declarations: [Keyword] = [.use, .site, .tariff, .schedule, .test, .let, .prove]
}

/// What came of saving.
struct SavingJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  /// The tag of what is in the file now.
  var tag: String?
  var error: String?
  /// What of it only a restart takes over.
  var restart: [String]
}

/// A text that is not saved yet.
struct EditedTextJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var text: String
}

/// The earlier texts of the schedule, the newest first.
struct VersionsJSON: Encodable {
  struct Version: Encodable {
    var name: String
    var replaced: String
  }

  var schemaVersion = JSONText.schemaVersion
  /// Where they are; null where none are kept.
  var folder: Nullable<String>
  /// How many are kept at most.
  var room = VersionFolder.room
  var versions: [Version]

  init(_ folder: VersionFolder?) {
    self.folder = Nullable(folder?.path)
    versions = folder?.all.map { Version(name: $0.name, replaced: $0.replaced) } ?? []
  }
}
