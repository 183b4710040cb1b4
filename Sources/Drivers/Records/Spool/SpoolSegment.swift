import Platform
import Glibc

/// One file of a spool: `0000000000000001.spool`, numbered in the order of what they hold.
struct SpoolSegment {
  /// Its number, from 1.
  let number: UInt64
  /// Its length in bytes.
  private(set) var size: Int

  private static let suffix = ".spool"
  private static let digits = 16

  init(number: UInt64, size: Int) {
    self.number = number
    self.size = size
  }

  /// The segments in a folder, in order.
  static func all(in folder: String) throws(RecordError) -> [SpoolSegment] {
    let names: [String]
    do { names = try Folder.names(in: folder) } catch {
      throw RecordError(reason: "\(folder): \(error.reason)")
    }
    var segments: [SpoolSegment] = []
    for name in names {
      guard name.utf8.count == digits + suffix.utf8.count, name.hasSuffix(suffix),
        let number = UInt64(name.dropLast(suffix.count))
      else { continue }
      var facts = stat()
      guard stat("\(folder)/\(name)", &facts) == 0 else { continue }
      segments.append(SpoolSegment(number: number, size: Int(facts.st_size)))
    }
    return segments.sorted { $0.number < $1.number }
  }

  /// Adds bytes, which are on the disk afterwards.
  mutating func append(_ bytes: [UInt8], in folder: String) throws(RecordError) {
    let path = path(in: folder)
    do throws(FileError) {
      var file = try AppendFile(path: path, permissions: 0o600)
      try file.append(bytes)
      size = file.size
      try file.synchronize()
    } catch {
      throw RecordError(reason: "\(path): \(error.reason)")
    }
  }

  /// Whole lines from `offset` on: as many as fit into `limit` bytes, one at least, none at the end.
  ///
  /// A last line without its end was torn by a crash; it is given too, for its checksum to tell.
  func lines(from offset: Int, limit: Int, in folder: String) throws(RecordError) -> [UInt8] {
    let left = max(0, size - offset)
    guard left > 0 else { return [] }
    let newline = UInt8(ascii: "\n")
    var bytes = try read(from: offset, count: min(left, limit), in: folder)
    if bytes.count == left { return bytes }
    if let end = bytes.lastIndex(of: newline) {
      bytes.removeSubrange((end + 1)...)
    } else {
      bytes = try read(from: offset, count: left, in: folder)
      if let end = bytes.firstIndex(of: newline) { bytes.removeSubrange((end + 1)...) }
    }
    return bytes
  }

  /// Deletes the file.
  func remove(from folder: String) { unlink(path(in: folder)) }

  private func read(from offset: Int, count: Int, in folder: String) throws(RecordError) -> [UInt8] {
    let path = path(in: folder)
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw RecordError(reason: "\(path): \(systemMessage(errno))") }
    let descriptor = FileDescriptor(number: number)
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let got = pread(descriptor.number, buffer.baseAddress, count, off_t(offset))
      code = got < 0 ? errno : 0
      initialized = max(0, got)
    }
    guard code == 0 else { throw RecordError(reason: "\(path): \(systemMessage(code))") }
    return bytes
  }

  private func path(in folder: String) -> String {
    let text = String(number)
    let zeros = String(repeating: "0", count: max(0, Self.digits - text.utf8.count))
    return "\(folder)/\(zeros)\(text)\(Self.suffix)"
  }
}
