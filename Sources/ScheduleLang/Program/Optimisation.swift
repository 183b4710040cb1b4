/// What `optimise` is asked for: within which bounds it chooses among the other actions.
public struct Optimisation: Hashable, Sendable {
  /// A SoC that the car is to have at some time.
  public struct Target: Hashable, Sendable {
    /// The least SoC then, in percent.
    public var soc: Double
    /// By when.
    public var deadline: Deadline

    /// Creates a target.
    public init(soc: Double, by deadline: Deadline) { (self.soc, self.deadline) = (soc, deadline) }
  }

  /// No discharging at or below its lower end, no charging at or above its upper one but for a target, in percent; nil is
  /// whatever the charger can.
  public let range: ClosedRange<Double>?
  /// What outranks the range.
  public let targets: [Target]
  /// Whether it may export what the house does not take.
  public let sells: Bool
  /// The smallest and the largest current in amperes, either way.
  public let current: ClosedRange<Int>
  /// Whether the charger can discharge.
  public let discharges: Bool
  /// All that may come of it, the nearest to nothing first.
  ///
  /// Between these currents losses bend the wrong way, so that none is better than two of them in turn.
  public let decisions: [Decision]

  /// Creates what is asked for.
  public init(
    range: ClosedRange<Double>? = nil, targets: [Target] = [], sells: Bool = true,
    current: ClosedRange<Int>, discharges: Bool = true
  ) {
    (self.range, self.targets, self.sells) = (range, targets, sells)
    (self.current, self.discharges) = (current, discharges)
    let most = current.upperBound
    let levels = Set([current.lowerBound, Self.efficient, most].filter(current.contains)).sorted()
    var decisions = [Decision.idle, Decision(.followSun, 0, most)]
    if discharges { decisions += [Decision(.followHouse, -most, 0), Decision(.followBoth, -most, most)] }
    decisions += levels.map { Decision(.charge, $0, $0) }
    if discharges, sells { decisions += levels.map { Decision(.discharge, -$0, -$0) } }
    self.decisions = decisions
  }

  /// Above this current, in amperes, a charger loses no smaller share of its power: what lies between it and the largest is
  /// never better than both.
  private static let efficient = 13

  /// What may come of it at a SoC in whole percent; nothing where that is unknown.
  public func decisions(at soc: Int?) -> [Decision] {
    guard let soc else { return [.idle] }
    let (isLow, isHigh) = (isLow(soc), isHigh(soc))
    if isLow, let most = decisions.last(where: { $0.action == .charge }) { return [.idle, most] }
    return decisions.filter { decision in
      if decision.minimumCurrent < 0, soc <= floor { return false }
      return !(isHigh && decision.maximumCurrent > 0)
    }
  }

  /// Whether the car is to be charged at once.
  public func isLow(_ soc: Int) -> Bool { range.map { Double(soc) < $0.lowerBound } ?? false }

  /// Whether no target and no range lets it be charged.
  public func isHigh(_ soc: Int) -> Bool {
    guard let range else { return false }
    return Double(soc) >= max(range.upperBound, targets.map(\.soc).max() ?? 0)
  }

  /// The SoC at or below which nothing is taken out of the car, in whole percent; below 0 where there is none.
  public var floor: Int { range.map { Int($0.lowerBound.rounded(.up)) } ?? -1 }
}
