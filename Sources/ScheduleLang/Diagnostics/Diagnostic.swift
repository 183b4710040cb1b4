/// One thing to say to the author of a schedule.
public struct Diagnostic: Hashable, Sendable {
  /// How much it matters.
  public enum Severity: String, Hashable, Sendable {
    case error, warning
  }

  /// A second place that explains the first.
  public struct Label: Hashable, Sendable {
    /// The place.
    public var range: SourceRange
    /// What is there.
    public var message: String

    /// Creates a label.
    public init(_ range: SourceRange, _ message: String) {
      self.range = range
      self.message = message
    }
  }

  /// A change of the text that mends the mistake.
  public struct Fix: Hashable, Sendable {
    /// One replacement.
    public struct Edit: Hashable, Sendable {
      /// What is replaced; empty where text is inserted.
      public var range: SourceRange
      /// What stands there afterwards.
      public var text: String

      /// Creates a replacement of `range` by `text`.
      public init(_ range: SourceRange, _ text: String) {
        self.range = range
        self.text = text
      }
    }

    /// What it does, in the imperative.
    public var title: String
    /// The replacements, which never overlap.
    public var edits: [Edit]
    /// Whether nothing else can have been meant, so that it may be applied without asking.
    public var isCertain: Bool

    /// Creates a fix; one that is not certain is offered, and left to the author.
    public init(title: String, edits: [Edit], isCertain: Bool = true) {
      self.title = title
      self.edits = edits
      self.isCertain = isCertain
    }
  }

  /// Which diagnostic it is.
  public var code: DiagnosticCode
  /// What is wrong here, in one sentence without a full stop.
  public var message: String
  /// The smallest place that shows it.
  public var range: SourceRange
  /// Other places that explain it.
  public var labels: [Label]
  /// Further facts and advice, a sentence each.
  public var notes: [String]
  /// Changes that mend it, the best first.
  public var fixes: [Fix]

  /// How much it matters.
  public var severity: Severity { code.severity }

  /// Creates a diagnostic.
  public init(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, labels: [Label] = [],
    notes: [String] = [], fixes: [Fix] = []
  ) {
    self.code = code
    self.message = message
    self.range = range
    self.labels = labels
    self.notes = notes
    self.fixes = fixes
  }
}
