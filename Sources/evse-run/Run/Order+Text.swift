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

extension RunPrinter {
  /// An order from before, unless the charger of `subject` cannot carry it out: that is told.
  func stillPossible(_ order: Order?, in subject: HomeSchedule) -> Order? {
    // Nothing is known yet of the car; and what a target asks for beyond the limits ends when they are reached.
    guard let order, case .chargesOnly? = subject.objection(to: order, readings: Readings()) else {
      return order
    }
    warn(
      "no longer in force: \(order.text(in: subject.clocks.site)): \(OrderObjection.chargesOnly.explanation)",
      .notice)
    return nil
  }
}
