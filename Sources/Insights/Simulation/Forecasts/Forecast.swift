import Runtime
import ScheduleLang

/// What a schedule would do from an instant on, with a modelled home and car.
public struct Forecast: Sendable {
  /// Energy through the grid meter and what it costs.
  public struct Energy: Hashable, Sendable {
    /// What is imported.
    public var imported = WattHours(0)
    /// What is exported.
    public var exported = WattHours(0)
    /// What that costs in minor money units, negative where it earns; nil where a price is unknown.
    public var cost: Double? = 0

    /// The sum of both.
    public static func + (lhs: Energy, rhs: Energy) -> Energy {
      var cost: Double?
      if let one = lhs.cost, let other = rhs.cost { cost = one + other }
      return Energy(imported: lhs.imported + rhs.imported, exported: lhs.exported + rhs.exported, cost: cost)
    }
  }

  /// A stretch of time with one decision by one rule.
  public struct Step: Hashable, Sendable {
    /// When it starts.
    public var start: Instant
    /// When it ends.
    public var end: Instant
    /// What the schedule decides, after its own clauses.
    public var decision: Decision
    /// What is left of that, where the direction has changed too often for all of it; nil where it has not.
    public var held: Decision?
    /// What the charger may do: the decision, or what is left of it.
    public var applied: Decision { held ?? decision }
    /// The rule that decides at its start, as an index into `Schedule.rules`.
    public var ruleIndex: Int?
    /// How the rule means to meet its deadline at its start, if it has one.
    public var plan: DeadlinePlan?
    /// What the rule chose at its start, if it chooses.
    public var choice: OptimisedChoice?
    /// The SoC at its start; nil without a battery and while it is not known.
    public var socStart: Percent?
    /// The SoC at its end; nil without a battery and while it is not known.
    public var socEnd: Percent?
    /// Energy through the grid meter, the home's own included.
    public var energy: Energy
  }

  /// The steps, each starting where the one before ends.
  public let steps: [Step]
  /// The energy of all steps.
  public let total: Energy
  /// Where the numbers of the house come from.
  public let houseName: String
  /// The targets that are missed, or will be after the end, in the order of their deadlines.
  public let missedTargets: [DueTarget]
  /// How sure the import prices are.
  public let importPrices: PriceCertainty
  /// How sure the export prices are.
  public let exportPrices: PriceCertainty
}
