/// Paths as text; nothing here touches a file system.
public enum FilePath {
  /// `path` as seen from the folder of the file `user`, or itself where it is absolute.
  public static func resolved(_ path: String, from user: String) -> String {
    guard !path.hasPrefix("/"), let slash = user.lastIndex(of: "/") else { return path }
    return String(user[...slash]) + path
  }

  /// The path without `.`, `..` and doubled slashes, so that two spellings of one file compare equal.
  public static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
