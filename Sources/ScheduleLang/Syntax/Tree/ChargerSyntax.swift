/// What only the description of a charger says.
public struct ChargerSyntax: Sendable {
  /// A code of a state: a number, or the letters that its registers spell.
  public enum Code: Sendable {
    case number(QuantitySyntax)
    case letters(Word)

    /// Where it is written.
    public var range: SourceRange {
      switch self {
      case .number(let quantity): quantity.range
      case .letters(let word): word.range
      }
    }
  }

  /// `1, 2: KIND "reason" plugged`: what codes of the state mean.
  public struct Meaning: Sendable {
    /// The codes.
    public var codes: [Code]
    /// The state of the control loop.
    public var kind: Word
    /// Behind `or`: `charging or discharging`.
    public var alternative: Word?
    /// Why it will not act.
    public var reason: Word?
    /// Whether a car is connected, where that is said.
    public var isPluggedIn: Bool?
  }

  /// `REGISTER = VALUE`, with what it means where the charger lacks the register.
  public struct Write: Sendable {
    /// Where.
    public var register: DescriptionSyntax.RegisterSyntax
    /// What.
    public var value: QuantitySyntax
    /// Behind `optional`.
    public var lack: Word?
    /// The whole of it.
    public var place: SourceRange
  }

  /// `set current to REGISTER in UNIT positive charging range LOW..HIGH never 0A`.
  public struct SetPoint: Sendable {
    /// `current` or `power`.
    public var name: Word
    /// Where, as a read of it would be written: its unit, direction and range.
    public var value: DescriptionSyntax.Read
    /// What it must never be.
    public var forbidden: QuantitySyntax?
    /// Behind `read back from`.
    public var readBack: DescriptionSyntax.RegisterSyntax?
  }

  /// A part of `can discharge when`: `NAME in (1, 2)`, `NAME < 0W`, `NAME > 0`.
  public struct Condition: Sendable {
    /// What is compared.
    public var name: Word
    /// How: the values that it may be, or a limit.
    public var test: Test
  }

  /// How a number is compared.
  public enum Test: Sendable {
    case among([Code])
    case below(QuantitySyntax)
    case above(QuantitySyntax)
  }

  /// Behind `control: take`, and behind `release`.
  public var control: (take: Write, release: Write, word: Word)?
  /// Behind each `prepare:`, in order.
  public var preparation: [Write] = []
  /// Behind each `failsafe:`, of which there is one.
  public var failsafes: [Failsafe] = []
  /// Behind each `failsafe current:`, of which there is at most one.
  public var failsafeCurrents: [FailsafeCurrent] = []
  /// Behind each `heartbeat:`, of which there is at most one.
  public var heartbeats: [Heartbeat] = []
  /// Each `charge at most NAME` and the like.
  public var limits: [Limit] = []
  /// Each `set`, of which there is one.
  public var setPoints: [SetPoint] = []
  /// Behind each `start:`, in order.
  public var start: [Write] = []
  /// Behind each `stop:`, in order.
  public var stop: [Write] = []
  /// `stop: set power 0W`: the set-point, and what it is set to.
  public var stopBySetPoint: (name: Word, value: QuantitySyntax)?
  /// Behind `can discharge when`; all must hold.
  public var conditions: [Condition] = []
  /// Behind `restart by`.
  public var restart: Word?
  /// The first of its statements, where there is any.
  public var first: SourceRange?

  /// The registers besides those of `read` lines.
  public var registers: [DescriptionSyntax.RegisterSyntax] {
    let writes = [control?.take, control?.release].compactMap(\.self) + preparation + start + stop
    let written = setPoints.flatMap(\.value.terms).compactMap { term in
      if case .register(let register) = term.source { register } else { nil }
    }
    return writes.map(\.register) + written + setPoints.compactMap(\.readBack)
      + failsafes.flatMap { [$0.register, $0.readBack] }.compactMap(\.self)
      + failsafeCurrents.flatMap { [$0.register, $0.readBack] }.compactMap(\.self)
      + heartbeats.compactMap(\.register)
  }
}
