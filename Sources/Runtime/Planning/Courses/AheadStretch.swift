import ScheduleLang

/// A stretch of time ahead of a deadline in which guards, clauses, limits and prices stay the same.
struct AheadStretch: Sendable {
  /// When.
  let time: Range<Instant>
  /// What a kWh costs then, or, negated, what it earns, as far as that is known or can be estimated; 0 where nothing is.
  let price: Double
  /// How the SoC moves meanwhile.
  let course: Course
  /// Whether the rule may act at any SoC.
  let isFree: Bool

  init(time: Range<Instant>, price: Double, course: Course) {
    (self.time, self.price, self.course) = (time, price, course)
    isFree = course.isFree.contains(true)
  }

  /// How long it is.
  var seconds: Double { Double(time.milliseconds) / 1000 }
}
