import Runtime
import ScheduleLang

/// What a kWh that is left in the car at the end is worth: what it costs to put it back in the cheapest quarter of the
/// counted time, with what is lost on its way in.
///
/// The least that an owner would say: who empties the car pays for filling it again, and nobody earns by hoarding.
public struct StoredEnergyPrice: Hashable, Sendable {
  /// Minor money units for a kWh in the battery.
  public let price: Price

  /// Finds it for the tariff of `subject`; nil where no import price is known.
  public init?(of subject: HomeSchedule, over series: HouseSeries, in time: CountedTime) {
    var timeline = PriceTimeline(subject.outlook)
    var prices: [Double] = []
    for index in 0..<series.count where time[index] {
      let piece = timeline.piece(at: series.start.adding(seconds: index * 60))
      if let price = piece.importPrice { prices.append(price.value) }
    }
    guard !prices.isEmpty else { return nil }
    prices.sort()
    let cheap = prices.prefix(max(1, prices.count / 4))
    let efficiency = ChargerEfficiency.charging.share(at: Double(subject.site.chargerCurrent.upperBound))
    price = Price(cheap.reduce(0, +) / Double(cheap.count) / efficiency)
  }
}
