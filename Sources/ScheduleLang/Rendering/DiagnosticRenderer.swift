/// Shows diagnostics as text: message, place, the source line and a caret under it.
///
/// The texts go into logs: secrets in the line are masked.
public struct DiagnosticRenderer {
  /// How many diagnostics are shown before the rest is only counted.
  public static let limit = 20

  private let sources: [SourceFile]
  private let secrets: [LiteralSecrets]
  private let coloured: Bool

  /// Creates a renderer for places in `sources`.
  public init(sources: [SourceFile], coloured: Bool) {
    self.sources = sources
    secrets = sources.map { LiteralSecrets($0) }
    self.coloured = coloured
  }

  /// The first diagnostics, errors before warnings where not all fit, and a count of those left out.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    var shown = diagnostics
    if shown.count > Self.limit {
      let errors = shown.filter { $0.severity == .error }
      shown = Array((errors + shown.filter { $0.severity == .warning }).prefix(Self.limit))
    }
    var text = shown.map { render($0) + "\n" }.joined()
    if shown.count < diagnostics.count { text += "and \(diagnostics.count - shown.count) more\n" }
    return text
  }

  /// One diagnostic, over several lines.
  public func render(_ diagnostic: Diagnostic) -> String {
    let isError = diagnostic.severity == .error
    let head = paint(
      "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]", isError ? Style.red : Style.yellow)
    var text = "\(head): \(DiagnosticText.escaped(diagnostic.message))\n"
    text += excerpt(diagnostic.range, note: nil, marker: "^", style: isError ? Style.red : Style.yellow)
    for label in diagnostic.labels {
      text += excerpt(label.range, note: label.message, marker: "-", style: Style.blue)
    }
    for note in diagnostic.notes { text += "  = note: \(DiagnosticText.escaped(note))\n" }
    for fix in diagnostic.fixes { text += "  = help: \(DiagnosticText.escaped(fix.title))\n" }
    return text
  }

  private func excerpt(_ range: SourceRange, note: String?, marker: Character, style: Style) -> String {
    guard sources.indices.contains(range.file) else { return "" }
    let source = sources[range.file]
    let (line, column) = source.position(at: range.start)
    let end = source.position(at: range.end)
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    let scalars = secrets[range.file].masked(line: line, of: source)
    // A file without line breaks would flood the terminal.
    let (visible, offset) = Self.clipped(scalars, around: column - 1)
    let last = end.line == line ? end.column - 1 : scalars.count
    let before = Self.columns(visible.prefix(column - 1 - offset))
    let width = max(1, Self.columns(visible.dropFirst(column - 1 - offset).prefix(max(0, last - column + 1))))
    let place = "\(DiagnosticText.escaped(source.path)):\(line):\(column)"
    let carets = paint(
      String(repeating: marker, count: width) + (note.map { " " + DiagnosticText.escaped($0) } ?? ""), style)
    return """
      \(margin)\(paint("-->", Style.blue)) \(place)
      \(margin) \(paint("|", Style.blue))
      \(paint("\(number) |", Style.blue)) \(Self.shown(visible))
      \(margin) \(paint("|", Style.blue)) \(String(repeating: " ", count: before))\(carets)

      """
  }

  /// At most 160 characters of a line, with those around `index` among them, and how many stand before.
  private static func clipped(_ scalars: [Unicode.Scalar], around index: Int) -> (
    ArraySlice<Unicode.Scalar>, Int
  ) {
    guard scalars.count > 160 else { return (scalars[...], 0) }
    let start = max(0, min(index - 60, scalars.count - 160))
    return (scalars[start..<min(scalars.count, start + 160)], start)
  }

  /// A tab becomes four blanks, so that the caret below stands right; what would not show is escaped.
  private static func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    scalars.map { $0 == "\t" ? "    " : DiagnosticText.escaped(String($0)) }.joined()
  }

  /// How many columns the characters take as `shown` writes them.
  private static func columns(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { sum, scalar in
      if scalar == "\t" { return sum + 4 }
      return sum
        + (DiagnosticText.isInvisible(scalar)
          ? DiagnosticText.escaped(String(scalar)).unicodeScalars.count : DiagnosticText.width(scalar))
    }
  }

  private enum Style: String {
    case red = "1;31"
    case yellow = "1;33"
    case blue = "1;34"
  }

  private func paint(_ text: String, _ style: Style) -> String {
    coloured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
