/// What is wrong with bytes that are not such a file.
struct TZifError: Error {
  /// The mistake, in a few words.
  var reason: String
}

/// The contents of a compiled time zone file (TZif, RFC 9636, versions 1 to 4).
struct TZifFile {
  /// The stretches that the file lists, the first from the beginning of time.
  private(set) var spans: [OffsetSpan]
  /// What holds after the last listed change, where the file says so.
  private(set) var footer: PosixZoneRule?

  /// Offsets that RFC 9636 allows, in seconds east.
  static let offsets = -89_999...93_599
  /// The RFC's earliest time and, mirrored, a latest one that leaves room for sums.
  private static let times: ClosedRange<Int64> = -(1 << 59)...(1 << 59)

  /// Reads a file; every count in it is checked against the bytes that are there.
  init(_ bytes: [UInt8]) throws(TZifError) {
    var reader = ByteReader(bytes: bytes)
    let header = try Header(&reader)
    guard header.version > 1 else {
      spans = try Self.spans(&reader, header, timeSize: 4)
      return
    }
    try reader.skip(header.blockSize(timeSize: 4))
    let wideHeader = try Header(&reader)
    guard wideHeader.version == header.version else { throw TZifError(reason: "its versions differ") }
    spans = try Self.spans(&reader, wideHeader, timeSize: 8)
    footer = try Self.footer(reader.rest)
  }

  /// The fixed part before a block: the version and six counts.
  private struct Header {
    let version: Int
    let utCount, standardCount, leapCount, timeCount, typeCount, nameSize: Int

    init(_ reader: inout ByteReader) throws(TZifError) {
      guard try reader.take(4).elementsEqual("TZif".utf8) else { throw TZifError(reason: "no TZif mark") }
      switch try reader.integer(size: 1) {
      case 0: version = 1
      case let digit where (0x32...0x34).contains(digit): version = Int(digit) - 0x30
      default: throw TZifError(reason: "unknown version")
      }
      try reader.skip(15)
      utCount = try reader.count()
      standardCount = try reader.count()
      leapCount = try reader.count()
      timeCount = try reader.count()
      typeCount = try reader.count()
      nameSize = try reader.count()
    }

    /// Bytes of the block; six counts below 2^32 cannot overflow it.
    func blockSize(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + nameSize + leapCount * (timeSize + 4) + standardCount
        + utCount
    }
  }

  private static func spans(
    _ reader: inout ByteReader, _ header: Header, timeSize: Int
  ) throws(TZifError) -> [OffsetSpan] {
    guard header.blockSize(timeSize: timeSize) <= reader.rest.count else {
      throw TZifError(reason: "it is cut short")
    }
    guard header.leapCount == 0 else { throw TZifError(reason: "it counts leap seconds") }
    guard (1...256).contains(header.typeCount) else { throw TZifError(reason: "no or too many offsets") }

    var starts: [Int64] = []
    for _ in 0..<header.timeCount {
      let start = try reader.integer(size: timeSize)
      guard times.contains(start), starts.last.map({ $0 < start }) ?? true else {
        throw TZifError(reason: "its changes are out of order or range")
      }
      starts.append(start)
    }
    let types = try reader.take(header.timeCount)
    var offsets: [Int] = []
    for _ in 0..<header.typeCount {
      let offset = Int(try reader.integer(size: 4))
      guard Self.offsets.contains(offset) else { throw TZifError(reason: "an offset is out of range") }
      offsets.append(offset)
      try reader.skip(2)
    }
    try reader.skip(header.nameSize + header.standardCount + header.utCount)

    // Before the first change the first type holds.
    var spans = [OffsetSpan(start: .min, offset: offsets[0])]
    for (start, type) in zip(starts, types) {
      guard offsets.indices.contains(Int(type)) else { throw TZifError(reason: "an offset is missing") }
      spans.append(OffsetSpan(start: start, offset: offsets[Int(type)]))
    }
    return spans
  }

  private static func footer(_ rest: ArraySlice<UInt8>) throws(TZifError) -> PosixZoneRule? {
    let newline = UInt8(ascii: "\n")
    guard rest.first == newline, let end = rest.dropFirst().firstIndex(of: newline) else {
      throw TZifError(reason: "no rule at its end")
    }
    let text = rest[(rest.startIndex + 1)..<end]
    guard !text.isEmpty else { return nil }
    guard let rule = PosixZoneRule(text) else {
      throw TZifError(reason: "the rule at its end is unreadable")
    }
    return rule
  }
}

/// Takes big-endian values off the front of bytes.
private struct ByteReader {
  private(set) var rest: ArraySlice<UInt8>

  init(bytes: [UInt8]) { rest = bytes[...] }

  mutating func take(_ count: Int) throws(TZifError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw TZifError(reason: "it is cut short") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func skip(_ count: Int) throws(TZifError) { _ = try take(count) }

  /// A signed number of 1 to 8 bytes.
  mutating func integer(size: Int) throws(TZifError) -> Int64 {
    let bytes = try take(size)
    let bits = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let unused = 64 - size * 8
    return Int64(bitPattern: bits << UInt64(unused)) >> Int64(unused)
  }

  /// An unsigned number of four bytes.
  mutating func count() throws(TZifError) -> Int {
    Int(try integer(size: 4) & 0xFFFF_FFFF)
  }
}
