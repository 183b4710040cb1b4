import Glibc
import ScheduleLang

/// The schedules that come with the program, read from the folder beside this one's.
enum ShippedSchedules {
  /// The bytes of a shipped schedule.
  static func read(_ path: String) throws(ReadError) -> [UInt8] {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    guard let file = fopen((root + ["schedules", path[...]]).joined(separator: "/"), "r") else {
      throw ReadError("there is no such file")
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 100_000)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }
}
