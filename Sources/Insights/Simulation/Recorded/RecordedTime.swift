import Runtime
import ScheduleLang

/// Reads the times of a file: instants, or what the clocks of a named zone show.
struct RecordedTime {
  /// The zone of times without an offset; nil where none is named.
  let zone: ZoneRules?
  private var last = Instant(milliseconds: .min)

  init(zone: ZoneRules?) { self.zone = zone }

  /// The instant of a field; in the hour that clocks show twice the one that goes on from the line before.
  mutating func instant(_ field: ArraySlice<UInt8>) -> Instant? {
    if let instant = Instant(iso: field) { return instant }
    // Read as if it were UTC, and that as what the clock shows.
    guard let zone, let shown = Instant(iso: field + [UInt8(ascii: "Z")]) else { return nil }
    let local = ZoneRules.utc.local(shown)
    let instant =
      switch zone.instants(of: local) {
      case .once(let instant), .skipped(next: let instant): instant
      case .twice(let first, let second): first > last ? first : second
      }
    last = instant
    return instant
  }

  /// What is expected of a field that is none.
  func expectation(_ field: ArraySlice<UInt8>) -> String {
    if zone == nil, Instant(iso: field + [UInt8(ascii: "Z")]) != nil {
      return "its time has no offset such as `Z`: name its zone, as in `--zone Europe/London`"
    }
    return "its time is not an instant such as 2026-12-25T18:00:00Z"
  }
}
