import Glibc

/// Folders of the program's own.
package enum Folder {
  /// Makes the folder at `path`, and those above it, for this user alone unless `permissions` say more; what exists
  /// stays as it is.
  package static func make(_ path: String, permissions: mode_t = 0o700) {
    for end in path.indices.dropFirst() where path[end] == "/" { mkdir(String(path[..<end]), permissions) }
    mkdir(path, permissions)
  }

  /// The names of what is in the folder at `path`, in order; throws where it cannot be read.
  package static func names(in path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else { throw FileError(errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The folder of the file at `path`; `.` where it names none.
  package static func of(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Brings a folder's names to the disk, so that a power cut does not undo a new file or a renaming.
  package static func synchronize(_ path: String) throws(FileError) {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw .system(systemMessage(errno)) }
    let descriptor = FileDescriptor(number: number)
    guard fsync(descriptor.number) == 0 else { throw .system(systemMessage(errno)) }
  }
}
