import ScheduleLang

extension CivilDate {
  /// Reads `2026-11-22`; nil where the text is nothing of the kind, or the calendar has no such day.
  public init?(iso text: some StringProtocol) {
    guard text.utf8.count == 10, let midnight = Instant(iso: "\(text)T00:00Z".utf8) else { return nil }
    self = ZoneRules.utc.local(midnight).date
  }
}
