import ScheduleLang

/// What is wrong with a file of prices.
public struct PriceTableError: Error, Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// What is wrong, as a sentence without a full stop.
  public var reason: String

  /// Creates the description of a mistake.
  public init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }
}

/// A file of prices: columns `from`, `price` and, if it has one, `to`, named in its first line.
///
/// Instants are ISO with an offset, prices are minor money units per kWh. An empty `to` means until further
/// notice. Without that column a price holds until the next one, but never for longer than the steps around it, so that a
/// missing row leaves a gap; a file may go over from hours to quarters. A row without a price leaves a gap, too.
public enum PriceTable {
  /// No price of a kWh comes near this many minor money units.
  public static let plausible = -1e6...1e6

  /// The prices of a file, and what is wrong with the lines that are left out.
  public struct Contents: Hashable, Sendable {
    /// The prices; where a line has a time and no price there is none.
    public var curve: PriceCurve
    /// What is wrong with the lines that give no price, the first of them first.
    public var leftOut: [PriceTableError]
  }

  /// Reads the bytes of a file; see `contents(of:)`.
  public static func read(_ bytes: [UInt8]) throws(PriceTableError) -> PriceCurve {
    try contents(of: bytes).curve
  }

  /// Reads the bytes of a file, leaving out lines that make no sense; throws where no line makes any.
  public static func contents(of bytes: [UInt8]) throws(PriceTableError) -> Contents {
    var columns: Columns?
    var rows: [Row] = []
    var leftOut: [PriceTableError] = []
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(\.trimmed)
      if fields.count == 1, fields[0].isEmpty { continue }
      guard let columns else {
        columns = Columns(names: fields.map { String(decoding: $0, as: UTF8.self).lowercased() })
        if columns == nil { throw PriceTableError(line: index + 1, reason: Columns.expectation) }
        continue
      }
      do throws(PriceTableError) {
        let row = try Row(fields, columns, line: index + 1)
        rows.append(row)
        if row.price == nil {
          leftOut.append(PriceTableError(line: index + 1, reason: "`price` is not a number"))
        }
      } catch {
        leftOut.append(error)
      }
    }
    guard let columns else { throw PriceTableError(line: 1, reason: Columns.expectation) }
    if let first = leftOut.first, rows.allSatisfy({ $0.price == nil }) { throw first }
    return Contents(curve: curve(rows, hasEnds: columns.to != nil), leftOut: leftOut)
  }

  /// The same curve as the bytes of a file.
  public static func bytes(of curve: PriceCurve) -> [UInt8] {
    var text = "from,to,price\n"
    for interval in curve.intervals {
      let end = interval.time.upperBound
      text +=
        "\(interval.time.lowerBound),\(end == .endless ? "" : end.description),\(interval.price.value)\n"
    }
    return Array(text.utf8)
  }

  private static func curve(_ rows: [Row], hasEnds: Bool) -> PriceCurve {
    let ordered = rows.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
      .map(\.element)
    var starts: [Int64] = []
    for row in ordered where row.start.milliseconds != starts.last { starts.append(row.start.milliseconds) }
    let shortest = zip(starts, starts.dropFirst()).map { $1 - $0 }.min() ?? 1_800_000
    let holds = Dictionary(
      uniqueKeysWithValues: zip(starts, RegularSteps.holds(starts).map { $0 ?? shortest }))
    func time(_ row: Row) -> Range<Instant> {
      let start = row.start.milliseconds
      return row
        .start..<(hasEnds ? row.end ?? .endless : Instant(milliseconds: start + (holds[start] ?? shortest)))
    }
    let known = PriceCurve(rows.compactMap { row in row.price.map { .init(time(row), $0) } })
    return rows.reduce(known) { $1.price == nil ? $0.without(time($1)) : $0 }
  }

  /// A line that says at least when it is meant to hold.
  private struct Row {
    var start: Instant
    var end: Instant?
    var price: Price?

    init(_ fields: [ArraySlice<UInt8>], _ columns: Columns, line: Int) throws(PriceTableError) {
      guard fields.count == columns.count else {
        throw PriceTableError(
          line: line, reason: "it has \(fields.count) fields and the first line \(columns.count)")
      }
      guard let start = Instant(iso: fields[columns.from]) else {
        throw PriceTableError(line: line, reason: "`from` is not an instant such as 2026-12-25T18:00:00Z")
      }
      self.start = start
      if let to = columns.to, !fields[to].isEmpty {
        guard let end = Instant(iso: fields[to]) else {
          throw PriceTableError(line: line, reason: "`to` is not an instant such as 2026-12-25T18:30:00Z")
        }
        guard end > start else { throw PriceTableError(line: line, reason: "`to` is not after `from`") }
        self.end = end
      }
      price = Double(String(decoding: fields[columns.price], as: UTF8.self)).flatMap {
        plausible.contains($0) ? Price($0) : nil
      }
    }
  }

  private struct Columns {
    static let expectation = "the first line must name the columns `from` and `price`"

    let from: Int
    let to: Int?
    let price: Int
    let count: Int

    init?(names: [String]) {
      guard let from = names.firstIndex(of: "from"), let price = names.firstIndex(of: "price") else {
        return nil
      }
      self.from = from
      self.price = price
      to = names.firstIndex(of: "to")
      count = names.count
    }
  }
}

extension Instant {
  /// The end of what holds until further notice: beyond every year that a calendar here can name.
  public static let endless = Instant(milliseconds: 1 << 60)
}

extension ArraySlice<UInt8> {
  /// Without blanks, quotation marks and a carriage return around it.
  fileprivate var trimmed: ArraySlice<UInt8> {
    func isPadding(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x22 }
    return drop(while: isPadding).reversed().drop(while: isPadding).reversed()[...]
  }
}
