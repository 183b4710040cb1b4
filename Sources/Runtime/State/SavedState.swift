import ScheduleLang

/// What a run leaves behind for the next one on the same charger.
public struct SavedState: Hashable, Sendable {
  /// A SoC that was believed, and when.
  public struct DatedSoC: Hashable, Sendable {
    /// In whole percent.
    public var soc: Int
    /// When it was believed last.
    public var instant: Instant

    /// Creates a dated SoC.
    public init(soc: Int, instant: Instant) {
      self.soc = soc
      self.instant = instant
    }
  }

  /// What the owner ordered in place of the schedule's rules.
  public var order: Order?
  /// What the schedule remembered.
  public var memory: SavedMemory?
  /// The SoC that was believed last: for the owner to see, never to decide by.
  public var lastSoC: DatedSoC?
  /// When the charger was last restarted through the cloud.
  public var lastRestart: Instant?
  /// What has gone through the charger.
  public var count = EnergyCount()
  /// How the owner has set switches, by their names in lower case.
  public var inputs: [String: InputSetting] = [:]
  /// What the owner was told of troubles.
  public var told: [Trouble.Kind: TellingPolicy.Told] = [:]
  /// Whether a run goes on, or did until it ended otherwise than in order.
  public var isRunning = false
  /// Whether the charger was left to its own app or network.
  public var isHandedOver = false

  /// Creates the state of a first run.
  public init() {}
}

/// A schedule's memory, with what it takes to know whether it still fits.
public struct SavedMemory: Hashable, Sendable {
  /// Which questions the memory answers: see `Schedule.memoryShape`.
  public var shape: String
  /// When the memory was current.
  public var instant: Instant
  /// Since when the condition of each `for` duration has held.
  public var heldSince: [Instant?]
  /// Whether each SoC comparison with hysteresis held.
  public var wasTrue: [Bool]

  /// The targets that rules with a deadline pursued.
  public var targets: [SavedTarget]

  /// Creates a saved memory from its parts.
  public init(
    shape: String, instant: Instant, heldSince: [Instant?], wasTrue: [Bool], targets: [SavedTarget] = []
  ) {
    self.targets = targets
    self.shape = shape
    self.instant = instant
    self.heldSince = heldSince
    self.wasTrue = wasTrue
  }
}

extension Memory {
  /// The memory of `schedule` as far as it answers questions of another, which takes over at `now`.
  ///
  /// A deadline that was missed stays missed where a rule of the other has it too.
  public func handed(from schedule: Schedule, to next: Schedule, at now: Instant) -> Memory {
    var memory = Memory(saved(of: schedule, at: now), for: next, at: now)
    memory.deadlines.pursuits = [:]
    memory.optimiser.grid = optimiser.grid
    memory.optimiser.house = optimiser.house
    memory.ahead.house = ahead.house
    let heirs = next.rulesByPursuit
    for (name, index) in schedule.rulesByPursuit {
      guard let pursuit = deadlines.pursuits[index], let heir = heirs[name] else { continue }
      // When it may act is found anew.
      memory.deadlines.pursuits[heir] = .init(plan: pursuit.plan, isActing: pursuit.isActing)
    }
    return memory
  }

  /// The memory of `schedule` at `instant` in the form that is kept.
  public func saved(of schedule: Schedule, at instant: Instant) -> SavedMemory {
    SavedMemory(
      shape: schedule.memoryShape, instant: instant, heldSince: conditions.heldSince,
      wasTrue: conditions.wasTrue, targets: deadlines.saved(of: schedule))
  }

  /// Whether there is anything to keep in `saved`.
  public static func isWorthKeeping(_ saved: SavedMemory) -> Bool {
    !saved.shape.isEmpty || !saved.targets.isEmpty
  }

  /// What `saved` still tells `schedule` at `now`.
  ///
  /// Of comparisons and durations nothing where the questions have changed. Since when conditions have held only after a short interruption:
  /// after a longer one nobody knows whether they held at every evaluation.
  public init(_ saved: SavedMemory, for schedule: Schedule, at now: Instant) {
    self.init()
    deadlines.restore(saved.targets, of: saved.instant, for: schedule, at: now)
    guard saved.shape == schedule.memoryShape, saved.wasTrue.count == schedule.hysteresisSlots,
      saved.heldSince.count == schedule.holdSlots
    else { return }
    conditions.wasTrue = saved.wasTrue
    let isShort =
      saved.instant <= now && now <= saved.instant.adding(seconds: ConditionMemory.shortInterruption)
    conditions.heldSince = isShort ? saved.heldSince : saved.heldSince.map { _ in nil }
  }
}

extension Schedule {
  /// Names the questions that a memory of this schedule answers, in their order: two schedules of one shape may
  /// use each other's memory.
  public var memoryShape: String {
    var durations: [String] = []
    for item in rules.flatMap(\.guards) + nevers.flatMap(\.guards) {
      if case .when(let root, let held?) = item.kind {
        durations.append("\(held.slot)=\(root) for \(held.seconds)")
      }
    }
    guard holdSlots > 0 || hysteresisSlots > 0 else { return "" }
    return StableHash.text(of: "\(conditions.map(\.kind)) \(durations) \(hysteresis)")
  }
}

/// A hash that is the same in every run of the program, which `Hasher`'s is not.
enum StableHash {
  /// FNV-1a of `text`, as text.
  static func text(of text: String) -> String {
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
