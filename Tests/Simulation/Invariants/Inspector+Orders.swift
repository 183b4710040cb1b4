import Runtime
import ScheduleLang

/// What the owner orders in place of the schedule's rules.
extension Inspector {
  /// No power flows against an order for longer than it takes to stop it.
  func checkObedience() {
    let flow = world.charger.flow
    let time = disobeyed.note(mayControl && isForbidden(flow), at: world.now)
    // A tick, and the charger's ramp from its largest current.
    let reaction = isDisobedient ? Self.disobedienceReaction : .seconds(10)
    if time > reaction, calm(world.chargerLink) > reaction, let order = world.order {
      report("\(flow) A flow for \(time / 1_000_000_000) s against the order \(order.kind)")
    }
  }

  /// Whether the owner's order leaves no room for a current.
  private func isForbidden(_ flow: Double) -> Bool {
    switch world.order?.kind {
    case nil: false
    case .stop, .pause, .pauseUntilUnplugged: flow != 0
    case .charge: flow < 0
    // With an unknown SoC it charges a little, to learn it.
    case .discharge: flow > 0 && snapshot?.readings.soc != nil
    }
  }

  /// The program carries out just what is ordered, and no longer than it is to.
  func checkOrder() {
    guard let snapshot else { return }
    if snapshot.order != world.order {
      report("\(String(describing: snapshot.order)) is carried out, not \(String(describing: world.order))")
    }
    guard let order = world.order else { return }
    let isExpired = order.expiry.map { world.wall >= $0.adding(seconds: 1) } ?? false
    let isReached = snapshot.readings.soc != nil && knowsSoC && hasReached(order, within: -Self.socTolerance)
    if isExpired || isReached { report("the order \(order.kind) goes on after its end") }
  }

  /// An order ends only when it is over.
  func checkEnd(of order: Order) {
    if let expiry = order.expiry, world.wall >= expiry { return }
    let isOver =
      switch order.kind {
      case .stop, .pause: false
      case .pauseUntilUnplugged: mayBeUnplugged
      case .charge, .discharge:
        mayBeUnplugged || !knowsSoC || hasReached(order, within: Self.socTolerance)
          || isAtReserve(order) || hasMovedNothing
      }
    if !isOver { report("the order \(order.kind) ends at \(world.charger.soc.value)% and is not over") }
  }

  /// Whether the schedule's reserve lets the order come no further.
  private func isAtReserve(_ order: Order) -> Bool {
    guard case .discharge = order.kind, let reserve else { return false }
    return world.charger.soc.value <= reserve + Self.socTolerance
  }

  /// Whether no power has flowed for ten minutes of the program's life, whatever was asked.
  private var hasMovedNothing: Bool {
    guard let since = [startedAt, poweredAt].compactMap(\.self).max() else { return false }
    return world.now.since(since) >= .seconds(595)
  }

  /// Whether the car's true SoC is where an order is done, or so many percent short of it.
  private func hasReached(_ order: Order, within tolerance: Double) -> Bool {
    let soc = world.charger.soc.value
    return switch order.kind {
    case .stop, .pause, .pauseUntilUnplugged: false
    case .charge(let target): soc >= Double(target) - tolerance
    case .discharge(let target): soc <= Double(target) + tolerance
    }
  }

  /// Whether no car is there, or was there when the program last could know.
  private var mayBeUnplugged: Bool {
    let fresh = VirtualTime.seconds(site.staleAfter + 5)
    return !world.charger.isPlugged || !wasPlugged || world.now.since(swappedAt) < fresh
      || world.now.since(world.chargerLink.liedAt) < fresh
  }
}
