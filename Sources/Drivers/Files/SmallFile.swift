import Glibc

/// Reads and replaces small files as a whole.
enum SmallFile {
  /// The most bytes that are read.
  static let sizeLimit = 8 << 20

  /// The bytes of a regular file, or nil where there is none that can be read.
  static func read(_ path: String) -> [UInt8]? {
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { return nil }
    let descriptor = FileDescriptor(number: number)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= sizeLimit {
      let count = Glibc.read(descriptor.number, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { return nil }
    }
    return nil
  }

  /// Puts `bytes` into the file's place, so that after a crash it has either the old bytes or the new ones; false
  /// where that fails.
  static func replace(_ path: String, by bytes: [UInt8]) -> Bool {
    var template = Array((path + ".XXXXXX").utf8CString)
    let number = mkstemp(&template)
    guard number >= 0 else { return false }
    let descriptor = FileDescriptor(number: number)
    var rest = bytes[...]
    var isWritten = true
    while isWritten, !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor.number, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else { isWritten = errno == EINTR }
    }
    isWritten = isWritten && fsync(descriptor.number) == 0 && rename(template, path) == 0
    if isWritten { Folder.synchronize(Folder.of(path)) } else { unlink(template) }
    return isWritten
  }
}
