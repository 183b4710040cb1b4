import ScheduleLang

extension Schedule {
  /// Whether all that is decided by, its places in files aside, is written alike in another.
  func says(_ other: Schedule) -> Bool {
    clocks == other.clocks && conditions.map(\.kind) == other.conditions.map(\.kind)
      && reserve == other.reserve
      && hysteresis == other.hysteresis && importTariff == other.importTariff
      && exportTariff == other.exportTariff
      && rules.map { $0.guards.map(\.kind) } == other.rules.map { $0.guards.map(\.kind) }
      && rules.map { $0.action.placeless } == other.rules.map { $0.action.placeless }
      && nevers.map(\.kind) == other.nevers.map(\.kind)
      && nevers.map { $0.guards.map(\.kind) } == other.nevers.map { $0.guards.map(\.kind) }
  }
}

extension Action {
  /// The same without its place.
  fileprivate var placeless: Action {
    var copy = self
    copy.range = SourceRange(file: 0, start: 0, end: 0)
    copy.then = then.map(\.placeless)
    return copy
  }
}
