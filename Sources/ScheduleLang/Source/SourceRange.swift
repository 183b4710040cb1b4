/// A stretch of one source file, in UTF-8 offsets; the end is exclusive.
public struct SourceRange: Hashable, Sendable {
  /// The file, as an index into the program's list of source files.
  public var file: Int
  /// Offset of the first byte.
  public var start: Int
  /// Offset after the last byte.
  public var end: Int

  /// Creates the range `start..<end` of file number `file`.
  public init(file: Int, start: Int, end: Int) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// The range of what no file says.
  public static let nowhere = SourceRange(file: 0, start: 0, end: 0)

  /// The smallest range that holds both.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(file: file, start: min(start, other.start), end: max(end, other.end))
  }
}
