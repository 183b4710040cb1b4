import ScheduleLang

/// `--check --json`.
struct CheckJSON: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var valid: Bool
  var errorCount: Int
  var warningCount: Int
  var diagnostics: [DiagnosticJSON]
  /// What `--fix` has changed before.
  var changes: [ChangeJSON]

  init(
    _ diagnostics: [DiagnosticJSON], changes: [(path: String, change: FixedText.Change)], valid: Bool
  ) {
    self.diagnostics = diagnostics
    self.changes = changes.map { ChangeJSON($0, $1) }
    self.valid = valid
    errorCount = diagnostics.filter { $0.severity == Diagnostic.Severity.error.rawValue }.count
    warningCount = diagnostics.count - errorCount
  }
}

/// A change that `--fix` has made; line and column are those before it.
struct ChangeJSON: Encodable {
  var file: String
  var line: Int
  var column: Int
  var code: String
  var before: String
  var after: String

  init(_ path: String, _ change: FixedText.Change) {
    file = path
    (line, column) = (change.line, change.column)
    (code, before, after) = (change.code.rawValue, change.before, change.after)
  }
}

/// A diagnostic in a JSON report.
struct DiagnosticJSON: Encodable, Hashable {
  /// A stretch of a file; lines and columns count from 1, the end is exclusive.
  struct Span: Encodable, Hashable {
    var file: String
    var line: Int
    var column: Int
    var endLine: Int
    var endColumn: Int

    init(_ range: SourceRange, sources: [SourceFile]) {
      guard sources.indices.contains(range.file) else {
        (file, line, column, endLine, endColumn) = ("", 1, 1, 1, 1)
        return
      }
      let source = sources[range.file]
      file = source.path
      (line, column) = source.position(at: range.start)
      (endLine, endColumn) = source.position(at: range.end)
    }
  }

  struct Label: Encodable, Hashable {
    var span: Span
    var message: String

    enum CodingKeys: CodingKey { case message }

    func encode(to encoder: any Encoder) throws {
      try span.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(message, forKey: .message)
    }
  }

  struct Edit: Encodable, Hashable {
    var span: Span
    var text: String

    enum CodingKeys: CodingKey { case text }

    func encode(to encoder: any Encoder) throws {
      try span.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(text, forKey: .text)
    }
  }

  struct Fix: Encodable, Hashable {
    var title: String
    /// Whether `--fix` applies it.
    var certain: Bool
    var edits: [Edit]
  }

  var severity: String
  var code: String
  var name: String
  var message: String
  var span: Span
  var labels: [Label]
  var notes: [String]
  var fixes: [Fix]

  enum CodingKeys: CodingKey { case severity, code, name, message, labels, notes, fixes }

  init(_ diagnostic: Diagnostic, sources: [SourceFile]) {
    severity = diagnostic.severity.rawValue
    code = diagnostic.code.rawValue
    name = diagnostic.code.name
    message = diagnostic.message
    span = Span(diagnostic.range, sources: sources)
    labels = diagnostic.labels.map { Label(span: Span($0.range, sources: sources), message: $0.message) }
    notes = diagnostic.notes
    fixes = diagnostic.fixes.map { fix in
      Fix(
        title: fix.title, certain: fix.isCertain,
        edits: fix.edits.map { Edit(span: Span($0.range, sources: sources), text: $0.text) })
    }
  }

  func encode(to encoder: any Encoder) throws {
    try span.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(severity, forKey: .severity)
    try container.encode(code, forKey: .code)
    try container.encode(name, forKey: .name)
    try container.encode(message, forKey: .message)
    try container.encode(labels, forKey: .labels)
    try container.encode(notes, forKey: .notes)
    try container.encode(fixes, forKey: .fixes)
  }
}
