import ScheduleLang

extension Instant {
  /// Reads `2026-12-25T18:00:00Z`, with or without seconds and a fraction of them, and with `±HH:MM` in place of the
  /// `Z`; nil where the bytes are nothing of the kind or a field is out of range.
  public init?(iso bytes: some Sequence<UInt8>) { self.init(iso: Array(bytes)[...]) }

  /// Reads the same from a part of an array, without a copy.
  public init?(iso bytes: ArraySlice<UInt8>) {
    var reader = ISOReader(rest: bytes)
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
      let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day),
      reader.take("T") || reader.take("t") || reader.take(" "),
      let hour = reader.number(2), hour < 24, reader.take(":"), let minute = reader.number(2), minute < 60
    else { return nil }
    var milliseconds = 0
    if reader.take(":") {
      guard let second = reader.number(2), second < 60 else { return nil }
      milliseconds = second * 1000
      if reader.take(".") {
        guard let fraction = reader.milliseconds() else { return nil }
        milliseconds += fraction
      }
    }
    guard let offset = reader.offset(), reader.rest.isEmpty else { return nil }
    let minutes = date.dayNumber * 1440 + hour * 60 + minute - offset
    self.init(milliseconds: Int64(minutes) * 60_000 + Int64(milliseconds))
  }
}

/// Takes the parts of an ISO instant off the front of its bytes.
private struct ISOReader {
  var rest: ArraySlice<UInt8>

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ digits: Int) -> Int? {
    var value = 0
    guard rest.count >= digits else { return nil }
    for byte in rest.prefix(digits) {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    rest = rest.dropFirst(digits)
    return value
  }

  /// A fraction of a second, of which three digits count.
  mutating func milliseconds() -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    let value = digits.prefix(3).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return digits.count == 1 ? value * 100 : digits.count == 2 ? value * 10 : value
  }

  /// Minutes east of UTC.
  mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard take("+") || take("-"), let hours = number(2), hours < 24 else { return nil }
    _ = take(":")
    guard let minutes = number(2), minutes < 60 else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes)
  }
}
