/// Why a file is left as it is.
public enum FormattingError: Error, Sendable {
  /// The file cannot be read as a schedule; what is wrong in it.
  case invalid([Diagnostic])
  /// The result would not say the same as the file.
  case meaningWouldChange
}

/// Writes a schedule file in the canonical style, keeping its comments and its meaning.
///
/// It works on tokens: line breaks stay where the author made them, while indentation, spaces, columns and the
/// case of words are made uniform.
public struct Formatter {
  /// Columns that one level of nesting takes.
  static let indentation = 4
  /// Spaces between settings that share a line, between the columns of a tariff, and before `allow`.
  static let columnGap = 3

  /// The formatted text of `source`.
  public static func format(_ source: SourceFile) throws(FormattingError) -> String {
    let (tree, problems) = Parser.parse(source, file: 0)
    guard problems.isEmpty else { throw .invalid(problems) }
    let lexed = Lexer.lex(source, file: 0)
    var lines = LineBreaker(source, lexed.tokens, comments: lexed.comments).lines()
    let spelling = Spelling(source, tree)
    let settingStarts = Set(tree.settingStarts)
    for index in lines.indices {
      lines[index].respell(by: spelling)
      lines[index].space(settingStarts: settingStarts)
    }
    lines.indentExpectations(of: tree.tests)
    for tariff in tree.tariffs { lines.alignColumns(of: tariff) }
    lines.alignColons(in: source)
    lines.alignComments()
    let text = lines.map(\.text).joined()
    let result = SourceFile(path: source.path, bytes: Array(text.utf8))
    guard Fingerprint(result) == Fingerprint(source), Parser.parse(result, file: 0).diagnostics.isEmpty else {
      throw .meaningWouldChange
    }
    return text
  }
}
