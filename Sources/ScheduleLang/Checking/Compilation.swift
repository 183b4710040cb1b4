/// What came of reading a run file and the files it uses.
public struct Compilation: Sendable {
  /// The checked program, or nil where there is an error.
  public var program: Program?
  /// Errors and warnings in the order of the text, the run file's first.
  public var diagnostics: [Diagnostic]
  /// The files that were read, the run file first.
  public var sources: [SourceFile]

  /// Creates a result.
  public init(program: Program?, diagnostics: [Diagnostic], sources: [SourceFile]) {
    self.program = program
    self.diagnostics = diagnostics
    self.sources = sources
  }
}
