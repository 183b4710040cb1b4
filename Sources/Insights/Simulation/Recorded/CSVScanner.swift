/// Takes the lines of a CSV file apart, without copying them.
///
/// Fields are separated by commas, or by semicolons where the first line has these and no commas.
/// A field in quotation marks may contain commas, line ends and doubled quotation marks, which stay doubled. A byte
/// order mark and carriage returns at the ends of lines are left out.
struct CSVScanner {
  private let bytes: [UInt8]
  /// What separates the fields.
  let separator: UInt8
  private var position: Int
  /// The number of the line that was read last, from 1.
  private(set) var line = 0
  private var nextLine = 1
  /// The fields of that line.
  private(set) var fields: [Range<Int>] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let isEuropean = first.contains(UInt8(ascii: ";")) && !first.contains(UInt8(ascii: ","))
    separator = UInt8(ascii: isEuropean ? ";" : ",")
  }

  /// Whether there is no further line.
  var isAtEnd: Bool { position >= bytes.count }

  /// The bytes of a field.
  subscript(field: Int) -> ArraySlice<UInt8> { bytes[fields[field]] }

  /// Reads the next line into `fields`; false at the end of the file.
  mutating func next() -> Bool {
    guard position < bytes.count else { return false }
    line = nextLine
    nextLine += 1
    fields.removeAll(keepingCapacity: true)
    repeat { fields.append(field()) } while stepOver()
    return true
  }

  /// Reads one field, up to the separator or the line end behind it.
  private mutating func field() -> Range<Int> {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return quotedField() }
    let start = position
    while position < bytes.count, bytes[position] != separator, bytes[position] != UInt8(ascii: "\n") {
      position += 1
    }
    return start..<trimmedEnd(from: start)
  }

  private mutating func quotedField() -> Range<Int> {
    position += 1
    let start = position
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\"") {
        guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") else { break }
        position += 1
      } else if bytes[position] == UInt8(ascii: "\n") {
        nextLine += 1
      }
      position += 1
    }
    let end = position
    while position < bytes.count, bytes[position] != separator, bytes[position] != UInt8(ascii: "\n") {
      position += 1
    }
    return start..<end
  }

  private func trimmedEnd(from start: Int) -> Int {
    var end = position
    while end > start, bytes[end - 1] == UInt8(ascii: "\r") || bytes[end - 1] == UInt8(ascii: " ") {
      end -= 1
    }
    return end
  }

  /// Steps over what ends a field; false where the line ends too.
  private mutating func stepOver() -> Bool {
    guard position < bytes.count else { return false }
    position += 1
    return bytes[position - 1] == separator
  }
}
