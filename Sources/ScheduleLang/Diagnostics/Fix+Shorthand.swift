extension Diagnostic.Fix {
  /// A fix that replaces one range.
  static func replace(_ range: SourceRange, by text: String, title: String, isCertain: Bool = true)
    -> Diagnostic.Fix
  {
    Diagnostic.Fix(title: title, edits: [Edit(range, text)], isCertain: isCertain)
  }

  /// A fix that inserts text at one offset.
  static func insert(_ text: String, at offset: Int, file: Int, title: String, isCertain: Bool = true)
    -> Diagnostic.Fix
  {
    let place = SourceRange(file: file, start: offset, end: offset)
    return Diagnostic.Fix(title: title, edits: [Edit(place, text)], isCertain: isCertain)
  }
}
