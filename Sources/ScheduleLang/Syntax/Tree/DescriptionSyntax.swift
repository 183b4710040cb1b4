/// `device NAME: ROLE { … }`: a device described in text.
public struct DescriptionSyntax: Sendable {
  /// `setting NAME [DEFAULT] in LOW..HIGH`, or `setting NAME [TEXT]`.
  public struct Setting: Sendable {
    /// The name.
    public var name: Word
    /// What it is where the site says nothing.
    public var fallback: QuantitySyntax?
    /// The smallest and largest number; nil where it is a text.
    public var range: (low: QuantitySyntax, high: QuantitySyntax)?
    /// The text that it is where the site says nothing.
    public var text: Word?
    /// Whether the site may leave it open.
    public var isOptional = false
  }

  /// `read NAME from …`.
  public struct Read: Sendable {
    /// What it is.
    public var name: Word
    /// What it is made of, in order.
    public var terms: [Term] = []
    /// Behind each `or`: what it is made of where that tells nothing.
    public var alternatives: [[Term]] = []
    /// Behind `in`.
    public var unit: Unit?
    /// Behind `positive`.
    public var direction: Word?
    /// Behind `range`.
    public var range: (low: QuantitySyntax, high: QuantitySyntax)?
    /// Behind `else`.
    public var fallback: QuantitySyntax?
    /// Whether the device may lack it.
    public var isOptional = false
    /// Behind `valid when`: a path, as written.
    public var validity: Word?
    /// Behind `fresh by`: where the time of the value stands, and how old it may be.
    public var freshness: (path: Word, age: QuantitySyntax)?
    /// Behind `stale after`: for how long what was told counts.
    public var staleness: QuantitySyntax?
    /// What it is called among others of its kind: `read error "recoverable" from …`.
    public var label: Word?
    /// What its codes mean; nil where it has no table.
    public var meanings: [ChargerSyntax.Meaning]?
    /// The words of clauses that stand there already.
    public var repeated: [Word] = []
    /// The whole statement.
    public var place: SourceRange
  }

  /// A number that the device gives.
  public struct Term: Sendable {
    /// Where it is read.
    public var source: Source
    /// Whether it is taken away.
    public var isSubtracted: Bool
    /// Where it is written.
    public var place: SourceRange
  }

  /// Where a number is read.
  public enum Source: Sendable {
    /// A path into JSON, as written.
    case path(PathSyntax)
    case register(RegisterSyntax)
  }

  /// `.power`, `get "/status" .power`, or `"home/power"` with or without a path.
  public struct PathSyntax: Sendable {
    /// What is asked for, where that is not what the transport says; or the topic.
    public var target: Word?
    /// Whether the target is a topic.
    public var isTopic = false
    /// The path, as written; of a topic alone it is empty.
    public var path: Word
  }

  /// `expect .unit "W"`.
  public struct Expectation: Sendable {
    /// Where the text is.
    public var place: PathSyntax
    /// The text.
    public var text: Word
    /// Whether the device may say nothing there.
    public var isOptional = false
  }

  /// `sample "answer.json"`, `sample "answer.json" of get "/status"`, or `sample "message.json" of "home/power"`.
  public struct Sample: Sendable {
    /// The file.
    public var file: Word
    /// What was asked for, where that is not what the transport says; or the topic.
    public var target: Word?
    /// Whether the target is a topic.
    public var isTopic = false
  }

  /// `generation 2.. { … }`.
  public struct Generation: Sendable {
    /// The first one.
    public var low: QuantitySyntax
    /// The last one; nil where it is the first, or there is none.
    public var high: QuantitySyntax?
    /// Whether all later ones are meant.
    public var isOpen = false
    /// What is said of it.
    public var description: DescriptionSyntax
  }

  /// `generation from get "/shelly" .gen else 1`.
  public struct Identity: Sendable {
    /// Where a device tells its generation.
    public var place: PathSyntax
    /// Which one it is where it does not.
    public var fallback: QuantitySyntax?
    /// The whole statement.
    public var range: SourceRange
  }

  /// `holding 820 as int16`.
  public struct RegisterSyntax: Sendable {
    /// The table, `holding` or `input`.
    public var table: Word
    /// The first register.
    public var address: QuantitySyntax
    /// Whether the address is counted as manuals do, from 40001 or 30001.
    public var isManual: Bool
    /// The setting that is added to it.
    public var offset: Word?
    /// Behind `as`.
    public var kind: Word?
    /// Whether `swapped` follows.
    public var isSwapped = false
    /// Behind `by function`: how it is written.
    public var function: QuantitySyntax?
    /// Behind `unknown at`.
    public var unknownCodes: [QuantitySyntax] = []
    /// The SunSpec model in which it is.
    public var model: QuantitySyntax?
    /// Behind `scale at`: where the power of ten stands.
    public var scale: QuantitySyntax?
    /// What stands there instead of a register.
    public var place: PlaceSyntax?
  }

  /// What stands over HTTP where a register would.
  public enum PlaceSyntax: Sendable {
    case path(PathSyntax)
    case request(RequestSyntax)
  }

  /// `post "/override" (state "active", current value)`.
  public struct RequestSyntax: Sendable {
    /// What a member of the body is.
    public enum Value: Sendable {
      case text(Word)
      case number(QuantitySyntax)
      /// `true`, `false`, or `value` for the number that is told.
      case word(Word)
    }

    /// `get`, `post`, `put` or `delete`.
    public var method: Word
    /// Path and query.
    public var target: Word
    /// Whether `form` stands before the body.
    public var isForm = false
    /// The body.
    public var members: [(name: Word, value: Value)] = []
  }

  /// A unit: `W`, or how many of it one is, as `0.1W`.
  public enum Unit: Sendable {
    case name(Word)
    case quantity(QuantitySyntax)

    /// Where it is written.
    public var range: SourceRange {
      switch self {
      case .name(let word): word.range
      case .quantity(let syntax): syntax.range
      }
    }
  }

  /// `let NAME = SETTING * NUMBER`: what is added to addresses.
  public struct Offset: Sendable {
    /// The name.
    public var name: Word
    /// The setting.
    public var setting: Word
    /// How much one of it is; nil is 1.
    public var factor: QuantitySyntax?
  }

  /// One setting of a transport.
  public struct TransportSetting: Sendable {
    /// Its name.
    public var name: Word
    /// A number or duration, where it has one.
    public var quantity: QuantitySyntax?
    /// A text or word, where it has one.
    public var word: Word?
  }

  /// The name by which sites call it.
  public var name: Word
  /// What it does in a home.
  public var role: Word
  /// Where its facts are from.
  public var facts: Word?
  /// How it was tried.
  public var trial: Word?
  /// Behind each `over`, of which there is one: the way to the device with its settings.
  public var transports: [(name: Word, settings: [TransportSetting])] = []
  /// What the site says of it.
  public var settings: [Setting] = []
  /// What addresses are counted from.
  public var offsets: [Offset] = []
  /// What only a charger has.
  public var charger = ChargerSyntax()
  /// Texts that must be at paths.
  public var expectations: [Expectation] = []
  /// What is read.
  public var reads: [Read] = []
  /// The files with recorded answers.
  public var samples: [Sample] = []
  /// Where it tells its generation.
  public var identity: Identity?
  /// What differs between generations.
  public var generations: [Generation] = []
  /// The words of statements that may stand only once, and stand there already.
  public var repeated: [Word] = []
  /// Whether a part of it could not be read.
  public var isIncomplete = false
  /// Its head.
  public var range: SourceRange
}
