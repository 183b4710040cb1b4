// How a charger stops by itself, as it is written.
extension ChargerSyntax {
  /// `failsafe: write REGISTER in UNIT from LOW to HIGH`, `failsafe: read …`, `failsafe: after 60s` or `failsafe: none "…"`.
  public struct Failsafe: Sendable {
    /// The word itself.
    public var word: Word
    /// The register of the time-out.
    public var register: DescriptionSyntax.RegisterSyntax?
    /// Whether that is read and never written.
    public var isRead = false
    /// What one of it is.
    public var unit: DescriptionSyntax.Unit?
    /// What it may be set to, or read as.
    public var range: (low: QuantitySyntax, high: QuantitySyntax)?
    /// Behind `read back from`.
    public var readBack: DescriptionSyntax.RegisterSyntax?
    /// Behind `after`.
    public var fixed: QuantitySyntax?
    /// What happens where there is none.
    public var consequence: Word?
    /// Whether some firmware lacks it.
    public var isOptional = false
    /// The whole statement.
    public var place: SourceRange
  }

  /// `failsafe current: write REGISTER in UNIT = 0A`, or `failsafe current: read REGISTER in UNIT`.
  public struct FailsafeCurrent: Sendable {
    /// The word `failsafe`.
    public var word: Word
    /// Where it is.
    public var register: DescriptionSyntax.RegisterSyntax
    /// What one of it is.
    public var unit: DescriptionSyntax.Unit?
    /// What it is set to; nil where it is only read.
    public var value: QuantitySyntax?
    /// Behind `read back from`.
    public var readBack: DescriptionSyntax.RegisterSyntax?
    /// The whole statement.
    public var place: SourceRange
  }

  /// `heartbeat: write REGISTER = 0, 1 every 5s`, `… = 0..255 every 5s`, or `heartbeat: repeat set every 5s`.
  public struct Heartbeat: Sendable {
    /// The word itself.
    public var word: Word
    /// Where it is written.
    public var register: DescriptionSyntax.RegisterSyntax?
    /// One after the other.
    public var values: [QuantitySyntax] = []
    /// From where to where it counts.
    public var range: (low: QuantitySyntax, high: QuantitySyntax)?
    /// Behind `repeat`: `set` or `failsafe`.
    public var repeated: Word?
    /// Behind `every`.
    public var period: QuantitySyntax
    /// The whole statement.
    public var place: SourceRange
  }

  /// `charge at most NAME`, `charge at least NAME` or `discharge at most NAME`.
  public struct Limit: Sendable {
    /// Whether it is about charging.
    public var isOfCharging: Bool
    /// Whether it is the most.
    public var isMost: Bool
    /// What is read.
    public var name: Word
    /// The whole statement.
    public var place: SourceRange
  }
}
