import Runtime
import ScheduleLang

/// The saved state as its file spells it; instants are milliseconds since 1970 in UTC.
struct StateJSON: Codable {
  /// The part that every version of the format has.
  struct Version: Codable {
    var version: Int
  }

  struct OrderJSON: Codable {
    var kind: String
    var soc: Int?
    var until: Int64?
  }

  struct MemoryJSON: Codable {
    var shape: String
    var at: Int64
    var heldSince: [Int64?]
    var wasTrue: [Bool]
  }

  struct SoCJSON: Codable {
    var soc: Int
    var at: Int64
  }

  var version: Int
  var order: OrderJSON?
  var memory: MemoryJSON?
  var lastSoC: SoCJSON?
  var lastRestart: Int64?

  init(_ state: SavedState) {
    version = StateFile.version
    order = state.order.map {
      OrderJSON(kind: $0.kind.name, soc: $0.kind.target, until: $0.expiry?.milliseconds)
    }
    memory = state.memory.map {
      MemoryJSON(
        shape: $0.shape, at: $0.instant.milliseconds, heldSince: $0.heldSince.map { $0?.milliseconds },
        wasTrue: $0.wasTrue)
    }
    lastSoC = state.lastSoC.map { SoCJSON(soc: $0.soc, at: $0.instant.milliseconds) }
    lastRestart = state.lastRestart?.milliseconds
  }

  /// The state, or nil where a part of it makes no sense.
  var state: SavedState? {
    var state = SavedState()
    if let order {
      guard let kind = Order.Kind(name: order.kind, target: order.soc) else { return nil }
      state.order = Order(kind, until: order.until.map { Instant(milliseconds: $0) })
    }
    state.memory = memory.map {
      SavedMemory(
        shape: $0.shape, instant: Instant(milliseconds: $0.at),
        heldSince: $0.heldSince.map { $0.map { Instant(milliseconds: $0) } }, wasTrue: $0.wasTrue)
    }
    state.lastSoC = lastSoC.map { .init(soc: $0.soc, instant: Instant(milliseconds: $0.at)) }
    state.lastRestart = lastRestart.map { Instant(milliseconds: $0) }
    return state
  }
}
