extension DiagnosticPage {
  /// The page about `code` in Markdown that also reads well on a terminal.
  ///
  /// - Parameter shown: what the check says of the example, where that is to be shown.
  public func text(about code: DiagnosticCode, shown: String? = nil) -> String {
    var text = "# \(code.rawValue) \(code.name)\n\n"
    text += "This is \(code.severity == .error ? "an error" : "a warning"). \(why)".wrapped(to: 100)
    for (path, used) in uses.sorted(by: { $0.key < $1.key }) {
      text += "\nWith a file `\(path)`:\n\n" + Self.indented(used)
    }
    text += "\nNot like this:\n\n" + Self.indented(example)
    if let shown { text += "\nThe check says:\n\n" + Self.indented(shown) }
    text += "\nBut like this:\n\n" + Self.indented(mended)
    if code.severity == .warning, code != .uselessAllowance {
      text += "\nA rule that gives this warning on purpose can say so: `allow \(code.name) \"the reason\"`.\n"
    }
    return text
  }

  private static func indented(_ code: String) -> String {
    code.split(separator: "\n", omittingEmptySubsequences: false)
      .reversed().drop { $0.isEmpty }.reversed()
      .map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
  }
}

extension String {
  /// The words in lines of at most `width` characters, each with its line break.
  fileprivate func wrapped(to width: Int) -> String {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
