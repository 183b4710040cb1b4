extension String {
  /// The text with blanks behind it, up to `width` characters.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// The text with blanks before it, up to `width` characters.
  func aligned(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

extension String {
  /// The text without the blanks at its end.
  var trimmedEnd: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
