/// The lines of a spool's files: the checksum of a record in eight hexadecimal digits, a space, the record.
///
/// A line that a crash tore or a disk garbled does not match its checksum and is left out; those after it are
/// read all the same.
enum SpoolLine {
  private static let newline = UInt8(ascii: "\n")
  /// The checksum and the space behind it.
  private static let prefixLength = 9

  /// A record, which holds no line break, as a line with one.
  static func encode(_ record: [UInt8]) -> [UInt8] {
    prefix(of: record) + record + [newline]
  }

  /// The records of whole lines, and how many lines were damaged.
  static func decode(_ lines: ArraySlice<UInt8>) -> (records: [ArraySlice<UInt8>], damaged: Int) {
    var records: [ArraySlice<UInt8>] = []
    var damaged = 0
    for line in lines.split(separator: newline) {
      let record = line.dropFirst(prefixLength)
      if line.prefix(prefixLength).elementsEqual(prefix(of: record)) {
        records.append(record)
      } else {
        damaged += 1
      }
    }
    return (records, damaged)
  }

  private static func prefix(of record: some Sequence<UInt8>) -> [UInt8] {
    let digits = String(CRC32.checksum(record), radix: 16)
    return Array((String(repeating: "0", count: 8 - digits.utf8.count) + digits + " ").utf8)
  }
}
