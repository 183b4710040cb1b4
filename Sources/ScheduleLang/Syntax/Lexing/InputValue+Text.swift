// Inputs as an owner or a file on disk writes them.
extension InputValue {
  /// The value that `text` spells: `on`, `off`, a quantity with its unit or a time of day; nil where it spells none.
  public init?(text: String) {
    switch text.lowercased() {
    case "on", "true", "yes": self = .toggle(true)
    case "off", "false", "no": self = .toggle(false)
    default:
      guard text.utf8.count <= 32 else { return nil }
      let lexed = Lexer.lex(SourceFile(path: "", bytes: Array(text.utf8)), file: 0)
      guard lexed.diagnostics.isEmpty else { return nil }
      let words = lexed.tokens.map(\.kind).filter { $0 != .newline && $0 != .end }
      switch (words.first, words.dropFirst().first, words.count) {
      case (.quantity(let quantity)?, _, 1): self = .quantity(quantity)
      case (.minus?, .quantity(let quantity)?, 2): self = .quantity(Quantity(-quantity.value, quantity.unit))
      case (.time(let minute)?, _, 1): self = .time(minute)
      default: return nil
      }
    }
  }
}
