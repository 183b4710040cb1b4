import Runtime
import ScheduleLang

/// What is wrong with a file of readings.
public struct RecordedTableError: Error, Hashable, Sendable {
  /// The line, from 1; 0 is the file as a whole.
  public var line: Int
  /// What is wrong, as a sentence without a full stop.
  public var reason: String
  /// Whether it may be another line that is wrong: none is left out then.
  var isOfFile = false
}

/// Recorded readings as a file: this program's own `record csv`, or a CSV export of InfluxDB.
///
/// The columns of either are told by their names, in any order, with their units; separated by semicolons, numbers
/// may have decimal commas. An export of InfluxDB may be pivoted, with a column
/// for each field, or have one `_field` and one `_value` a line. Lines of one minute are averaged, whatever their order;
/// what was recorded every so many minutes holds until the next is due.
public enum RecordedTable {
  /// The lines of a file that are left out, since they make no sense.
  public struct LeftOut: Hashable, Sendable {
    /// What is wrong with the first.
    public var first: RecordedTableError
    /// How many there are.
    public var count = 1
  }

  /// The largest file, in bytes.
  public static let sizeLimit = 1 << 30
  /// No more minutes than this are read: ten years.
  static let longest = 10 * 527_040

  /// Reads the bytes of a file, which reports call `name`.
  ///
  /// - Parameter zone: that of times without an offset, if one is named.
  public static func read(_ bytes: [UInt8], name: String, zone: ZoneRules? = nil) throws(RecordedTableError)
    -> HouseSeries
  {
    var minutes = RecordedMinutes()
    try read(bytes, into: &minutes, zone: zone)
    guard let series = minutes.series(name: name) else {
      throw RecordedTableError(line: 0, reason: "it has no readings")
    }
    return series
  }

  /// Adds the readings of a file to `minutes`, leaving out lines that make no sense, a last one without an end untold; throws
  /// where no line makes any.
  ///
  /// - Parameter each: is called with each header, without an instant, and each line.
  @discardableResult
  static func read(
    _ bytes: [UInt8], into minutes: inout RecordedMinutes, zone: ZoneRules? = nil,
    each: (CSVScanner, Instant?) -> Void = { _, _ in }
  ) throws(RecordedTableError) -> LeftOut? {
    var times = RecordedTime(zone: zone)
    var scanner = CSVScanner(bytes)
    var columns: RecordedColumns?
    var leftOut: LeftOut?
    var isAnyUsable = false
    while scanner.next() {
      // InfluxDB annotates its tables, and begins each with a header of its own.
      if scanner[0].first == UInt8(ascii: "#") {
        columns = nil
        continue
      }
      if scanner.fields.allSatisfy(\.isEmpty) { continue }
      guard let columns else {
        columns = RecordedColumns(scanner)
        if columns == nil {
          throw RecordedTableError(line: scanner.line, reason: RecordedColumns.expectation(scanner))
        }
        each(scanner, nil)
        for (_, measure) in columns?.plain ?? [] { try note(measure, in: &minutes, line: scanner.line) }
        continue
      }
      do throws(RecordedTableError) {
        try add(scanner, columns, &times, to: &minutes, each)
        isAnyUsable = true
      } catch {
        if scanner.isAtEnd, bytes.last != UInt8(ascii: "\n") { continue }
        if error.isOfFile { throw error }
        leftOut = leftOut.map { LeftOut(first: $0.first, count: $0.count + 1) } ?? LeftOut(first: error)
      }
    }
    if let leftOut, !isAnyUsable { throw leftOut.first }
    return leftOut
  }

  private static func add(
    _ scanner: CSVScanner, _ columns: RecordedColumns, _ times: inout RecordedTime,
    to minutes: inout RecordedMinutes, _ each: (CSVScanner, Instant?) -> Void
  ) throws(RecordedTableError) {
    guard scanner.fields.count == columns.count else {
      throw RecordedTableError(
        line: scanner.line, reason: "it has \(scanner.fields.count) fields and the header \(columns.count)")
    }
    guard let time = times.instant(scanner[columns.time]) else {
      throw RecordedTableError(line: scanner.line, reason: times.expectation(scanner[columns.time]))
    }
    each(scanner, time)
    var mistake: RecordedTableError?
    func add(_ measure: RecordedColumns.Measure, _ column: Int, _ minutes: inout RecordedMinutes)
      throws(RecordedTableError)
    {
      let field = scanner[column]
      if field.isEmpty { return }
      // What no home can have is unknown, and takes nothing else of its line with it.
      guard let value = number(field, measure, separator: scanner.separator) else {
        mistake = RecordedTableError(
          line: scanner.line, reason: reason(field, measure, separator: scanner.separator))
        return
      }
      do throws(RecordedMinutesError) {
        try minutes.add(value * measure.factor, of: measure.quantity, at: time)
      } catch {
        throw RecordedTableError(
          line: scanner.line, reason: "it lies more than ten years from the other lines", isOfFile: true)
      }
    }
    if let named = columns.named {
      guard let measure = RecordedColumns.Measure(name: scanner[named.name]) else { return }
      try note(measure, in: &minutes, line: scanner.line)
      try add(measure, named.value, &minutes)
    } else {
      for (column, measure) in columns.plain { try add(measure, column, &minutes) }
    }
    if let mistake { throw mistake }
  }

  private static func note(
    _ measure: RecordedColumns.Measure, in minutes: inout RecordedMinutes, line: Int
  ) throws(RecordedTableError) {
    do throws(RecordedMinutesError) { try minutes.note(measure) } catch {
      throw RecordedTableError(
        line: line, reason: "the same quantity is given as a power and as an energy", isOfFile: true)
    }
  }

  /// The number of a field, within what a house can be; nil where it is none.
  private static func number(_ field: ArraySlice<UInt8>, _ measure: RecordedColumns.Measure, separator: UInt8)
    -> Double?
  {
    if measure.quantity == .plugged {
      return plugged[String(decoding: field.prefix(8), as: UTF8.self).lowercased()]
    }
    var number = Double(decimal: field)
    if number == nil, separator == UInt8(ascii: ";") {
      number = Double(decimal: ArraySlice(field.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }))
    }
    guard let number, HouseholdRange.power.contains(number * measure.factor) else { return nil }
    return number
  }

  private static let plugged: [String: Double] = [
    "1": 1, "yes": 1, "true": 1, "on": 1, "0": 0, "no": 0, "false": 0, "off": 0,
  ]

  private static func reason(_ field: ArraySlice<UInt8>, _ measure: RecordedColumns.Measure, separator: UInt8)
    -> String
  {
    let text = "“\(String(decoding: field.prefix(40), as: UTF8.self))”"
    if measure.quantity == .plugged { return "\(text) is neither `yes` nor `no`" }
    let isCommaNumber =
      field.contains(UInt8(ascii: ",")) && field.allSatisfy { "-0123456789,.".utf8.contains($0) }
    if isCommaNumber {
      return "\(text) has a decimal comma: separate the columns by semicolons, or write a point"
    }
    let unit =
      measure.isEnergy
      ? "an energy in \(measure.factor == 1 ? "Wh" : "kWh")"
      : "a power in \(measure.factor == 1 ? "W" : "kW")"
    return "\(text) is not \(unit)"
  }
}
