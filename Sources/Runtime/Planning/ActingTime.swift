import ScheduleLang

/// A stretch of time in which a rule with a deadline may act.
struct ActingTime: Hashable, Sendable {
  /// When.
  var time: Range<Instant>
  /// What a kWh costs then, or, negated, what it earns; nil where that is not known.
  var price: Double?
  /// How fast the SoC moves then, compared with the rule's own current.
  var speed: Double

  /// The progress that it allows, in seconds at the rule's own current.
  var seconds: Double { Double(time.milliseconds) / 1000 * speed }
}

extension [ActingTime] {
  /// Adds a time behind all others, to the last one where that is alike and touches it.
  mutating func join(_ time: ActingTime) {
    if let last, last.time.upperBound == time.time.lowerBound, last.price == time.price,
      last.speed == time.speed
    {
      self[count - 1].time = last.time.lowerBound..<time.time.upperBound
    } else {
      append(time)
    }
  }
}
