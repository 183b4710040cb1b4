/// Readings that are spread over several files, in any order.
public struct RecordedFiles {
  private var minutes = RecordedMinutes()

  /// Starts without a file.
  public init() {}

  /// Adds the readings of one file, in any form that `RecordedTable` reads; gives what is left out of it.
  public mutating func add(_ bytes: [UInt8]) throws(RecordedTable.Mistake) -> RecordedTable.LeftOut? {
    try RecordedTable.read(bytes, into: &minutes)
  }

  /// All that was added, under the name that reports give it; nil where there are no readings.
  public func series(name: String) -> HouseSeries? { minutes.series(name: name) }
}
