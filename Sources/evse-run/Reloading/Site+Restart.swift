import ScheduleLang

extension Site {
  /// What of it a run of `old` does not take over, in words.
  func changesThatTakeRestart(from old: Site) -> [String] {
    var changes: [String] = []
    if !charger.isDriven(like: old.charger) {
      changes.append("another charger, or other settings of it: the schedule in force stays until then")
    }
    if !isRecorded(like: old) { changes.append("what is recorded, and where figures are served") }
    if dashboard != old.dashboard { changes.append("where the page is served") }
    return changes
  }

  /// Whether it asks for the same records and metrics as `other`.
  func isRecorded(like other: Site) -> Bool {
    timezone == other.timezone && metricsAddress == other.metricsAddress
      && records.count == other.records.count
      && zip(records, other.records).allSatisfy { $0.isDeclared(like: $1) }
  }
}
