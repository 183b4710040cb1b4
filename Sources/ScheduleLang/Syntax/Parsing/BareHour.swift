/// Times of day as `16`, `16h`, `22.30` and `22h`, which schedules write with a colon.
enum BareHour {
  /// The minute of the day that a number means as a time, or nil where it means none.
  static func minute(_ text: String) -> Int? {
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
