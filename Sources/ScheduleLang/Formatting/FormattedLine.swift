/// One line of a formatted file.
struct FormattedLine {
  /// A token as it will be written.
  struct Piece {
    /// What it is in the source.
    var token: Token
    /// What stands around it.
    var block: BlockKind
    /// Its text.
    var text: String
    /// Spaces before it; none before the first of a line.
    var gap = 0
  }

  /// Its tokens; empty on a line that only holds a comment.
  var pieces: [Piece] = []
  /// The comment at its end.
  var comment: String?
  /// Spaces before the comment, where tokens stand before it.
  var commentGap = 2
  /// How many blocks it stands in.
  var depth = 0
  /// Whether it goes on with the statement of the line before.
  var continues = false
  /// Whether an empty line stands before it.
  var blankBefore = false

  /// Columns before the first token.
  var indent: Int {
    let closesGroup = pieces.first?.token.kind == .rightParenthesis
    return (depth + (continues && !closesGroup ? 1 : 0)) * Formatter.indentation
  }

  /// Columns from the first token to the end of piece number `index`; nothing below 0.
  func width(through index: Int) -> Int {
    pieces[..<(index + 1)].reduce(0) { $0 + $1.gap + $1.text.unicodeScalars.count }
  }

  /// The line with its line break, and with the empty line before it.
  var text: String {
    var text = blankBefore ? "\n" : ""
    text += String(repeating: " ", count: indent)
    for piece in pieces { text += String(repeating: " ", count: piece.gap) + piece.text }
    if let comment {
      text += String(repeating: " ", count: pieces.isEmpty ? 0 : commentGap) + comment
    }
    return text + "\n"
  }
}

/// What a block holds, which decides how it is laid out.
enum BlockKind {
  /// Declarations, outside any block.
  case file
  /// Settings of a site or a device: several may share a line.
  case settings
  /// Periods of a tariff.
  case tariff
  /// Rules or test rows, one a line.
  case statements
}
