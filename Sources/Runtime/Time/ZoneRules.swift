import ScheduleLang

/// A time zone: converts between instants and what its wall clocks show.
///
/// The standing rule at the end of a zone's file is written out once for four hundred years, after which the
/// calendar and its weekdays repeat; every conversion is then a search in one table.
public struct ZoneRules: Sendable {
  /// The IANA name: `Europe/London`.
  public let identifier: String
  /// Stretches of equal offset; the first starts at `Int64.min` and neighbours differ.
  private let spans: [OffsetSpan]
  /// Where the table starts to repeat itself; nil where no standing rule changes clocks.
  private let cycleStart: Int64?

  /// Seconds in the four hundred years after which the Gregorian calendar repeats.
  private static let cycle: Int64 = 146_097 * 86_400

  /// Coordinated universal time, which needs no file.
  public static let utc = ZoneRules(
    identifier: "UTC", listed: [OffsetSpan(start: .min, offset: 0)], rule: nil)

  /// Reads a zone from the system's database, `/usr/share/zoneinfo` or the environment's `TZDIR`.
  public init(identifier: String) throws(ZoneError) {
    try self.init(identifier: identifier, tzif: ZoneFile.bytes(of: identifier))
  }

  /// Whether the system has a zone of this name.
  public static func isKnown(_ identifier: String) -> Bool { (try? ZoneRules(identifier: identifier)) != nil }

  /// Creates a zone from the bytes of a TZif file, versions 1 to 4; throws `malformed`.
  public init(identifier: String, tzif: [UInt8]) throws(ZoneError) {
    let file: TZifFile
    do { file = try TZifFile(tzif) } catch { throw .malformed(identifier, reason: error.reason) }
    self.init(identifier: identifier, listed: file.spans, rule: file.footer)
  }

  /// Creates a zone whose `rule` continues the `listed` spans, of which the first starts at `Int64.min`.
  init(identifier: String, listed: [OffsetSpan], rule: PosixZoneRule?) {
    self.identifier = identifier
    var spans = listed
    // A file without changes leaves everything to its rule.
    if listed.count == 1, let rule { spans[0].offset = rule.standardOffset }

    let lastListed = spans[spans.count - 1].start
    let lastDay = max(-719_528, min(lastListed / 86_400, 2_000_000))
    let year = CivilDate(dayNumber: Int(lastDay)).parts.year
    let changes = rule?.changes(in: max(0, year - 1)...(year + 405)).filter { $0.start > lastListed } ?? []
    // Two years of margin, so that neighbours of every time in the cycle are in the table too.
    cycleStart = changes.first.map { $0.start + 2 * 366 * 86_400 }

    self.spans = (spans + changes).reduce(into: []) { merged, span in
      if merged.last?.offset != span.offset { merged.append(span) }
    }
  }

  /// Seconds east of UTC at an instant.
  public func offset(at instant: Instant) -> Int {
    spans[spanIndex(at: folded(instant.seconds).seconds)].offset
  }

  /// What the zone's wall clocks show at an instant.
  public func local(_ instant: Instant) -> LocalTime {
    let seconds = instant.seconds + Int64(offset(at: instant))
    var (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
    if second < 0 { (day, second) = (day - 1, second + 86_400) }
    return LocalTime(date: CivilDate(dayNumber: Int(day)), minute: Int(second / 60))
  }

  /// When the zone's wall clocks show a minute.
  public func instants(of local: LocalTime) -> LocalOccurrences {
    let asked = Int64(local.date.dayNumber) &* 86_400 &+ Int64(local.minute) &* 60
    let (shown, shift) = folded(asked)
    var found: [Range<Int64>] = []
    // No offset reaches two days, so only spans that near can show the minute.
    var index = spanIndex(at: shown &- 2 * 86_400)
    while index < spans.count, spans[index].start &- 2 * 86_400 <= shown || index == 0 {
      let first = shown &- Int64(spans[index].offset)
      let start = max(first, spans[index].start)
      let end = min(first &+ 60, index + 1 < spans.count ? spans[index + 1].start : .max)
      if start < end {
        if let last = found.last, last.upperBound == start {
          found[found.count - 1] = last.lowerBound..<end
        } else {
          found.append(start..<end)
        }
      } else if found.isEmpty, first < spans[index].start {
        return .skipped(next: Instant(seconds: spans[index].start &+ shift))
      }
      index += 1
    }
    let instants = found.map { Instant(seconds: $0.lowerBound &+ shift) }
    return instants.count > 1
      ? .twice(first: instants[0], second: instants[1]) : .once(instants.first ?? Instant(seconds: asked))
  }

  /// The changes of offset at or after `start` and before `end`.
  public func transitions(from start: Instant, to end: Instant) -> [OffsetChange] {
    var changes: [OffsetChange] = []
    // Seconds rather than instants: a file's times may lie beyond what an instant can tell.
    let end = end.secondsRoundedUp
    var seconds = start.secondsRoundedUp - 1
    while true {
      let (time, shift) = folded(seconds)
      let index = spanIndex(at: time)
      guard index + 1 < spans.count else { return changes }
      seconds = spans[index + 1].start &+ shift
      guard seconds < end else { return changes }
      let (before, after) = (spans[index].offset, spans[index + 1].offset)
      changes.append(OffsetChange(instant: Instant(seconds: seconds), before: before, after: after))
    }
  }

  /// The time in the table at which things are as at `seconds`, and how much earlier it is.
  private func folded(_ seconds: Int64) -> (seconds: Int64, shift: Int64) {
    guard let cycleStart, seconds >= cycleStart + Self.cycle else { return (seconds, 0) }
    let base = cycleStart + (seconds &- cycleStart) % Self.cycle
    return (base, seconds &- base)
  }

  /// The index of the span that holds `seconds`.
  private func spanIndex(at seconds: Int64) -> Int {
    // Halves without a branch that could be mispredicted.
    var (low, count) = (0, spans.count)
    while count > 1 {
      let half = count >> 1
      low += spans[low + half].start <= seconds ? half : 0
      count -= half
    }
    return low
  }
}

extension Instant {
  /// Whole seconds since 1970, rounded up.
  fileprivate var secondsRoundedUp: Int64 { milliseconds % 1000 == 0 ? seconds : seconds + 1 }
}
