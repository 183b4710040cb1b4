import ScheduleLang

/// What to take prices for that are neither known nor can be estimated.
///
/// A gap counts as the mean of what is known. What is not published yet counts as the cheapest of it, so that a plan with
/// time to spare waits.
struct UnknownPrices {
  private let mean: Double
  private let cheapest: Double
  private let publishedUntil: Instant?

  /// Learns from the stretches whose price is known.
  init(_ stretches: [(time: Range<Instant>, price: Double?)], publishedUntil: Instant?) {
    var (sum, seconds) = (0.0, 0.0)
    var cheapest = Double.infinity
    for stretch in stretches {
      guard let price = stretch.price else { continue }
      sum += price * Double(stretch.time.milliseconds)
      seconds += Double(stretch.time.milliseconds)
      cheapest = min(cheapest, price)
    }
    mean = seconds > 0 ? sum / seconds : 0
    self.cheapest = cheapest.isFinite ? cheapest : 0
    self.publishedUntil = publishedUntil
  }

  /// The price to take for a stretch.
  func price(at time: Range<Instant>) -> Double {
    if let publishedUntil, time.lowerBound >= publishedUntil { return cheapest }
    return mean
  }
}
