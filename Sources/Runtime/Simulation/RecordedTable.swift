import ScheduleLang

/// Recorded readings as a file: this program's own `record csv`, or a CSV export of InfluxDB.
///
/// The columns of either are told by their names, in any order. An export of InfluxDB may be pivoted, with a column
/// for each field, or have one `_field` and one `_value` a line. Lines of one minute are averaged, whatever their order;
/// what was recorded every so many minutes holds until the next is due.
public enum RecordedTable {
  /// What is wrong with a file of readings.
  public struct Mistake: Error, Hashable, Sendable {
    /// The line, from 1; 0 is the file as a whole.
    public var line: Int
    /// What is wrong, as a sentence without a full stop.
    public var reason: String
    /// Whether it may be another line that is wrong: none is left out then.
    var isOfFile = false
  }

  /// The lines of a file that are left out, since they make no sense.
  public struct LeftOut: Hashable, Sendable {
    /// What is wrong with the first.
    public var first: Mistake
    /// How many there are.
    public var count = 1
  }

  /// The largest file, in bytes.
  public static let sizeLimit = 1 << 30
  /// No more minutes than this are read: ten years.
  static let longest = 10 * 527_040

  /// Reads the bytes of a file, which reports call `name`.
  public static func read(_ bytes: [UInt8], name: String) -> Result<HouseSeries, Mistake> {
    var minutes = RecordedMinutes()
    do throws(Mistake) {
      try read(bytes, into: &minutes)
    } catch {
      return .failure(error)
    }
    guard let series = minutes.series(name: name) else {
      return .failure(Mistake(line: 0, reason: "it has no readings"))
    }
    return .success(series)
  }

  /// Adds the readings of a file to `minutes`, leaving out lines that make no sense, a last one without an end untold; throws
  /// where no line makes any.
  @discardableResult
  static func read(_ bytes: [UInt8], into minutes: inout RecordedMinutes) throws(Mistake) -> LeftOut? {
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
        if columns == nil { throw Mistake(line: scanner.line, reason: RecordedColumns.expectation) }
        if columns?.plain.contains(where: { $0.quantity == .charger }) == true { minutes.noteCharger() }
        continue
      }
      do throws(Mistake) {
        try add(scanner, columns, to: &minutes)
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
    _ scanner: CSVScanner, _ columns: RecordedColumns, to minutes: inout RecordedMinutes
  ) throws(Mistake) {
    guard scanner.fields.count == columns.count else {
      throw Mistake(
        line: scanner.line, reason: "it has \(scanner.fields.count) fields and the header \(columns.count)")
    }
    guard let time = Instant(iso: scanner[columns.time]) else {
      throw Mistake(
        line: scanner.line, reason: "its time is not an instant such as 2026-12-25T18:00:00Z")
    }
    var mistake: Mistake?
    func add(_ quantity: RecordedColumns.Quantity, _ column: Int, _ minutes: inout RecordedMinutes)
      throws(Mistake)
    {
      let field = scanner[column]
      if field.isEmpty { return }
      // What no home can have is unknown, and takes nothing else of its line with it.
      guard let value = Double(decimal: field), HouseholdRange.power.contains(value) else {
        mistake = Mistake(
          line: scanner.line,
          reason: "“\(String(decoding: field.prefix(40), as: UTF8.self))” is not a power in W")
        return
      }
      guard minutes.add(value, of: quantity, at: time) else {
        throw Mistake(
          line: scanner.line, reason: "it lies more than ten years from the other lines", isOfFile: true)
      }
    }
    if let named = columns.named {
      guard let quantity = RecordedColumns.Quantity(name: scanner[named.name]) else { return }
      if quantity == .charger { minutes.noteCharger() }
      try add(quantity, named.value, &minutes)
    } else {
      for (column, quantity) in columns.plain { try add(quantity, column, &minutes) }
    }
    if let mistake { throw mistake }
  }
}
