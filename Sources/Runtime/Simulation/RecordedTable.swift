import ScheduleLang

/// Recorded readings as a file: this program's own `record csv`, or a CSV export of InfluxDB.
///
/// The columns of either are told by their names, in any order. An export of InfluxDB may be pivoted, with a column
/// for each field, or have one `_field` and one `_value` a line. Lines of one minute are averaged.
public enum RecordedTable {
  /// What is wrong with a file of readings.
  public struct Mistake: Error, Hashable, Sendable {
    /// The line, from 1; 0 is the file as a whole.
    public var line: Int
    /// What is wrong, as a sentence without a full stop.
    public var reason: String
  }

  /// The largest file, in bytes.
  public static let sizeLimit = 1 << 30
  /// No more minutes than this are read: ten years.
  static let longest = 10 * 527_040

  /// Reads the bytes of a file, which reports call `name`.
  public static func read(_ bytes: [UInt8], name: String) -> Result<HouseSeries, Mistake> {
    var columns: RecordedColumns?
    var minutes = RecordedMinutes()
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      // InfluxDB annotates its tables, and begins each with a header of its own.
      if line.first == UInt8(ascii: "#") {
        columns = nil
        continue
      }
      if fields.allSatisfy({ $0.isEmpty || $0.first == UInt8(ascii: "\r") }) { continue }
      guard let known = columns else {
        columns = RecordedColumns(header: fields.map(\.text))
        if columns == nil { return .failure(Mistake(line: number, reason: RecordedColumns.expectation)) }
        continue
      }
      guard fields.count == known.count else {
        return .failure(
          Mistake(line: number, reason: "it has \(fields.count) fields and the header \(known.count)"))
      }
      guard let time = Instant(iso: fields[known.time].unquoted) else {
        return .failure(
          Mistake(line: number, reason: "its time is not an instant such as 2026-12-25T18:00:00Z"))
      }
      for (quantity, text) in known.values(of: fields) {
        guard let value = Double(text), value.isFinite, abs(value) < 1e7 else {
          return .failure(Mistake(line: number, reason: "“\(text)” is not a power in W"))
        }
        guard minutes.add(value, of: quantity, at: time) else {
          return .failure(Mistake(line: number, reason: "it lies more than ten years from the other lines"))
        }
      }
    }
    guard let series = minutes.series(name: name) else {
      return .failure(Mistake(line: 0, reason: "it has no readings"))
    }
    return .success(series)
  }
}

extension ArraySlice<UInt8> {
  /// Without quotation marks, blanks and a carriage return around it.
  var unquoted: ArraySlice<UInt8> {
    func isPadding(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D || byte == 0x22 }
    var (first, last) = (startIndex, endIndex)
    while first < last, isPadding(self[first]) { first += 1 }
    while last > first, isPadding(self[last - 1]) { last -= 1 }
    return self[first..<last]
  }

  /// The text without quotation marks.
  var text: String { String(decoding: unquoted, as: UTF8.self) }
}
