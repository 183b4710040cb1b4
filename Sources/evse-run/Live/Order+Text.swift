import Runtime
import ScheduleLang

extension Order {
  /// The order as a clause, its expiry on a zone's clock: `paused until 2026-11-22 18:00:00`.
  func text(in zone: ZoneRules) -> String { text(until: expiry.map { RunLine.time($0, in: zone) }) }

  /// The order as a clause, given how its expiry is written.
  func text(until expiry: String?) -> String {
    switch kind {
    case .stop: "stopped until resumed"
    case .pause: "paused" + (expiry.map { " until \($0)" } ?? "")
    case .pauseUntilUnplugged: "paused until the car is unplugged"
    case .charge(let target):
      "ordered: charge to \(target)%" + (expiry.map { ", until \($0) at the latest" } ?? "")
    case .discharge(let target):
      "ordered: discharge to \(target)%" + (expiry.map { ", until \($0) at the latest" } ?? "")
    }
  }
}

extension OrderEnd {
  /// Why, in words.
  var text: String {
    switch self {
    case .expired: "its time is over"
    case .unplugged: "the car was unplugged"
    case .reached: "reached"
    case .takesNothing: "the car takes no more: a limit of its own, or asleep"
    case .comesNoNearer: "the schedule's clauses let it come no nearer"
    }
  }
}
