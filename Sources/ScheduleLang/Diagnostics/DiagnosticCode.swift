/// The stable identity of a diagnostic; codes are never reused.
public enum DiagnosticCode: String, Hashable, Sendable, CaseIterable {
  case unreadableFile = "E0101"

  /// The kebab-case name, as `allow` clauses write it.
  public var name: String { "unreadable-file" }

  /// Errors have codes that start with E, warnings with W.
  public var severity: Diagnostic.Severity { rawValue.utf8.first == UInt8(ascii: "E") ? .error : .warning }
}
