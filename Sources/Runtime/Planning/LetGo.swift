import ScheduleLang

/// A missed target that is no longer pursued.
///
/// Its rule goes on with its next deadline. A car that is plugged in anew soon afterwards, as an owner does who was told of
/// it, is tried again.
public struct LetGo: Hashable, Sendable {
  /// When it was to be reached.
  public var deadline: Instant
  /// The SoC that was wanted, in percent.
  public var target: Double
  /// Whether the car took nothing; otherwise clauses let the SoC come no nearer.
  public var isRefused: Bool
  /// Since when no car has been connected.
  var unpluggedSince: Instant?

  /// For how long, in seconds, a car may have been away to be tried again.
  static let absence = 3600
}

extension DeadlineMemory {
  /// What the owner should know of the targets of rule number `index`.
  func concerns(ofRule index: Int) -> [Concern] {
    var concerns: [Concern] = []
    if let past = letGo[index] { concerns.append(Concern(ruleIndex: index, kind: .letGo(past))) }
    if let plan = pursuits[index]?.plan, plan.shortfall > 0 {
      concerns.append(Concern(ruleIndex: index, kind: .shortfall(plan)))
    }
    return concerns
  }

  /// Forgets what rule number `index` pursues, for its target is reached or, `isUnplugged`, no car is there.
  mutating func end(_ index: Int, isUnplugged: Bool, at now: Instant) {
    pursuits[index] = nil
    guard isUnplugged, letGo[index]?.isRefused == true else {
      letGo[index] = nil
      return
    }
    if letGo[index]?.unpluggedSince == nil { letGo[index]?.unpluggedSince = now }
  }

  /// Takes up again what was let go of, where the car has been plugged in anew.
  mutating func resume(_ index: Int, target: Double, at now: Instant) {
    guard let past = letGo[index], let since = past.unpluggedSince else { return }
    letGo[index] = nil
    guard past.target == target, since <= now, now <= since.adding(seconds: LetGo.absence) else { return }
    pursuits[index] = Pursuit(plan: DeadlinePlan(missed: past.deadline, target: target))
  }
}
