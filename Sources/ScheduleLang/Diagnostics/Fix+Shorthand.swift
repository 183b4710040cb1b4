extension Diagnostic.Fix {
  /// A fix that replaces one range.
  static func replace(_ range: SourceRange, by text: String, title: String) -> Diagnostic.Fix {
    Diagnostic.Fix(title: title, edits: [Edit(range, text)])
  }

  /// A fix that inserts text at one offset.
  static func insert(_ text: String, at offset: Int, file: Int, title: String) -> Diagnostic.Fix {
    Diagnostic.Fix(title: title, edits: [Edit(SourceRange(file: file, start: offset, end: offset), text)])
  }
}
