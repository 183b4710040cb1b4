/// Where passwords and the like are written into a file, so that they are not shown.
///
/// They are found by their tokens alone: a file that cannot be read has them too.
struct LiteralSecrets {
  /// Their texts with the quotes, in order; each is on one line.
  let ranges: [SourceRange]

  /// What people call such settings beside the names that they have.
  private static let foreignKeys: Set<String> = ["pass", "passphrase", "passwd", "pwd", "username", "login"]

  /// Finds the secrets in `source`.
  init(_ source: SourceFile) { self.init(Lexer.lex(source, file: 0).tokens, of: source) }

  /// Finds the secrets among the tokens of `source`.
  init(_ tokens: [Token], of source: SourceFile) {
    ranges = tokens.indices.compactMap { Self.secret(behind: $0, in: tokens, source) }
  }

  /// A diagnostic of `source` whose message does not quote its place where that is in a secret.
  func unquoted(_ diagnostic: Diagnostic, in source: SourceFile) -> Diagnostic {
    let range = diagnostic.range
    guard ranges.contains(where: { $0.start < range.end && range.start < $0.end }) else { return diagnostic }
    let text = source.text(range)
    var result = diagnostic
    for quoted in [text, String(text.dropFirst().dropLast())].map(DiagnosticText.escaped) {
      for form in ["`\(quoted)`", "`\"\(quoted)\"`"] {
        result.message = result.message.replacing(form, with: "`…`")
      }
    }
    return result
  }

  /// The characters of a line of `source`, which count from 1, with a star for each of a secret's.
  func masked(line number: Int, of source: SourceFile) -> [Unicode.Scalar] {
    var scalars = Array(source.line(number).unicodeScalars)
    for range in ranges {
      let start = source.position(at: range.start)
      guard start.line == number else { continue }
      let end = min(source.position(at: range.end).column - 1, scalars.count)
      for index in scalars.indices where index >= start.column - 1 && index < end {
        let isQuote = scalars[index] == "\"" && (index == start.column - 1 || index == end - 1)
        if !isQuote { scalars[index] = "*" }
      }
    }
    return scalars
  }

  /// The secret whose key is token number `index`; nil where that is none, or the secret is elsewhere.
  private static func secret(behind index: Int, in tokens: [Token], _ source: SourceFile) -> SourceRange? {
    guard tokens[index].kind == .name else { return nil }
    let key = source.text(tokens[index].range).lowercased()
    if ["get", "post", "put", "delete"].contains(key), tokens.indices.contains(index + 1),
      tokens[index + 1].kind == .string,
      isInQuery(of: source.text(tokens[index + 1].range))
    {
      return tokens[index + 1].range
    }
    let isKnown = DeviceSchema.secretKeys.contains(key)
    guard
      isKnown || foreignKeys.contains(key)
        || Suggestion.nearest(to: key, among: DeviceSchema.secretKeys) != nil
    else { return nil }
    let rest = tokens[(index + 1)...].drop { [.equals, .colon, .newline].contains($0.kind) }
    guard let first = rest.first else { return nil }
    let isBare = isKnown && !first.endsBareText && ![.keyword(.env), .keyword(.file)].contains(first.kind)
    guard first.kind == .string || isBare else { return nil }
    // A quote within a secret ends its text too early: what follows without a key belongs to it.
    var end = first.range.end
    for token in rest.dropFirst() {
      guard token.kind == .string || token.range.start == end && !token.endsBareText else { break }
      end = token.range.end
    }
    return SourceRange(file: first.range.file, start: first.range.start, end: end)
  }
}

extension LiteralSecrets {
  /// Whether the query of an address gives a password or the like.
  static func isInQuery(of target: String) -> Bool {
    guard let query = target.split(separator: "?", maxSplits: 1).dropFirst().first else { return false }
    return query.split(separator: "&").contains { part in
      let pair = part.split(separator: "=", maxSplits: 1)
      return pair.count == 2 && isName(pair[0])
    }
  }

  /// Whether devices call a password or the like so.
  static func isName(_ name: some StringProtocol) -> Bool {
    ["password", "passwd", "pass", "token", "secret", "key", "apikey", "api_key", "access_token"]
      .contains(name.lowercased())
  }
}

extension String {
  /// Whether a password or the like is written into it, a file.
  public var holdsLiteralSecret: Bool {
    !LiteralSecrets(SourceFile(path: "", bytes: Array(utf8))).ranges.isEmpty
  }
}
