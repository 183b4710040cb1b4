/// The text of one file, with what is needed to show a place in it.
public struct SourceFile: Sendable {
  /// The path as the user wrote it, or as the file that uses it leads to it.
  public let path: String
  /// The bytes.
  public let bytes: [UInt8]
  /// Offset of the first byte of each line.
  private let lineStarts: [Int]

  /// Creates a source file from its bytes.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte.isLineBreak {
      // Of CR LF only the LF ends the line.
      if byte == 0x0D, offset + 1 < bytes.count, bytes[offset + 1] == 0x0A { continue }
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// Line and column of a byte, both from 1; columns count Unicode scalars.
  public func position(at offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(0, offset), bytes.count)
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    var column = 1
    for byte in bytes[lineStarts[low]..<offset] where byte & 0xC0 != 0x80 { column += 1 }
    return (low + 1, column)
  }

  /// The line's text without its line break; lines count from 1.
  public func line(_ number: Int) -> String {
    guard lineStarts.indices.contains(number - 1) else { return "" }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, number < lineStarts.count, bytes[end] == 0x0A, bytes[end - 1] == 0x0D { end -= 1 }
    return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }

  /// Offset of the first byte of a line; lines count from 1, and beyond the last is the end of the file.
  public func lineStart(_ number: Int) -> Int {
    lineStarts.indices.contains(number - 1) ? lineStarts[number - 1] : bytes.count
  }

  /// How many lines there are.
  public var lineCount: Int { lineStarts.count }

  /// The text of a range on one line, without comments.
  public func line(_ range: SourceRange) -> String {
    text(range).split(whereSeparator: \.isNewline)
      .flatMap { $0.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace) }
      .joined(separator: " ")
  }

  /// The text of a range.
  public func text(_ range: SourceRange) -> String {
    let start = min(max(0, range.start), bytes.count)
    return String(decoding: bytes[start..<min(max(start, range.end), bytes.count)], as: UTF8.self)
  }

  /// The text of a range without the blanks and line breaks at its ends.
  public func trimmedText(_ range: SourceRange) -> String {
    var start = min(max(0, range.start), bytes.count)
    var end = min(max(start, range.end), bytes.count)
    while start < end, bytes[start].isBlank { start += 1 }
    while start < end, bytes[end - 1].isBlank { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

extension UInt8 {
  /// Whether it is a blank, a tab or a line break.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || isLineBreak }

  /// Whether a line ends here: LF, CR LF, or a CR alone.
  var isLineBreak: Bool { self == 0x0A || self == 0x0D }
}
