/// A text to which the certain fixes of its diagnostics are applied, round after round, and what that changed.
public struct FixedText: Sendable {
  /// One replacement, told in terms of the text as its author left it.
  public struct Change: Hashable, Sendable {
    /// The diagnostic that asked for it.
    public var code: DiagnosticCode
    /// Where it begins in the text before all fixes; both count from 1.
    public var line: Int
    public var column: Int
    /// What stood there, and what stands there now; secrets are left out of both.
    public var before: String
    public var after: String
  }

  /// The text as it is now.
  public private(set) var source: SourceFile
  /// Every replacement, in the order in which they were made.
  public private(set) var changes: [Change] = []

  private let original: SourceFile
  private var rounds: [[Diagnostic.Fix.Edit]] = []

  /// Starts with the text as it is.
  public init(_ source: SourceFile) { (self.source, original) = (source, source) }

  /// Applies the certain fixes of what is wrong with the text now; false where there are none.
  public mutating func apply(_ diagnostics: [Diagnostic]) -> Bool {
    let fixes = Fixing.certainFixes(of: diagnostics)
    let edits = fixes.flatMap(\.edits).sorted { $0.range.start < $1.range.start }
    guard !edits.isEmpty else { return false }
    let secrets = LiteralSecrets(source)
    for (code, edits) in fixes {
      for edit in edits { note(edit, code, secrets) }
    }
    rounds.append(edits)
    source = SourceFile(path: source.path, bytes: Fixing.apply(edits, to: source.bytes))
    return true
  }

  private mutating func note(_ edit: Diagnostic.Fix.Edit, _ code: DiagnosticCode, _ secrets: LiteralSecrets) {
    let offset = rounds.reversed().reduce(edit.range.start) { Self.offset($0, before: $1) }
    let (line, column) = original.position(at: offset)
    // The changes go into logs.
    let isSecret = secrets.ranges.contains { $0.start < edit.range.end && edit.range.start < $0.end }
    changes.append(
      Change(
        code: code, line: line, column: column, before: isSecret ? "***" : source.text(edit.range),
        after: isSecret ? "***" : edit.text))
  }

  /// Where the byte that is at `offset` after `edits` was before them.
  private static func offset(_ offset: Int, before edits: [Diagnostic.Fix.Edit]) -> Int {
    var shift = 0
    for edit in edits {
      let start = edit.range.start + shift
      guard start < offset else { break }
      let end = start + edit.text.utf8.count
      if offset < end { return edit.range.start }
      shift += edit.text.utf8.count - (edit.range.end - edit.range.start)
    }
    return offset - shift
  }
}

extension FixedText.Change: CustomStringConvertible {
  /// What it did, in words.
  public var description: String {
    let (before, after) = (DiagnosticText.escaped(before), DiagnosticText.escaped(after))
    if before.isEmpty { return "inserted `\(after)`" }
    return after.isEmpty ? "removed `\(before)`" : "`\(before)` → `\(after)`"
  }
}
