import ScheduleLang

/// A file of prices: columns `from`, `price` and, if it has one, `to`, named in its first line.
///
/// Instants are ISO with an offset, prices are minor money units per kWh. An empty `to` means until further
/// notice. Without that column a price holds until the next one, but never for longer than the shortest step of
/// the file, so that a missing row leaves a gap.
public enum PriceTable {
  /// What is wrong with a file of prices.
  public struct Mistake: Error, Hashable, Sendable {
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

  /// No price of a kWh comes near this many minor money units.
  public static let plausible = -1e6...1e6

  /// Reads the bytes of a file.
  public static func read(_ bytes: [UInt8]) -> Result<PriceCurve, Mistake> {
    var columns: Columns?
    var rows: [(start: Instant, end: Instant?, price: Price)] = []
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(\.trimmed)
      if fields.count == 1, fields[0].isEmpty { continue }
      func mistake(_ reason: String) -> Result<PriceCurve, Mistake> {
        .failure(Mistake(line: index + 1, reason: reason))
      }
      guard let known = columns else {
        columns = Columns(names: fields.map { String(decoding: $0, as: UTF8.self).lowercased() })
        if columns == nil { return mistake("the first line must name the columns `from` and `price`") }
        continue
      }
      guard fields.count == known.count else {
        return mistake("it has \(fields.count) fields and the first line \(known.count)")
      }
      guard let start = Instant(iso: fields[known.from]) else {
        return mistake("`from` is not an instant such as 2026-12-25T18:00:00Z")
      }
      guard let price = Double(String(decoding: fields[known.price], as: UTF8.self)),
        plausible.contains(price)
      else { return mistake("`price` is not a number") }
      var end: Instant?
      if let to = known.to, !fields[to].isEmpty {
        guard let instant = Instant(iso: fields[to]) else {
          return mistake("`to` is not an instant such as 2026-12-25T18:30:00Z")
        }
        guard instant > start else { return mistake("`to` is not after `from`") }
        end = instant
      }
      rows.append((start, end, Price(price)))
    }
    guard let columns else {
      return .failure(Mistake(line: 1, reason: "the first line must name the columns `from` and `price`"))
    }
    return .success(
      PriceCurve(
        columns.to == nil ? steps(rows) : rows.map { .init($0.start..<($0.end ?? .endless), $0.price) }))
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

  private static func steps(_ rows: [(start: Instant, end: Instant?, price: Price)]) -> [PriceCurve.Interval]
  {
    let ordered = rows.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
      .map(\.element)
    let gaps = zip(ordered, ordered.dropFirst()).map { $1.start.milliseconds - $0.start.milliseconds }
    let step = gaps.filter { $0 > 0 }.min() ?? 1_800_000
    return ordered.map {
      .init($0.start..<Instant(milliseconds: $0.start.milliseconds + step), $0.price)
    }
  }

  private struct Columns {
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
