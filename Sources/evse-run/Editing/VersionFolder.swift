import Glibc
import Platform
import ScheduleLang

/// The texts that a schedule had before it was saved, a file each, the oldest of which go.
struct VersionFolder: Sendable {
  /// One text.
  struct Version: Hashable, Sendable {
    /// The name of its file.
    var name: String
    /// When it was replaced, in UTC, as `2026-11-29T23:28:00Z`.
    var replaced: String
  }

  /// Where they are kept.
  let path: String

  /// How many are kept.
  static let room = 30
  private static let ending = ".evs"
  /// What tells two texts of one second apart, characters of the tag.
  private static let mark = 12

  /// The folder for the file at `file`, below `stateFolder`.
  init(of file: String, stateFolder: String) {
    let name = String(
      file.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) ? $0 : "_" })
    // The tag tells files apart whose names read alike; names of files are at most 255 bytes long.
    let tag = ScheduleFile.Contents(file).tag.prefix(Self.mark)
    path = "\(stateFolder)/versions/\(name.suffix(150))-\(tag)"
  }

  /// All that is kept, the newest first.
  var all: [Version] {
    let names = (try? Folder.names(in: path)) ?? []
    return names.reversed().compactMap { name in
      guard name.hasSuffix(Self.ending), let dash = name.lastIndex(of: "-") else { return nil }
      let time = String(name[..<dash])
      return Instant(iso: time.utf8) == nil ? nil : Version(name: name, replaced: time)
    }
  }

  /// The text of one of them; nil where there is none of that name, or it cannot be read.
  func text(of name: String) -> String? {
    guard all.contains(where: { $0.name == name }),
      let bytes = try? WholeFile.read("\(path)/\(name)", limit: ScheduleFile.sizeLimit)
    else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Keeps `contents`, which are replaced at `now`, unless the newest are the same.
  func keep(_ contents: ScheduleFile.Contents, at now: Instant) throws(FileError) {
    let versions = all
    if let newest = versions.first, text(of: newest.name) == contents.text { return }
    Folder.make(path)
    let name = "\(Instant(seconds: now.seconds))-\(contents.tag.prefix(Self.mark))\(Self.ending)"
    try WholeFile.replace("\(path)/\(name)", by: Array(contents.text.utf8))
    for old in versions.filter({ $0.name != name }).dropFirst(Self.room - 1) {
      unlink("\(path)/\(old.name)")
    }
  }
}
