import Runtime
import ScheduleLang

/// The lines of `record csv`, with a comma between columns and nothing where a value is not known.
enum CSVLine {
  /// The names of the columns.
  static let header = String(headerWithoutRule.dropLast()) + ",rule\n"
  /// Those of a file that was begun before rules were recorded.
  static let headerWithoutRule = "time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision\n"

  /// The line of a sample, with its line break.
  static func text(_ sample: Sample, hasRule: Bool = true) -> String {
    let columns = [
      time(sample.instant), power(sample.grid), power(sample.solar), power(sample.home), power(sample.evse),
      sample.setPoint.map { String($0.value) } ?? "", sample.soc.map { String($0) } ?? "", sample.action.name,
    ]
    return (hasRule ? columns + [quoted(sample.rule?.description ?? "")] : columns).joined(separator: ",")
      + "\n"
  }

  /// UTC to the millisecond: `2026-11-22T16:00:00.000Z`.
  private static func time(_ instant: Instant) -> String {
    let milliseconds = String(instant.milliseconds &- instant.seconds &* 1000)
    let zeros = String(repeating: "0", count: max(0, 3 - milliseconds.utf8.count))
    return "\(instant.description.dropLast()).\(zeros)\(milliseconds)Z"
  }

  /// Text as a field; in quotation marks where it holds what separates fields.
  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// Watts to a tenth; what is not finite is not known.
  private static func power(_ power: Watts?) -> String {
    guard let value = power.map({ ($0.value * 10).rounded() / 10 }), value.isFinite else { return "" }
    return "\(value)"
  }
}
