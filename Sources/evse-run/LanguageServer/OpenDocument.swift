import Insights
import Drivers
import Runtime
import ScheduleLang

/// A document that an editor has open, and what the compiler knows of it.
struct OpenDocument {
  /// How the editor names it.
  let uri: String
  /// Its text, file number 0.
  let source: SourceFile
  /// Its tokens.
  let tokens: [Token]
  /// What came of compiling it.
  let compilation: Compilation
  /// Everything that is wrong or odd.
  let diagnostics: [Diagnostic]
  /// What its names stand for.
  let declarations: Declarations
  /// Its schedule with home and clocks, where it is valid.
  let subject: HomeSchedule?

  /// Reads `text`; the files that it uses come from `read`.
  init(
    uri: String, text: String, now: Instant,
    read: @escaping (String) throws(ReadError) -> [UInt8]
  ) {
    self.uri = uri
    source = SourceFile(path: DocumentURI.path(uri) ?? uri, bytes: Array(text.utf8))
    tokens = Lexer.lex(source, file: 0).tokens
    compilation = ScheduleCompiler.ofSystem(read: read).compile(source)
    declarations = Declarations(in: compilation.sources)
    subject = compilation.program.flatMap { try? HomeSchedule($0) }
    // Without a time zone that the system should have there is still what the compiler says.
    diagnostics = (try? compilation.diagnostics(at: now)) ?? compilation.applyingAllowances()
  }

  /// The index of the token at `offset`; of two that touch there, the one that is a word.
  func token(at offset: Int) -> Int? {
    let touching = tokens.indices.filter {
      tokens[$0].range.start <= offset && offset <= tokens[$0].range.end && tokens[$0].kind != .newline
        && tokens[$0].kind != .end
    }
    return touching.first { tokens[$0].isWord } ?? touching.first { offset < tokens[$0].range.end }
  }

  /// Where `range` is, for an editor; nil for a file that is on no disk.
  func location(of range: SourceRange) -> JSONValue? {
    guard let uri = uri(ofFile: range.file) else { return nil }
    return ["uri": .string(uri), "range": compilation.sources[range.file].json(range)]
  }

  /// How an editor names file number `file`; nil for one that is on no disk.
  func uri(ofFile file: Int) -> String? {
    if file == 0 { return uri }
    guard compilation.sources.indices.contains(file) else { return nil }
    let path = compilation.sources[file].path
    return path.hasPrefix("/") ? DocumentURI.uri(path: FilePath.normalized(path)) : nil
  }

  /// Whether the file at `path` is one of those that it uses.
  func uses(path: String) -> Bool {
    compilation.sources.dropFirst().contains { FilePath.normalized($0.path) == path }
  }
}
