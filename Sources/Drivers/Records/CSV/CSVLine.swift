import Runtime
import ScheduleLang

/// The lines of `record csv`, with a comma between columns and nothing where a value is not known.
enum CSVLine {
  /// The names of the columns.
  static let header = "time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision\n"

  /// The line of a sample, with its line break.
  static func text(_ sample: Sample) -> String {
    let columns = [
      time(sample.instant), power(sample.grid), power(sample.solar), power(sample.home), power(sample.evse),
      sample.setPoint.map { String($0.value) } ?? "", sample.soc.map { String($0) } ?? "", sample.action.name,
    ]
    return columns.joined(separator: ",") + "\n"
  }

  /// UTC to the millisecond: `2026-11-22T16:00:00.000Z`.
  private static func time(_ instant: Instant) -> String {
    let milliseconds = String(instant.milliseconds &- instant.seconds &* 1000)
    let zeros = String(repeating: "0", count: max(0, 3 - milliseconds.utf8.count))
    return "\(instant.description.dropLast()).\(zeros)\(milliseconds)Z"
  }

  /// Watts to a tenth; what is not finite is not known.
  private static func power(_ power: Watts?) -> String {
    guard let value = power.map({ ($0.value * 10).rounded() / 10 }), value.isFinite else { return "" }
    return "\(value)"
  }
}
