import ScheduleLang

/// What a rule chose that chooses, and why, in money.
public struct OptimisedChoice: Hashable, Sendable {
  /// Why it is what it is.
  public enum Reason: Hashable, Sendable {
    /// It is the first step of the cheapest plan.
    case cheapest
    /// It is the first step of the cheapest plan, which has a target to meet.
    case target
    /// A target is to be met, and clauses and limits let nothing be charged now.
    case targetHindered
    /// The SoC is below the range.
    case low
    /// No car is connected.
    case unplugged
    /// The SoC is not known.
    case unknownSoC
    /// What a kWh costs now is not known.
    case unknownPrice
  }

  /// What it chose, before any clause.
  public var decision: Decision
  /// Why.
  public var reason: Reason
  /// What a kWh costs and earns now, as far as that is known.
  public var importPrice: Price?
  public var exportPrice: Price?
  /// What a kWh more in the battery is worth; nil where nothing was planned.
  public var worth: Price?
  /// When the plan next takes energy out of the car, or puts some in where it now takes some out; nil where it does not.
  public var next: Instant?
  /// How the first of its targets that will be missed is pursued; nil where none will.
  public var missed: DeadlinePlan?

  init(_ decision: Decision, _ reason: Reason, readings: Readings) {
    (self.decision, self.reason) = (decision, reason)
    (importPrice, exportPrice) = (readings.importPrice, readings.exportPrice)
  }
}
