/// What only the description of a charger says.
public struct ChargerSyntax: Sendable {
  /// `1, 2: KIND "reason" plugged`: what codes of the state mean.
  public struct Meaning: Sendable {
    /// The codes.
    public var codes: [QuantitySyntax]
    /// The state of the control loop.
    public var kind: Word
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
  }

  /// `failsafe: write REGISTER in UNIT from LOW to HIGH`, or `failsafe: none "…"`.
  public struct Failsafe: Sendable {
    /// The word itself.
    public var word: Word
    /// The register of the time-out.
    public var register: DescriptionSyntax.RegisterSyntax?
    /// What one of it is.
    public var unit: DescriptionSyntax.Unit?
    /// What it may be set to.
    public var range: (low: QuantitySyntax, high: QuantitySyntax)?
    /// What happens where there is none.
    public var consequence: Word?
    /// Whether some firmware lacks it.
    public var isOptional = false
    /// The whole statement.
    public var place: SourceRange
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
    case among([QuantitySyntax])
    case below(QuantitySyntax)
    case above(QuantitySyntax)
  }

  /// Behind `control: take`, and behind `release`.
  public var control: (take: Write, release: Write, word: Word)?
  /// Behind each `prepare:`, in order.
  public var preparation: [Write] = []
  /// Behind each `failsafe:`, of which there is one.
  public var failsafes: [Failsafe] = []
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

  /// The registers that are written.
  public var registers: [DescriptionSyntax.RegisterSyntax] {
    let writes = [control?.take, control?.release].compactMap(\.self) + preparation + start + stop
    let setPoints = setPoints.flatMap(\.value.terms).compactMap { term in
      if case .register(let register) = term.source { register } else { nil }
    }
    return writes.map(\.register) + failsafes.compactMap(\.register) + setPoints
  }
}
