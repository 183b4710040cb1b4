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

  /// Creates a saved memory from its parts.
  public init(shape: String, instant: Instant, heldSince: [Instant?], wasTrue: [Bool]) {
    self.shape = shape
    self.instant = instant
    self.heldSince = heldSince
    self.wasTrue = wasTrue
  }
}

extension Memory {
  /// For how long, in seconds, an interruption leaves no evaluation out.
  static let shortInterruption = 120

  /// The memory of `schedule` as far as it answers questions of another, which takes over at `now`.
  ///
  /// A deadline that was missed stays missed where a rule of the other has it too.
  public func handed(from schedule: Schedule, to next: Schedule, at now: Instant) -> Memory {
    var memory = Memory(saved(of: schedule, at: now), for: next, at: now)
    for (index, pursuit) in deadlines.pursuits where schedule.rules.indices.contains(index) {
      // Among rules that ask for the same, the first stays the first.
      func alike(_ rules: some Sequence<Rule>) -> [Int] {
        rules.enumerated().filter { $0.element.action.pursuesTheSame(as: schedule.rules[index].action) }.map(
          \.offset)
      }
      let heirs = alike(next.rules)
      guard let place = alike(schedule.rules).firstIndex(of: index), place < heirs.count else { continue }
      // When it may act is found anew.
      memory.deadlines.pursuits[heirs[place]] = .init(plan: pursuit.plan, isActing: pursuit.isActing)
    }
    return memory
  }

  /// The memory of `schedule` at `instant` in the form that is kept.
  public func saved(of schedule: Schedule, at instant: Instant) -> SavedMemory {
    SavedMemory(
      shape: schedule.memoryShape, instant: instant, heldSince: heldSince, wasTrue: wasTrue)
  }

  /// What `saved` still tells `schedule` at `now`.
  ///
  /// Nothing where the questions have changed. Since when conditions have held only after a short interruption:
  /// after a longer one nobody knows whether they held at every evaluation.
  public init(_ saved: SavedMemory, for schedule: Schedule, at now: Instant) {
    self.init()
    guard saved.shape == schedule.memoryShape, saved.wasTrue.count == schedule.hysteresisSlots,
      saved.heldSince.count == schedule.holdSlots
    else { return }
    wasTrue = saved.wasTrue
    let isShort = saved.instant <= now && now <= saved.instant.adding(seconds: Self.shortInterruption)
    heldSince = isShort ? saved.heldSince : saved.heldSince.map { _ in nil }
  }
}

extension Schedule {
  /// Names the questions that a memory of this schedule answers, in their order: two schedules of one shape may
  /// use each other's memory.
  public var memoryShape: String {
    var durations: [String] = []
    for item in rules.flatMap(\.guards) + nevers.flatMap(\.guards) {
      if case .when(let root, let seconds, let slot) = item.kind, slot >= 0 {
        durations.append("\(slot)=\(root) for \(seconds)")
      }
    }
    guard holdSlots > 0 || hysteresisSlots > 0 else { return "" }
    let text = "\(conditions.map(\.kind)) \(durations) \(hysteresis)"
    // FNV-1a: the same in every run of the program, which Hasher is not.
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
