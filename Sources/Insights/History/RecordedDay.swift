import Runtime
import ScheduleLang

/// A day as `record csv` keeps it, by the minute: some thirty kilobytes.
public struct RecordedDay: Sendable {
  /// What the house did without the charger.
  let house: HouseSeries
  /// What the charger took in W, minute by minute as `house`; not a number where that is not known.
  private let charger: [Float]
  let notes: RecordedNotes

  init(house: HouseSeries, charger: [Float], notes: RecordedNotes) {
    (self.house, self.charger, self.notes) = (house, charger, notes)
  }

  /// What the charger took in minute number `index`, charging positive.
  func charger(_ index: Int) -> Watts? {
    guard charger.indices.contains(index), !charger[index].isNaN else { return nil }
    return Watts(Double(charger[index]))
  }
}

extension HouseSeries {
  /// What the house did in the recorded `days` in `range`, which reports call `name`; nil where nothing is recorded there.
  public init?(_ days: [RecordedDay], in range: Range<Instant>, name: String) {
    self.init(joining: days.map(\.house), in: range, name: name)
  }
}

extension [RecordedDay] {
  /// The first SoC that is known in `range`, in percent.
  public func firstSoC(in range: Range<Instant>) -> Int? {
    for day in sorted(by: { $0.house.start < $1.house.start }) {
      for index in 0..<day.house.count {
        let instant = day.house.start.adding(seconds: index * 60)
        if range.contains(instant), let soc = day.notes.soc(at: instant) { return soc }
      }
    }
    return nil
  }
}

/// Reads the file of a day piece by piece, so that it is never in memory as a whole.
public struct RecordedDayReader {
  private var minutes = RecordedMinutes()
  private var notes = RecordedNotes()
  private var header: [UInt8] = []
  /// The start of a line whose end has not come.
  private var rest: [UInt8] = []

  /// A line of more bytes is none.
  private static let longestLine = 65_536

  /// Creates a reader at the start of a file.
  public init() {}

  /// Takes the next bytes of the file; lines that make no sense are left out.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    rest += bytes
    guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else {
      if rest.count > Self.longestLine { rest = [] }
      return
    }
    // Each piece is a table of its own, below the header of the first.
    let table = header + rest[...end]
    if header.isEmpty, let end = rest.firstIndex(of: UInt8(ascii: "\n")) { header = Array(rest[...end]) }
    rest.removeFirst(end + 1)
    var notes = RecordedNotes()
    swap(&notes, &self.notes)
    _ = try? RecordedTable.read(table, into: &minutes) { notes.take($0, at: $1) }
    swap(&notes, &self.notes)
  }

  /// The day; nil where nothing of it makes sense.
  public var day: RecordedDay? {
    minutes.series(name: "").map { RecordedDay(house: $0, charger: minutes.charger, notes: notes) }
  }
}
