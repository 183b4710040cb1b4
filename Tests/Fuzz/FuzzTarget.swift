// The target of libFuzzer; `fuzz.sh` compiles it together with the module's own files.

/// Lexes, parses, checks, renders, fixes and formats arbitrary bytes; a broken promise traps, which libFuzzer reports.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let source = SourceFile(path: "fuzz.evs", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  checkTokens(of: source)
  let compilation = compile(source)
  let hasErrors = compilation.diagnostics.contains { $0.severity == .error }
  precondition(hasErrors == (compilation.program == nil), "a program is there exactly if there is no error")
  let text = DiagnosticRenderer(sources: compilation.sources, coloured: true).render(compilation.diagnostics)
  precondition(text.isEmpty == compilation.diagnostics.isEmpty)
  for diagnostic in compilation.diagnostics {
    let size = compilation.sources[diagnostic.range.file].bytes.count
    precondition(0 <= diagnostic.range.start && diagnostic.range.start <= diagnostic.range.end)
    precondition(diagnostic.range.end <= size, "a diagnostic lies inside its file")
  }
  if let fixed = Fixing.applyCertainFixes(of: compilation.diagnostics, to: source) { _ = compile(fixed) }
  checkFormatting(of: source)
  return 0
}

private func compile(_ source: SourceFile) -> Compilation {
  ScheduleCompiler().compile(source)
}

/// Tokens and comments stand in order and do not overlap.
private func checkTokens(of source: SourceFile) {
  let (tokens, comments, _) = Lexer.lex(source, file: 0)
  precondition(tokens.last?.kind == .end)
  var end = 0
  let pieces = (tokens.filter { $0.kind != .newline }.map(\.range) + comments)
    .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  for piece in pieces {
    precondition(piece.start >= end && piece.end >= piece.start && piece.end <= source.bytes.count)
    end = piece.end
  }
}

/// What can be formatted stays as it is when it is formatted again.
private func checkFormatting(of source: SourceFile) {
  let once: String
  do throws(FormattingError) { once = try Formatter.format(source) } catch {
    if case .meaningWouldChange = error { preconditionFailure("formatting would change the meaning") }
    return
  }
  guard let twice = try? Formatter.format(SourceFile(path: source.path, bytes: Array(once.utf8))) else {
    preconditionFailure("what was formatted cannot be formatted again")
  }
  precondition(once == twice, "formatting is idempotent")
}
