/// Builds the bytes of TZif files for tests.
struct TZifBytes {
  var version: UInt8 = 0x32
  /// Seconds and index of the type from then on.
  var changes: [(Int64, UInt8)] = []
  /// Seconds east of each type.
  var offsets: [Int32] = [0]
  var leapSeconds: [Int64] = []
  var footer = "\nUTC0\n"

  var bytes: [UInt8] {
    var bytes = block(timeSize: 4)
    if version != 0 { bytes += block(timeSize: 8) + Array(footer.utf8) }
    return bytes
  }

  private func block(timeSize: Int) -> [UInt8] {
    var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [0, 0, leapSeconds.count, changes.count, offsets.count, 4] { bytes += big(Int64(count), 4) }
    for change in changes { bytes += big(change.0, timeSize) }
    bytes += changes.map(\.1)
    for offset in offsets { bytes += big(Int64(offset), 4) + [0, 0] }
    bytes += Array("ABC\0".utf8)
    for leap in leapSeconds { bytes += big(leap, timeSize) + big(1, 4) }
    return bytes
  }

  private func big(_ value: Int64, _ size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
  }
}
