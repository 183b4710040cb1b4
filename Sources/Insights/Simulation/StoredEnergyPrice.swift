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
    var minutes: [Double: Int] = [:]
    for index in 0..<series.count where time[index] {
      let piece = timeline.piece(at: series.start.adding(seconds: index * 60))
      if let price = piece.importPrice { minutes[price.value, default: 0] += 1 }
    }
    self.init(minutes, of: subject)
  }

  /// Finds it where each import price held for so many of the counted `minutes`; nil where there are none.
  init?(_ minutes: [Double: Int], of subject: HomeSchedule) {
    let count = minutes.values.reduce(0, +)
    guard count > 0 else { return nil }
    let cheap = max(1, count / 4)
    var (left, sum) = (cheap, 0.0)
    for (price, minutes) in minutes.sorted(by: { $0.key < $1.key }) where left > 0 {
      sum += price * Double(min(left, minutes))
      left -= min(left, minutes)
    }
    let efficiency = ChargerEfficiency.charging.share(at: Double(subject.site.chargerCurrent.upperBound))
    price = Price(sum / Double(cheap) / efficiency)
  }
}
