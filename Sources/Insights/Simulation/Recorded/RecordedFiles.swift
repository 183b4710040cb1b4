import Runtime

/// Readings that are spread over several files, in any order.
public struct RecordedFiles {
  private var minutes = RecordedMinutes()
  private let zone: ZoneRules?

  /// Starts without a file.
  ///
  /// - Parameter zone: that of times without an offset, if one is named.
  public init(zone: ZoneRules? = nil) { self.zone = zone }

  /// Adds the readings of one file, in any form that `RecordedTable` reads; gives what is left out of it.
  public mutating func add(_ bytes: [UInt8]) throws(RecordedTableError) -> RecordedTable.LeftOut? {
    try RecordedTable.read(bytes, into: &minutes, zone: zone)
  }

  /// All that was added, under the name that reports give it; nil where there are no readings.
  public func series(name: String) -> HouseSeries? { minutes.series(name: name) }
}
