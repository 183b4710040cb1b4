import Drivers
import Glibc
import Platform
import ScheduleLang

/// Why it is not shown, or not replaced.
enum ScheduleFileError: Error, Hashable {
  case missing
  case unreadable(String)
  /// A password stands in it, which is nobody's business who may see the page.
  case holdsSecret
  case tooLong
  /// It is not what it was when it was shown.
  case changed
  case unwritable(String)
}

/// The file of a schedule as the page edits it: read with a tag, and replaced only while that tag still fits.
struct ScheduleFile: Sendable {
  /// What is in it.
  struct Contents: Hashable, Sendable {
    var text: String
    /// Tells one text from another.
    var tag: String

    init(_ text: String) {
      self.text = text
      tag = SHA256.hexadecimal(text)
    }
  }

  /// Its path as the run was given it, from which those of the files that it uses follow.
  let name: String
  /// Its path, from the root.
  let path: String
  /// Where the texts that it had before are kept; nil where the environment names no place for them.
  let versions: VersionFolder?

  /// The longest text, in bytes.
  static let sizeLimit = 128 << 10

  /// The file at `path`, whose earlier texts are kept below `stateFolder`.
  init(path: String, stateFolder: String?) {
    name = path
    self.path = Self.absolute(path)
    versions = stateFolder.map { VersionFolder(of: Self.absolute(path), stateFolder: $0) }
  }

  /// `path` as seen from the root.
  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return FilePath.normalized(path) }
    defer { free(folder) }
    return FilePath.normalized(String(cString: folder) + "/" + path)
  }

  /// Whether there is no file at `path`, and could be one.
  static func isMissing(_ path: String) -> Bool {
    path != "-" && WholeFile.isMissing(path)
  }

  /// What is in it now.
  func read() throws(ScheduleFileError) -> Contents {
    let contents = try whole()
    guard !contents.text.holdsLiteralSecret else { throw .holdsSecret }
    return contents
  }

  /// Puts `text` into its place, and keeps what was there.
  ///
  /// - Parameter tag: the tag of what is to be replaced; nil where there is to be no file yet.
  /// - Returns: the new contents.
  func replace(_ tag: String?, by text: String, at now: Instant) throws(ScheduleFileError) -> Contents {
    guard text.utf8.count <= Self.sizeLimit else { throw .tooLong }
    guard !text.holdsLiteralSecret else { throw .holdsSecret }
    let contents = Contents(text)
    if let tag {
      let old = try read()
      guard old.tag == tag else { throw .changed }
      guard old != contents else { return contents }
      guard let versions else {
        throw .unwritable("the environment names no folder in which its earlier texts could be kept")
      }
      do throws(FileError) { try versions.keep(old, at: now) } catch {
        throw .unwritable("its earlier text cannot be kept in \(versions.path): \(error.reason)")
      }
      // Keeping it has taken its time.
      guard try read() == old else { throw .changed }
    } else {
      guard Self.isMissing(path) else { throw .changed }
    }
    do throws(FileError) { try WholeFile.replace(path, by: Array(text.utf8)) } catch {
      throw .unwritable(error.reason)
    }
    return contents
  }

  private func whole() throws(ScheduleFileError) -> Contents {
    if Self.isMissing(path) { throw .missing }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable("it is no regular file")
    }
    let bytes: [UInt8]
    do throws(FileError) { bytes = try WholeFile.read(path, limit: Self.sizeLimit) } catch {
      if case .tooLarge = error { throw .tooLong }
      throw error == .missing ? .missing : .unreadable(error.reason)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable("it is not UTF-8") }
    return Contents(text)
  }
}

extension ScheduleFileError {
  /// The refusal in words.
  var explanation: String {
    switch self {
    case .missing: "there is no such file"
    case .unreadable(let reason): reason
    case .holdsSecret:
      "a password would stand in what is shown here: move it into the environment or a file of its own, as `env \"NAME\"` or `file \"path\"`, and the page can edit the schedule"
    case .tooLong: "it is longer than \(ScheduleFile.sizeLimit >> 10) KiB, which is too much for the page"
    case .changed:
      "the file has changed since it was opened here: nothing is saved. Open it again and bring your change to what it says now"
    case .unwritable(let reason): "it cannot be written: \(reason)"
    }
  }
}
