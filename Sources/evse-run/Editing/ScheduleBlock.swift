import ScheduleLang

/// The text of a file, in whose schedule lines are put: all that is not asked for stays as it is, byte by byte.
struct ScheduleBlock {
  private var bytes: [UInt8]
  /// Behind the opening brace.
  private let start: Int
  private let indent: String
  private let lineEnd: String

  /// The block of `schedule` in `source`; nil where it has none.
  init?(_ schedule: ScheduleSyntax, in source: SourceFile) {
    let tokens = Lexer.lex(source, file: 0).tokens
    guard let brace = tokens.first(where: { $0.range.start >= schedule.range.end && $0.kind == .leftBrace })
    else { return nil }
    bytes = source.bytes
    start = brace.range.end
    lineEnd = bytes.contains(0x0D) ? "\r\n" : "\n"
    let isOwnLine = schedule.statements.first.map { statement in
      source.position(at: statement.range.start).line > source.position(at: brace.range.start).line
    }
    if isOwnLine == true, let first = schedule.statements.first {
      let line = source.line(source.position(at: first.range.start).line)
      indent = String(line.prefix { $0 == " " || $0 == "\t" })
    } else {
      indent = "    "
    }
  }

  /// The text as it is now.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Puts a statement into the place of the one at `range`.
  mutating func replace(_ range: SourceRange, by statement: String) {
    bytes.replaceSubrange(range.start..<range.end, with: statement.utf8)
  }

  /// Puts a statement on a line of its own at the top.
  mutating func add(_ statement: String) {
    var added = Array("\(lineEnd)\(indent)\(statement)".utf8)
    var rest = start
    while rest < bytes.count, bytes[rest] == 0x20 || bytes[rest] == 0x09 { rest += 1 }
    // What stands behind the brace on its line goes on below.
    if rest < bytes.count, ![0x0A, 0x0D, UInt8(ascii: "#")].contains(bytes[rest]) {
      added += Array("\(lineEnd)\(indent)".utf8)
      if bytes[rest] == UInt8(ascii: "}") { added.removeLast(indent.utf8.count) }
      bytes.replaceSubrange(start..<rest, with: added)
    } else {
      let lineBreak = bytes[rest...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      bytes.insert(contentsOf: added, at: lineBreak)
    }
  }
}

extension StatementSyntax {
  /// Where it is; of a block, its guards.
  var range: SourceRange {
    switch self {
    case .rule(let rule): rule.range
    case .never(let clause): clause.range
    case .reserve(_, _, let clause): clause.range
    case .hysteresis(_, let range): range
    case .proof(let proof): proof.range
    }
  }
}
