import ScheduleLang

extension Instant {
  /// The start of the second that the instant is in.
  var wholeSecond: Instant { Instant(seconds: seconds) }
}
