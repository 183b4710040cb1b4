/// What a file says, without how it is laid out: two files with equal fingerprints mean the same.
struct Fingerprint: Equatable {
  private var words: [String] = []
  private var kinds: [Token.Kind] = []
  private var comments: [String] = []

  /// The fingerprint of `source`.
  init(_ source: SourceFile) {
    let lexed = Lexer.lex(source, file: 0)
    for token in lexed.tokens {
      // A brace ends a statement as a line break does, so a break beside it says nothing.
      if token.kind == .rightBrace || token.kind == .end, kinds.last == .newline { kinds.removeLast() }
      if token.kind == .newline, [nil, .newline, .leftBrace, .rightBrace].contains(kinds.last) { continue }
      kinds.append(token.kind)
      switch token.kind {
      case .string: words.append(source.text(token.range))
      case .name: words.append(source.text(token.range).lowercased())
      default: continue
      }
    }
    comments = lexed.comments.map { comment in
      var text = source.text(comment).unicodeScalars[...]
      while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
      return String(text)
    }
  }
}
