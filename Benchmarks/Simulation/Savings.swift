import Insights
import Runtime
import ScheduleLang

/// What a schedule saves in the invented year, as a line of its comment.
struct Savings {
  /// The line, with its number sign.
  let line: String
  /// How each such line begins.
  private static let beginning = "# A year in the invented home: "
  /// The SoC at the start.
  private static let soc = 50.0
  /// A tariff for who names none.
  private static let flat = (dear: 25.0, paid: 15.0)

  init(of subject: HomeSchedule, over series: HouseSeries) {
    let hasTariff = subject.schedule.importTariff != nil
    let subject = hasTariff ? subject : Self.priced(subject)
    let schedule = Simulation(of: subject, over: series, soc: Self.soc)
    let nothing = Simulation(of: Baseline.nothing.subject(like: subject), over: series, soc: Self.soc)
    let time = CountedTime(of: [schedule, nothing])
    let stored = StoredEnergyPrice(of: subject, over: series, in: time)?.price.value ?? 0
    let kilowattHours = (subject.site.battery?.value ?? 0) / 1000
    let left = schedule.rise(in: time) / 100 * kilowattHours * stored
    let saved = nothing.cost(in: time) - schedule.cost(in: time) + left
    // The best possible from the same beginning to the same end.
    let optimum = Optimum(
      of: subject, over: series, schedule, in: time,
      demands: [.init(instant: series.end, least: schedule.socEnd.value)])
    let possible = optimum.bound.map { nothing.cost(in: time) - $0 + left }
    var text = Self.beginning
    if saved >= 50 {
      text += "it saves \(Self.pounds(saved))"
      if let possible { text += " of the \(Self.pounds(possible)) that were possible" }
    } else if saved > -50 {
      text += "it saves nothing"
      if let possible { text += " of the \(Self.pounds(possible)) that were possible" }
    } else {
      text += "it costs \(Self.pounds(-saved)) more than a car that stands still"
    }
    if !hasTariff {
      text += ", at \(Int(Self.flat.dear))p a kWh and \(Int(Self.flat.paid))p for one sold"
    }
    line = text + "."
  }

  /// `text` with the line in it: in the place of the one that it has, or as the end of its first comment.
  func stated(in text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let index = lines.firstIndex(where: { $0.hasPrefix(Self.beginning) }) {
      lines[index] = line
    } else {
      let end = lines.firstIndex { !$0.hasPrefix("#") } ?? lines.count
      lines.insert(contentsOf: end > 0 ? ["#", line] : [line], at: end)
    }
    return lines.joined(separator: "\n")
  }

  /// The same home with one price for all hours.
  private static func priced(_ subject: HomeSchedule) -> HomeSchedule {
    var schedule = subject.schedule
    let tariff = Tariff(
      name: "flat", timezone: subject.site.timezone,
      periods: [
        .init(
          name: "all", windows: [Window(.daily(start: 0, end: 1440))], importPrice: Price(flat.dear),
          exportPrice: Price(flat.paid))
      ])
    (schedule.importTariff, schedule.exportTariff) = (tariff, tariff)
    return subject.replacing(schedule: schedule)
  }

  /// Whole pounds: what is less is noise.
  private static func pounds(_ pence: Double) -> String { "£\(Int((pence / 100).rounded()))" }
}
