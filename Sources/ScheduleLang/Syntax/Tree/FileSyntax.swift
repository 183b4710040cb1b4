/// One file as its author wrote it; names are not resolved.
public struct FileSyntax: Sendable {
  /// Files that it uses.
  public var uses: [UseSyntax] = []
  /// Names for values.
  public var lets: [LetSyntax] = []
  /// Site blocks, in order.
  public var sites: [SiteSyntax] = []
  /// Descriptions of devices.
  public var descriptions: [DescriptionSyntax] = []
  /// Tariffs.
  public var tariffs: [TariffSyntax] = []
  /// Schedules; more than one is a mistake.
  public var schedules: [ScheduleSyntax] = []
  /// Tests.
  public var tests: [TestSyntax] = []
  /// Invariants that stand outside a schedule.
  public var proofs: [ProofSyntax] = []
  /// What `allow` before a block silences.
  public var blockAllowances: [BlockAllowance] = []
  /// What settings that do not exist most likely were to be.
  public var settingsMeant: Set<String> = []
  /// Offsets at which settings of sites and devices start; several may share a line.
  public var settingStarts: [Int] = []
}

/// A word or text with its place.
public struct Word: Hashable, Sendable {
  /// As written; without its quotes where it is a text.
  public var text: String
  /// Where it is.
  public var range: SourceRange

  /// The text in lower case: names ignore the case of ASCII letters.
  public var key: String { text.lowercased() }
}

/// `use "path"`.
public struct UseSyntax: Sendable {
  /// The path as written.
  public var path: Word
}

/// `let NAME = …`.
public struct LetSyntax: Sendable {
  /// What a name can stand for.
  public enum Value: Sendable {
    case quantity(QuantitySyntax)
    case windows(WindowsSyntax)
    case days(DaysSyntax)
    case action(ActionSyntax)
    /// A time of day.
    case time(TimeSyntax)
    /// What the owner sets, with what it is unless set.
    case input(InputSyntax)
    /// Another name, or several, whose kind only their declarations tell.
    case names([Word])
    /// Something that has been reported already.
    case invalid
  }

  /// The name.
  public var name: Word
  /// What it stands for.
  public var value: Value
}

/// What an input is declared as.
public enum InputSyntax: Sendable {
  case toggle(Bool)
  case quantity(QuantitySyntax, low: QuantitySyntax, high: QuantitySyntax)
  /// A minute of the day; `within` says which others it may be set to, nil being any.
  case time(Int, within: (from: Int, to: Int)?)
}

/// What a row of a test gives for an input.
public enum GivenInputSyntax: Sendable {
  case toggle(Bool)
  case quantity(QuantitySyntax)
  case time(Int)
}

/// A time of day, or a name that stands for one.
public enum TimeSyntax: Sendable {
  /// A minute of the day, 0...1440.
  case literal(Int)
  case name(Word)
}

/// A quantity, or a name that stands for one.
public enum QuantitySyntax: Sendable {
  /// As `text` says it.
  case literal(Quantity, text: String, at: SourceRange)
  case name(Word)

  /// Where it is.
  public var range: SourceRange {
    switch self {
    case .literal(_, _, let range): range
    case .name(let word): word.range
    }
  }

  /// As it is written.
  var text: String {
    switch self {
    case .literal(_, let text, _): text
    case .name(let word): word.text
    }
  }
}

/// `schedule NAME [over BASE] { … }`.
public struct ScheduleSyntax: Sendable {
  /// Its name.
  public var name: Word
  /// The schedule whose rules follow after its own.
  public var base: Word?
  /// What stands between its braces.
  public var statements: [StatementSyntax]
  /// Its head, up to the name or base.
  public var range: SourceRange
}

/// One statement of a schedule or of a block in it.
public enum StatementSyntax: Sendable {
  case rule(RuleSyntax)
  case never(NeverSyntax)
  case reserve(QuantitySyntax, guards: [GuardSyntax], clause: Word)
  case hysteresis(QuantitySyntax, at: SourceRange)
  case proof(ProofSyntax)
}

/// Guards, or `otherwise`, then an action or a block.
public struct RuleSyntax: Sendable {
  /// What a rule leads to.
  public enum Body: Sendable {
    case action(ActionSyntax)
    case block([StatementSyntax])
  }

  /// Its guards; empty for `otherwise` and for an action alone.
  public var guards: [GuardSyntax]
  /// Where `otherwise` stands, if it does.
  public var otherwise: SourceRange?
  /// What it leads to.
  public var body: Body
  /// Diagnostics that it silences.
  public var allowances: [Allowance]
  /// From its first word to the end of its action or its opening brace.
  public var range: SourceRange
}

/// One guard.
public struct GuardSyntax: Sendable {
  /// What it asks.
  public enum Kind: Sendable {
    case during(WindowsSyntax)
    case on(DaysSyntax)
    case when(ConditionSyntax, hold: QuantitySyntax?)
  }

  /// What it asks.
  public var kind: Kind
  /// From its keyword to its end.
  public var range: SourceRange
  /// How it is written; nil for a condition.
  public var spelling: GuardSpelling?
}

/// `never WHAT [, guards]`.
public struct NeverSyntax: Sendable {
  /// What is taken away.
  public enum Kind: Sendable {
    case charge, discharge, export
    case over(QuantitySyntax)
  }

  /// What is taken away.
  public var kind: Kind
  /// When.
  public var guards: [GuardSyntax]
  /// The whole clause.
  public var clause: Word

  /// Where the whole clause is.
  public var range: SourceRange { clause.range }
}

/// `prove [never] ACTION, guards`: an invariant over the whole domain.
public struct ProofSyntax: Sendable {
  /// What must be, or never be, decided.
  public enum Claim: Sendable {
    case never(NeverSyntax.Kind)
    case always(ActionSyntax)
  }

  /// What must be, or never be, decided.
  public var claim: Claim
  /// When.
  public var guards: [GuardSyntax]
  /// The whole clause.
  public var range: SourceRange
}
