/// Times of day as `5pm`, `5.30 pm` and `5:30 p.m.`, which schedules write on the 24-hour clock.
enum TwelveHourClock {
  /// A time that was found in a text.
  struct Reading: Equatable {
    /// The minute of the day, or nil where the clock has no such time: `13pm`.
    var minuteOfDay: Int?
    /// Whether it is said to be after noon.
    var isAfternoon: Bool
    /// Where the text goes on.
    var end: Int
  }

  private static let suffixes = [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)]

  /// The time at the start of `bytes`, or nil where something else stands there.
  static func read(_ bytes: ArraySlice<UInt8>) -> Reading? {
    let hour = bytes.prefix { $0.isDigit }
    var minute: ArraySlice<UInt8>?
    var rest = bytes[hour.endIndex...]
    if let separator = rest.first, separator == UInt8(ascii: ":") || separator == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { $0.isDigit }
      minute = digits
      rest = bytes[digits.endIndex...]
    }
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    guard !hour.isEmpty, let letter = rest.first, [0x61, 0x70].contains(letter | 0x20) else { return nil }
    for (suffix, isAfternoon) in suffixes {
      let found = rest.prefix(suffix.utf8.count)
      guard String(decoding: found, as: UTF8.self).lowercased() == suffix else { continue }
      if let next = rest.dropFirst(found.count).first, next.isNamePart { return nil }
      let minuteOfDay = Self.minuteOfDay(hour, minute ?? [0x30, 0x30], isAfternoon: isAfternoon)
      return Reading(minuteOfDay: minuteOfDay, isAfternoon: isAfternoon, end: found.endIndex)
    }
    return nil
  }

  /// The minute of the day that a bare hour means before a time with `am` or `pm`, as the `5` of `5-7pm`: in the same
  /// half of the day where it comes first there, or else in the other; nil where it is no hour.
  static func minute(ofBareHour hour: String, before end: String) -> Int? {
    guard let end = read(Array(end.utf8)[...]), let last = end.minuteOfDay else { return nil }
    func minute(_ isAfternoon: Bool) -> Int? {
      minuteOfDay(Array(hour.utf8)[...], [0x30, 0x30], isAfternoon: isAfternoon)
    }
    guard let same = minute(end.isAfternoon) else { return nil }
    return same < last ? same : minute(!end.isAfternoon)
  }

  private static func minuteOfDay(
    _ hour: ArraySlice<UInt8>, _ minute: ArraySlice<UInt8>, isAfternoon: Bool
  ) -> Int? {
    guard hour.count <= 2, minute.count == 2, let hour = Int(String(decoding: hour, as: UTF8.self)),
      let minute = Int(String(decoding: minute, as: UTF8.self)), (1...12).contains(hour),
      (0..<60).contains(minute)
    else { return nil }
    return (hour % 12 + (isAfternoon ? 12 : 0)) * 60 + minute
  }
}
