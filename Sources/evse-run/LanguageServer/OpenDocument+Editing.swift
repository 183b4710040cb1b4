import ScheduleLang

extension OpenDocument {
  /// Where the name at `position` is declared; nil where nothing is named or its declaration is in no file.
  func definition(at position: EditorPosition) -> JSONValue? {
    guard let index = token(at: source.offset(at: position)) else { return nil }
    if tokens[index].kind == .string, let path = usedPath(at: tokens[index].range) {
      guard path.hasPrefix("/") else { return nil }
      let start = EditorPosition(line: 0, character: 0).json
      return [
        "uri": .string(DocumentURI.uri(path: FilePath.normalized(path))),
        "range": ["start": start, "end": start],
      ]
    }
    return declarations.declaration(at: index, of: tokens, in: source).flatMap { location(of: $0.range) }
  }

  private func usedPath(at range: SourceRange) -> String? {
    declarations.uses.first { $0.range == range }.map { FilePath.resolved($0.text, from: source.path) }
  }

  /// The edits that put the document into the canonical style; nil where it has mistakes.
  var formattingEdits: [JSONValue]? {
    guard let text = try? Formatter.format(source) else { return nil }
    if text.utf8.elementsEqual(source.bytes) { return [] }
    let whole = SourceRange(file: 0, start: 0, end: source.bytes.count)
    return [["range": source.json(whole), "newText": .string(text)]]
  }
}
