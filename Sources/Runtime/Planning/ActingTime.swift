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
  /// The progress that all of it allows, in seconds at the rule's own current.
  var seconds: Double { reduce(0) { $0 + $1.seconds } }

  /// The cheapest parts that allow `wanted` seconds of progress, of equal ones the last.
  ///
  /// What is not known to be cheap or dear counts as the mean of what is. A run that goes on at `now` goes before
  /// its equals, so that it is not broken off for a later one.
  func cheapest(_ wanted: Double, goingOnAt now: Instant?) -> [Range<Instant>] {
    let known = filter { $0.price != nil }
    let mean = known.isEmpty ? 0 : known.reduce(0) { $0 + ($1.price ?? 0) * $1.seconds } / known.seconds
    func isCurrent(_ piece: ActingTime) -> Bool { now.map(piece.time.contains) ?? false }
    let ordered = sorted { one, other in
      let (price, otherPrice) = (one.price ?? mean, other.price ?? mean)
      if price != otherPrice { return price < otherPrice }
      if isCurrent(one) != isCurrent(other) { return isCurrent(one) }
      if (one.price == nil) != (other.price == nil) { return one.price != nil }
      return one.time.lowerBound > other.time.lowerBound
    }
    var left = wanted
    var chosen: [Range<Instant>] = []
    for piece in ordered where left > 0 {
      // Rounded up to milliseconds, so that the last of them is not left over.
      let part = Int64((Swift.min(left, piece.seconds) / piece.speed * 1000).rounded(.up))
      let length = Swift.min(part, piece.time.milliseconds)
      let (start, end) = (piece.time.lowerBound, piece.time.upperBound)
      chosen.append(
        isCurrent(piece)
          ? start..<Instant(milliseconds: start.milliseconds + length)
          : Instant(milliseconds: end.milliseconds - length)..<end)
      left -= piece.seconds
    }
    return chosen
  }
}
