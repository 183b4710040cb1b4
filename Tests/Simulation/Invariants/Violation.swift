import ScheduleLang

/// A promise of the program that a world saw broken.
struct Violation: Error, Hashable {
  /// Which promise, and how it was broken.
  var text: String
  /// When.
  var instant: Instant
}
