/// Times of day as `16`, `16h`, `22.30`, `22h` and `noon`, which schedules write with a colon.
enum BareHour {
  /// The words for times of day, and their minutes.
  static let names = ["noon": 720, "midday": 720, "midnight": 0]

  /// Whether the text can only be of the 24-hour clock: `16`, `07`, `6h` or `noon`, but not `5`, which may be 17:00.
  static func isClear(_ text: String) -> Bool {
    guard let minute = minute(text) else { return false }
    return minute >= 780 || text.utf8.first == UInt8(ascii: "0") || text.hasSuffix("h") || names[text] != nil
  }

  /// The minute of the day that a number or a word means as a time, or nil where it means none.
  ///
  /// - Parameter text: in lower case.
  static func minute(_ text: String) -> Int? {
    if let minute = names[text] { return minute }
    let digits = text.hasSuffix("h") ? text.dropLast() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first, first.utf8.count <= 2, let hour = Int(first) else {
      return nil
    }
    if parts.count == 1 { return hour <= 24 ? hour * 60 : nil }
    guard parts[1].utf8.count == 2, let minute = Int(parts[1]), hour < 24, minute < 60 else { return nil }
    return hour * 60 + minute
  }
}
