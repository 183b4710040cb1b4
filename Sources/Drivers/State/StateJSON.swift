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
    var targets: [TargetJSON]?
  }

  struct TargetJSON: Codable {
    var rule: String
    var target: Double
    var by: Int64
    var missed: Bool
  }

  struct CountJSON: Codable {
    var until: String
    var chargedToday: Double
    var dischargedToday: Double
    var dischargedThisMonth: Double
    var dischargedThisYear: Double
  }

  struct InputJSON: Codable {
    var name: String
    /// Of a switch; of any other input false, and `value` is what it is.
    var on: Bool
    var value: String?
    var until: Int64?
    var once: Bool?
  }

  struct ToldJSON: Codable {
    var kind: String
    var at: Int64
    var open: String?
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
  var handedOver: Bool?
  var count: CountJSON?
  var inputs: [InputJSON]?
  var told: [ToldJSON]?
  var running: Bool?

  init(_ state: SavedState) {
    version = StateFile.version
    order = state.order.map {
      OrderJSON(kind: $0.kind.name, soc: $0.kind.target, until: $0.expiry?.milliseconds)
    }
    memory = state.memory.map {
      MemoryJSON(
        shape: $0.shape, at: $0.instant.milliseconds, heldSince: $0.heldSince.map { $0?.milliseconds },
        wasTrue: $0.wasTrue,
        targets: $0.targets.isEmpty
          ? nil
          : $0.targets.map {
            TargetJSON(rule: $0.rule, target: $0.target, by: $0.deadline.milliseconds, missed: $0.isMissed)
          })
    }
    lastSoC = state.lastSoC.map { SoCJSON(soc: $0.soc, at: $0.instant.milliseconds) }
    lastRestart = state.lastRestart?.milliseconds
    handedOver = state.isHandedOver ? true : nil
    let told = state.told.sorted { $0.key < $1.key }.map {
      ToldJSON(kind: $0.key.rawValue, at: $0.value.instant.milliseconds, open: $0.value.open)
    }
    self.told = told.isEmpty ? nil : told
    count = state.count.date.map {
      CountJSON(
        until: "\($0)", chargedToday: state.count.chargedToday, dischargedToday: state.count.dischargedToday,
        dischargedThisMonth: state.count.dischargedThisMonth,
        dischargedThisYear: state.count.dischargedThisYear)
    }
    let inputs = state.inputs.sorted { $0.key < $1.key }.map {
      InputJSON(
        name: $0.key, on: $0.value.value == .toggle(true), value: $0.value.value.textBesideSwitches,
        until: $0.value.until?.milliseconds, once: $0.value.isOnce ? true : nil)
    }
    self.inputs = inputs.isEmpty ? nil : inputs
    running = state.isRunning ? true : nil
  }

  /// The state, or nil where its order makes no sense; what else makes none is as if it had never been known.
  var state: SavedState? {
    var state = SavedState()
    if let order {
      guard let kind = Order.Kind(name: order.kind, target: order.soc),
        order.until.map({ Self.instant($0) != nil }) ?? true
      else { return nil }
      state.order = Order(kind, until: order.until.flatMap(Self.instant))
    }
    state.memory = memory.flatMap { memory in
      guard let instant = Self.instant(memory.at) else { return nil }
      return SavedMemory(
        shape: memory.shape, instant: instant, heldSince: memory.heldSince.map { $0.flatMap(Self.instant) },
        wasTrue: memory.wasTrue,
        targets: (memory.targets ?? []).compactMap { target in
          guard let deadline = Self.instant(target.by), (0...100).contains(target.target) else { return nil }
          return SavedTarget(
            rule: target.rule, target: target.target, deadline: deadline, isMissed: target.missed)
        })
    }
    state.lastSoC = lastSoC.flatMap { last in
      guard let instant = Self.instant(last.at), (0...100).contains(last.soc) else { return nil }
      return .init(soc: last.soc, instant: instant)
    }
    state.lastRestart = lastRestart.flatMap(Self.instant)
    state.isHandedOver = handedOver ?? false
    state.isRunning = running ?? false
    if let count, let date = CivilDate(iso: count.until),
      let kept = EnergyCount(
        until: date, chargedToday: count.chargedToday, dischargedToday: count.dischargedToday,
        dischargedThisMonth: count.dischargedThisMonth, dischargedThisYear: count.dischargedThisYear)
    {
      state.count = kept
    }
    for input in inputs ?? [] {
      // One whose end makes no sense is not in force for ever.
      let until = input.until.map(Self.instant)
      if case .some(nil) = until { continue }
      guard let value = input.value.map(InputValue.init(text:)) ?? .toggle(input.on) else { continue }
      state.inputs[input.name] = InputSetting(value, until: until ?? nil, isOnce: input.once ?? false)
    }
    for told in told ?? [] {
      guard let kind = Trouble.Kind(rawValue: told.kind), let instant = Self.instant(told.at) else {
        continue
      }
      state.told[kind] = .init(at: instant, open: told.open)
    }
    return state
  }

  /// An instant that is not more than 230 years from 1970, where clocks without a battery begin; nil for any other.
  private static func instant(_ milliseconds: Int64) -> Instant? {
    milliseconds.magnitude <= 7_258_118_400_000 ? Instant(milliseconds: milliseconds) : nil
  }
}

extension InputValue {
  /// As a schedule writes it; nil for that of a switch.
  fileprivate var textBesideSwitches: String? { if case .toggle = self { nil } else { description } }
}
