import Glibc

/// Folders of the program's own.
enum Folder {
  /// Makes the folder at `path`, and those above it, for this user alone; what exists stays as it is.
  static func make(_ path: String) {
    for end in path.indices.dropFirst() where path[end] == "/" { mkdir(String(path[..<end]), 0o700) }
    mkdir(path, 0o700)
  }

  /// The folder of the file at `path`; `.` where it names none.
  static func of(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
