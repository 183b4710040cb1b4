import ScheduleLang

/// Whether a grid meter's numbers can be believed, by how they answer the charger's power.
///
/// The charger is a load of kilowatts that the program itself switches, and so a test of the meter. Numbers that stand still
/// while the charger's power moves are not measured any more: they are not believed until they move. Numbers that answer
/// again and again with the wrong sign come from a clamp that is turned round, and numbers that do not answer at all from
/// one on another wire: they are not believed until they answer rightly, and tried again after an hour.
///
/// A home battery that keeps the grid at zero hides the charger as well; near zero nothing is concluded.
public struct MeterTrust: Hashable, Sendable {
  /// Why a meter is not believed.
  public enum Doubt: Hashable, Sendable {
    /// Its numbers stand still.
    case frozen
    /// It shows the charger's power with the wrong sign.
    case reversed
    /// It does not show the charger's power.
    case blind
    /// It answered wrongly once, or has never had to answer, and the charger is stopped to see whether it does rightly.
    case unproven
  }

  /// By how many watts the charger's power must have changed, and for how long, for a number that stands still.
  private static let least = 500.0
  private static let frozenAfter: Duration = .seconds(15)
  /// A step of the charger's power, in watts, that a meter must show.
  private static let step = 700.0
  /// How long what was found by steps counts, how long a proof may take, and how rarely one is asked for.
  private static let reversedFor: Duration = .seconds(3600)
  private static let proofTime: Duration = .seconds(45)
  private static let proofInterval: Duration = .seconds(240)
  private static let longestProofInterval: Duration = .seconds(3600)
  private static let enoughSteps = 3
  /// How long the charger may have power without that the meter has ever answered a step of it.
  private static let longestUnproven: Duration = .seconds(200)
  /// How long a number may stand still while the charger has power.
  private static let longestStill: Duration = .seconds(150)

  private var still = StillNumber()
  private var steps = StepResponse()
  private var isFrozen = false
  private var lastAnswer = StepResponse.Answer.right
  private var streak = 0
  private var wrongSince: Duration?
  private var proofUntil: Duration?
  private var lastProof: Duration?
  /// How many proofs in a row have told nothing, as beside a battery that keeps the grid at zero: the next are asked for ever
  /// more rarely.
  private var vainProofs = 0
  /// Whether it answered rightly when it last had to answer.
  private var hasAnswered = false
  /// Since when the charger has had power that the meter must show.
  private var loadedSince: Duration?

  /// Creates the trust in a meter that has given no reason to doubt it.
  public init() {}

  /// Why the meter is not believed at `uptime`; nil where it is.
  public func doubt(at uptime: Duration) -> Doubt? {
    if isFrozen { return .frozen }
    if wrongSince != nil { return lastAnswer == .reversed ? .reversed : .blind }
    if let proofUntil, uptime < proofUntil { return .unproven }
    return nil
  }

  /// Takes in what the meter showed and what the charger drew (charging positive) in the same second.
  public mutating func update(grid: Watts, charger: Watts, at uptime: Duration) {
    isFrozen = still.update(
      grid.value, power: charger.value, wasFrozen: isFrozen, least: Self.least, patience: Self.frozenAfter,
      at: uptime)
    if let since = wrongSince, uptime - since >= Self.reversedFor {
      (wrongSince, streak, hasAnswered) = (nil, 0, false)
    }
    loadedSince = abs(charger.value) >= Self.step ? loadedSince ?? uptime : nil
    guard let answer = steps.update(grid: grid.value, power: charger.value, step: Self.step, at: uptime)
    else {
      if let loadedSince, !hasAnswered || streak > 0, uptime - loadedSince >= Self.longestUnproven {
        demandProof(at: uptime)
      } else if loadedSince != nil, still.time(at: uptime) >= Self.longestStill {
        demandProof(at: uptime)
      }
      return
    }
    switch answer {
    case .right:
      (streak, wrongSince, proofUntil, hasAnswered, vainProofs) = (0, nil, nil, true, 0)
    case .hidden, .unclear:
      // Whatever else happened in the house at the same moment will hardly happen the next time as well.
      if proofUntil != nil, answer == .hidden || lastAnswer == .unclear { vainProofs += 1 }
      if answer == .unclear { hasAnswered = false }
      (streak, proofUntil) = (0, nil)
    case .reversed, .missing:
      vainProofs = 0
      streak = answer == lastAnswer ? streak + 1 : 1
      proofUntil = nil
      if streak >= Self.enoughSteps || (answer == .reversed && streak == 2) {
        wrongSince = wrongSince ?? uptime
      } else if streak == 1 {
        demandProof(at: uptime)
      }
    }
    lastAnswer = answer
  }

  /// How long it is from one proof to the next.
  private var proofInterval: Duration {
    min(Self.proofInterval * (1 << min(max(0, vainProofs - 1), 4)), Self.longestProofInterval)
  }

  private mutating func demandProof(at uptime: Duration) {
    if let lastProof, uptime - lastProof < proofInterval { return }
    (proofUntil, lastProof) = (uptime + Self.proofTime, uptime)
  }
}

/// A number that stands still while the charger's power moves.
private struct StillNumber: Hashable {
  private var number: Double?
  /// The charger's power when the number last moved.
  private var power = 0.0
  private var movedAt: Duration?
  private var stillSince: Duration = .zero

  /// For how long it has stood still.
  func time(at uptime: Duration) -> Duration { uptime - stillSince }

  /// Whether it stands still, or still does where it `wasFrozen`.
  mutating func update(
    _ new: Double, power newPower: Double, wasFrozen: Bool, least: Double, patience: Duration,
    at uptime: Duration
  ) -> Bool {
    if new != number {
      (number, power, movedAt, stillSince) = (new, newPower, nil, uptime)
      return false
    }
    if abs(newPower - power) >= least { movedAt = movedAt ?? uptime } else { movedAt = nil }
    return wasFrozen || movedAt.map { uptime - $0 >= patience } ?? false
  }
}

/// How the meter answers steps of the charger's power from one steady level to another.
private struct StepResponse: Hashable {
  /// What the meter made of a step.
  enum Answer: Hashable {
    case right, reversed, missing
    /// Nothing, at a grid near zero, where something may keep it.
    case hidden
    /// Something else in the house happened at the same time.
    case unclear
  }

  /// Within how many watts the charger's power is steady.
  private static let steady = 150.0
  /// How long it must have been, where the meter has moved since, and where it has not: some tell news every ten seconds.
  private static let shortest: Duration = .seconds(5)
  private static let longest: Duration = .seconds(12)
  /// The longest way from one level to the next.
  private static let longestStep: Duration = .seconds(60)
  /// Near zero, in watts, something may keep the grid there.
  private static let nearZero = 300.0

  private struct Level: Hashable {
    var power: Double
    var grid: Double
    var uptime: Duration
  }

  private var power: Double?
  private var since: Duration = .zero
  private var numbers: [Double] = []
  private var lastNumber: Double?
  private var hasMoved = false
  private var level: Level?
  private var before: Level?

  mutating func update(grid: Double, power newPower: Double, step: Double, at uptime: Duration) -> Answer? {
    let moves = lastNumber.map { $0 != grid } ?? false
    lastNumber = grid
    if let power, abs(newPower - power) <= Self.steady {
      hasMoved = hasMoved || moves
      numbers = numbers.suffix(3) + [grid]
    } else {
      if let level { before = level }
      (power, since, numbers, hasMoved, level) = (newPower, uptime, [grid], moves, nil)
    }
    let time = uptime - since
    guard time >= Self.longest || (hasMoved && time >= Self.shortest), let power else { return nil }
    // Before a step the last number counts: it may be what the step is for.
    level = Level(power: power, grid: grid, uptime: uptime)
    // A number that stands still is no answer: it is found out as such.
    guard hasMoved || grid != before?.grid else { return nil }
    let now = Level(power: power, grid: numbers.reduce(0, +) / Double(numbers.count), uptime: uptime)
    defer { before = nil }
    guard let before, now.uptime - before.uptime <= Self.longestStep, abs(now.power - before.power) >= step
    else { return nil }
    return Self.answer(from: before, to: now)
  }

  private static func answer(from before: Level, to now: Level) -> Answer {
    switch (now.grid - before.grid) / (now.power - before.power) {
    case 0.5...: .right
    case -1.25 ... -0.75: .reversed
    case _ where max(abs(now.grid), abs(before.grid)) <= nearZero: .hidden
    case -0.15...0.15: .missing
    default: .unclear
    }
  }
}
