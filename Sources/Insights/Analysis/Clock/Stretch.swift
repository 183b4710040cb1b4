import ScheduleLang

/// Times at which the clock answers alike whatever matters to a decision.
struct Stretch {
  /// When: a class of days and minutes of the site's clock.
  struct Occurrence: Hashable {
    var dayClass: Int
    var minutes: Range<Int>
  }

  /// Bit `n` says that the clock lets item `n` of the timetable hold, or may let it hold, and where the item is a rule,
  /// that the rules before it leave something to it.
  let possible: [UInt64]
  /// Every time at which it is so.
  var occurrences: [Occurrence]

  /// Whether the clock lets item `item` hold, or may let it.
  func allows(_ item: Int) -> Bool { possible[item >> 6] & (1 << UInt64(item & 63)) != 0 }
}
