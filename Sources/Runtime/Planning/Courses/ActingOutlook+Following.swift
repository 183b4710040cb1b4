import ScheduleLang

extension ActingOutlook {
  /// For how long before its deadline an action that feeds the house acts, in seconds.
  private static let houseLead = 12 * 3600.0
  /// The least daylight before its deadline, in seconds, without which one that follows the sun takes the day before too.
  private static let leastDaylight = 6 * 3600.0

  /// From when on an action that follows the sun or the house acts for its deadline.
  ///
  /// It cannot know how much there will be and puts nothing off, but takes no more than a day for one deadline from the rules
  /// below it.
  var followingStart: Instant {
    var free = 0.0
    for stretch in stretches.reversed() {
      guard stretch.isFree else {
        if key.action.rises, free >= Self.leastDaylight { return stretch.time.upperBound }
        continue
      }
      free += stretch.seconds
      let early = free - Self.houseLead
      if !key.action.rises, early >= 0 { return stretch.time.lowerBound.adding(seconds: Int(early)) }
    }
    return stretches.first?.time.lowerBound ?? key.deadline
  }
}
