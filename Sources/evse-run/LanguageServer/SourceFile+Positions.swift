import ScheduleLang

/// A place as an editor counts: lines, and UTF-16 code units in them, both from 0.
struct EditorPosition: Hashable, Comparable {
  var line: Int
  var character: Int

  init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }

  /// The position that a message gives; nil where it gives none.
  init?(_ json: JSONValue?) {
    guard let line = json?["line"]?.integer, let character = json?["character"]?.integer, line >= 0,
      character >= 0
    else { return nil }
    self.init(line: line, character: character)
  }

  var json: JSONValue { ["line": .integer(line), "character": .integer(character)] }

  static func < (lhs: EditorPosition, rhs: EditorPosition) -> Bool {
    (lhs.line, lhs.character) < (rhs.line, rhs.character)
  }
}

extension SourceFile {
  /// Where an editor sees the byte at `offset`.
  func editorPosition(at offset: Int) -> EditorPosition {
    var offset = min(max(0, offset), bytes.count)
    while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    let number = position(at: offset).line
    let before = String(decoding: bytes[min(lineStart(number), offset)..<offset], as: UTF8.self)
    // Inside a line break the end of its line is meant.
    return EditorPosition(line: number - 1, character: min(before.utf16.count, line(number).utf16.count))
  }

  /// The byte at which an editor's position is; beyond the end of a line, the end of that line.
  func offset(at position: EditorPosition) -> Int {
    guard position.line < lineCount else { return bytes.count }
    var (units, bytes) = (0, 0)
    for scalar in line(position.line + 1).unicodeScalars {
      units += UTF16.width(scalar)
      // Between the halves of a surrogate pair the character's start is meant.
      if units > position.character { break }
      bytes += UTF8.width(scalar)
    }
    return lineStart(position.line + 1) + bytes
  }

  /// A range as messages give it.
  func json(_ range: SourceRange) -> JSONValue {
    ["start": editorPosition(at: range.start).json, "end": editorPosition(at: range.end).json]
  }
}
