/// Times of day as `5pm` and `5:30pm`, which schedules write on the 24-hour clock.
enum TwelveHourClock {
  /// What follows the hour, in lower case.
  static let suffixes: Set<String> = ["am", "pm"]

  /// The minute of the day, or nil where it is no such time.
  ///
  /// - Parameters:
  ///   - clock: `5` or `5:30`.
  ///   - suffix: `am` or `pm`, in any case.
  static func minute(_ clock: String, suffix: String) -> Int? {
    let suffix = suffix.lowercased()
    guard suffixes.contains(suffix) else { return nil }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 2, let first = parts.first, let hour = first, (1...12).contains(hour),
      let minute = parts.count == 2 ? parts[1] : 0, (0..<60).contains(minute)
    else { return nil }
    return (hour % 12 + (suffix == "pm" ? 12 : 0)) * 60 + minute
  }
}
