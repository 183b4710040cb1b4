/// One thing that must hold for a rule to apply.
public struct Guard: Hashable, Sendable {
  /// What must hold.
  public enum Kind: Hashable, Sendable {
    /// Any of these windows is in force.
    case during([Window])
    /// The site's calendar day is one of these.
    case on(DaySet)
    /// The condition at `root` holds, and, where it is to be `held`, has held at every evaluation for so long.
    case when(root: Int, held: Hold?)
  }

  /// For how long a condition must have held.
  public struct Hold: Hashable, Sendable {
    /// In seconds, above 0.
    public var seconds: Int
    /// Where since when is remembered; `Schedule.holdSlots` says how many there are.
    public var slot: Int

    /// Creates a duration.
    public init(seconds: Int, slot: Int) {
      self.seconds = seconds
      self.slot = slot
    }
  }

  /// What must hold.
  public var kind: Kind
  /// Where it is written, from its keyword on.
  public var range: SourceRange
  /// How it is written; nil for a condition, and for what stands in no file.
  public var spelling: GuardSpelling?

  /// Creates a guard that was written at `range`.
  public init(_ kind: Kind, range: SourceRange, spelling: GuardSpelling? = nil) {
    self.kind = kind
    self.range = range
    self.spelling = spelling
  }
}

/// What a rule asks of the charger, with the site's limits already in its currents.
public struct Action: Hashable, Sendable {
  /// Action and currents.
  public var decision: Decision
  /// The SoC at which the action is done, in percent.
  public var target: Double?
  /// By when the target is to be reached.
  public var deadline: Deadline?
  /// What follows once the target is reached; empty or one element.
  public var then: [Action]
  /// What it is to choose by; nil where nothing is left to choose, and the decision is what it decides.
  ///
  /// The decision of one that chooses is `idle`: that is what it comes to where nothing can be told.
  public var optimisation: Optimisation?
  /// Where it is written.
  public var range: SourceRange

  /// Creates an action that was written at `range`.
  public init(
    _ decision: Decision, target: Double? = nil, deadline: Deadline? = nil, then: [Action] = [],
    optimisation: Optimisation? = nil, range: SourceRange
  ) {
    self.decision = decision
    self.target = target
    self.deadline = deadline
    self.then = then
    self.optimisation = optimisation
    self.range = range
  }
}

/// By when a target is to be reached, on the site's clock.
public struct Deadline: Hashable, Sendable {
  /// Minute of the day, 0...1440.
  public var minute: Int
  /// Days on which it falls due; nil is every day.
  public var days: DaySet?
  /// The one day on which it falls due.
  public var date: CivilDate?
  /// By how many seconds it falls due later than that time, or, negative, earlier.
  public var offset: Int

  /// Creates a deadline that comes again on `days`, or once on `date`.
  public init(minute: Int, days: DaySet? = nil, date: CivilDate? = nil, offset: Int = 0) {
    self.offset = offset
    self.minute = minute
    self.days = days
    self.date = date
  }
}

/// Guards and an action; the first rule of a schedule that applies decides.
public struct Rule: Hashable, Sendable {
  /// All that must hold, those of the blocks around it first.
  public var guards: [Guard]
  /// What the charger does then.
  public var action: Action
  /// Where the rule itself is written, without the blocks around it.
  public var range: SourceRange
  /// Names of the diagnostics that its `allow` clauses silence, with where each stands.
  public var allowed: [Allowance]

  /// Creates a rule that was written at `range`.
  public init(guards: [Guard], action: Action, range: SourceRange, allowed: [Allowance] = []) {
    self.guards = guards
    self.action = action
    self.range = range
    self.allowed = allowed
  }
}

/// `allow NAME "reason"`: a diagnostic that the owner has considered and silences on one rule.
public struct Allowance: Hashable, Sendable {
  /// The diagnostic's kebab-case name.
  public var name: String
  /// The owner's reason.
  public var reason: String
  /// Where it is written.
  public var range: SourceRange

  /// Creates an allowance that was written at `range`.
  public init(name: String, reason: String, range: SourceRange) {
    self.name = name
    self.reason = reason
    self.range = range
  }
}

/// An `allow` that stands before a block, and silences its diagnostic in all of it.
public struct BlockAllowance: Hashable, Sendable {
  /// What is silenced.
  public var allowance: Allowance
  /// From the head of the block to its closing brace.
  public var range: SourceRange
}

/// A clause above every rule that clips the decision of whichever rule won.
public struct NeverClause: Hashable, Sendable {
  /// What it takes away.
  public enum Kind: Hashable, Sendable {
    case charge, discharge, export
    /// Current above so many amperes, in both directions.
    case over(Int)
  }

  /// What it takes away.
  public var kind: Kind
  /// When it holds; empty is always.
  public var guards: [Guard]
  /// The SoC in percent that it keeps, where it is written as a `reserve`: its guards ask for that too.
  public var reserve: Double?
  /// Where it is written.
  public var range: SourceRange

  /// Creates a clause that was written at `range`.
  public init(_ kind: Kind, guards: [Guard], range: SourceRange) {
    self.kind = kind
    self.guards = guards
    self.range = range
  }
}
