import Insights
import Runtime
import ScheduleLang

/// What happened in some days, as the page draws it; energies in kWh, costs in minor money units, powers in watts.
struct HistoryJSON: Encodable {
  /// A stretch of it, as `Past.Point`.
  struct Point: Encodable {
    var at: String
    var soc: Nullable<Int>
    var grid: Nullable<Double>
    var solar: Nullable<Double>
    var home: Nullable<Double>
    var charger: Nullable<Double>
    var action: Nullable<String>
    var importPrice: Nullable<Double>
    var exportPrice: Nullable<Double>
    /// Since the beginning.
    var costSoFar: Nullable<Double>
    var costWithoutSoFar: Nullable<Double>
  }

  /// What happened while one rule decided.
  struct Rule: Encodable {
    var rule: Nullable<String>
    /// By action.
    var minutes: [String: Int]
    var chargedEnergy: Double
    var dischargedEnergy: Double
    /// What the charger cost meanwhile, negative where it earned.
    var cost: Nullable<Double>
  }

  /// All of it, as `Past.Total`.
  struct Total: Encodable {
    var importedEnergy: Double
    var exportedEnergy: Double
    var solarEnergy: Double
    var chargedEnergy: Double
    var dischargedEnergy: Double
    var minutes: Int
    var minutesWithoutPower: Int
    var minutesWithoutPrice: Int
    var minutesCounted: Int
    var cost: Nullable<Double>
    var costWithout: Nullable<Double>
    var storedValue: Nullable<Double>
    var saved: Nullable<Double>
    var socStart: Nullable<Int>
    var socEnd: Nullable<Int>
  }

  var schemaVersion = JSONText.schemaVersion
  /// Whether the site records in files at all; without it there is nothing to show.
  var isRecorded = true
  /// The first and the last day of which there is a record.
  var firstDay: Nullable<String>
  var lastDay: Nullable<String>
  var timezone: String
  var start: String
  var end: String
  /// How many minutes lie between two points.
  var step: Int
  var points: [Point]
  var rules: [Rule]
  var total: Total

  /// The report of `past`; `span` is what is recorded at all.
  init(_ past: Past, timezone: String, span: ClosedRange<CivilDate>?) {
    firstDay = Nullable(span?.lowerBound.description)
    lastDay = Nullable(span?.upperBound.description)
    self.timezone = timezone
    start = past.range.lowerBound.description
    end = past.range.upperBound.description
    step = past.step
    var (cost, without): (Double?, Double?) = (nil, nil)
    points = past.points.map { point in
      if let spent = point.cost { cost = (cost ?? 0) + spent }
      if let spent = point.costWithout { without = (without ?? 0) + spent }
      return Point(
        at: point.instant.description, soc: Nullable(point.soc), grid: Self.watts(point.grid),
        solar: Self.watts(point.solar), home: Self.watts(point.home), charger: Self.watts(point.charger),
        action: Nullable(point.action?.name), importPrice: Nullable(point.importPrice?.value),
        exportPrice: Nullable(point.exportPrice?.value), costSoFar: Nullable(cost?.roundedForReport),
        costWithoutSoFar: Nullable(without?.roundedForReport))
    }
    rules = past.rules.map { share in
      Rule(
        rule: Nullable(share.rule),
        minutes: Dictionary(
          uniqueKeysWithValues: zip(ActionKind.allCases.map(\.name), share.minutes).filter { $1 > 0 }),
        chargedEnergy: Self.kilowattHours(share.charged),
        dischargedEnergy: Self.kilowattHours(share.discharged),
        cost: Nullable(share.cost?.roundedForReport))
    }
    total = Self.total(past.total)
  }

  private static func total(_ total: Past.Total) -> Total {
    Total(
      importedEnergy: kilowattHours(total.imported), exportedEnergy: kilowattHours(total.exported),
      solarEnergy: kilowattHours(total.solar), chargedEnergy: kilowattHours(total.charged),
      dischargedEnergy: kilowattHours(total.discharged), minutes: total.minutes,
      minutesWithoutPower: total.minutesWithoutPower, minutesWithoutPrice: total.minutesWithoutPrice,
      minutesCounted: total.minutesCounted, cost: Nullable(total.cost?.roundedForReport),
      costWithout: Nullable(total.costWithout?.roundedForReport),
      storedValue: Nullable(total.storedValue?.roundedForReport),
      saved: Nullable(total.saved?.roundedForReport),
      socStart: Nullable(total.socStart), socEnd: Nullable(total.socEnd))
  }

  private static func watts(_ power: Watts?) -> Nullable<Double> {
    Nullable(power.map { $0.value.rounded() })
  }

  private static func kilowattHours(_ energy: WattHours) -> Double { (energy.value / 1000).roundedForReport }
}

/// The same for a site that records nothing in files.
struct UnrecordedJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var isRecorded = false
}

/// The stretches of a past as CSV; what is not known is empty.
struct HistoryCSV {
  let past: Past

  private static let header =
    "time,soc_percent,grid_w,solar_w,home_w,evse_w,decision,import_price,export_price,cost,cost_without_charger\n"

  /// A header, and a line for each stretch.
  var text: String {
    func number(_ value: Double?) -> String { value.map { "\($0.roundedForReport)" } ?? "" }
    return past.points.reduce(into: Self.header) { text, point in
      let columns = [
        point.instant.description, point.soc.map { "\($0)" } ?? "", number(point.grid?.value),
        number(point.solar?.value), number(point.home?.value), number(point.charger?.value),
        point.action?.name ?? "",
        number(point.importPrice?.value), number(point.exportPrice?.value), number(point.cost),
        number(point.costWithout),
      ]
      text += columns.joined(separator: ",") + "\n"
    }
  }
}
