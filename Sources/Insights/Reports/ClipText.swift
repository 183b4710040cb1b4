import Runtime
import ScheduleLang

extension HomeSchedule {
  /// A clause that clipped, as it is written, with its place.
  public func description(of clip: Clip) -> (text: String, place: SourcePlace?) {
    switch clip {
    case .never(let index):
      guard schedule.nevers.indices.contains(index) else { return ("never", nil) }
      let clause = schedule.nevers[index]
      let plain = clause.reserve.map { "reserve \(QuantityText.number($0))%" } ?? clause.kind.text
      return (text(of: clause.range) ?? plain, place(of: clause.range))
    case .reserve:
      let percent = QuantityText.number(schedule.reserve ?? 0)
      return ("reserve \(percent)%", schedule.reserveRange.flatMap { place(of: $0) })
    }
  }
}

extension NeverClause.Kind {
  /// The clause's head as schedules write it.
  fileprivate var text: String {
    switch self {
    case .charge: "never charge"
    case .discharge: "never discharge"
    case .export: "never V2G"
    case .over(let limit): "never over \(limit)A"
    }
  }
}
