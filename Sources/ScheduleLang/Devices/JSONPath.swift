/// What is wrong with a text that is no path.
public struct JSONPathError: Error, Hashable, Sendable {
  /// In words, as a clause.
  public var reason: String
}

/// A way to one value in JSON: members, elements by number, and the element whose member has a text.
///
/// `.Body.Data.Site.P_Grid`, `.emeters[0].power`, `."1".SOC`, `.consumption[measurementType = "net"].wNow`.
public struct JSONPath: Hashable, Sendable {
  /// One step.
  public enum Step: Hashable, Sendable {
    case member(String)
    case element(Int)
    /// The element whose number a setting gives.
    case elementOfSetting(String)
    /// The first element whose member is this text.
    case elementWhere(String, is: String)
  }

  /// The longest path, in steps.
  static let limit = 16

  /// The steps; none lead to the whole.
  public var steps: [Step]
  /// As it is written.
  public var text: String

  /// Reads a path as the lexer cuts it out.
  public init(_ text: String) throws(JSONPathError) {
    self.text = text
    steps = []
    var rest = text.unicodeScalars[...]
    while let first = rest.first {
      if first == "[" {
        try addElement(&rest)
      } else if first == "." {
        rest.removeFirst()
        if rest.first == "[" { continue }
        steps.append(.member(try JSONPath.takeName(&rest)))
      } else {
        throw JSONPathError(reason: "there is `\(first)` where a `.` or `[` belongs")
      }
    }
    guard !steps.isEmpty else { throw JSONPathError(reason: "it leads nowhere") }
    guard steps.count <= JSONPath.limit else {
      throw JSONPathError(reason: "it has more than \(JSONPath.limit) steps")
    }
  }

  /// The way to the whole of it.
  public static let whole = JSONPath()

  private init() { (steps, text) = ([], "") }

  /// The settings that it asks for.
  public var settings: [String] {
    steps.compactMap { if case .elementOfSetting(let name) = $0 { name } else { nil } }
  }

  private mutating func addElement(_ rest: inout Substring.UnicodeScalarView) throws(JSONPathError) {
    // A bracket in a text closes nothing.
    var isInText = false
    let close = rest.firstIndex { scalar in
      if scalar == "\"" { isInText.toggle() }
      return scalar == "]" && !isInText
    }
    guard let close else { throw JSONPathError(reason: "a `[` is not closed") }
    let inner = JSONPath.trimmed(rest[rest.index(after: rest.startIndex)..<close])
    rest = rest[rest.index(after: close)...]
    if let number = Int(inner) {
      guard (0...999).contains(number) else {
        throw JSONPathError(reason: "an element has a number from 0 to 999")
      }
      return steps.append(.element(number))
    }
    guard let equals = inner.unicodeScalars.firstIndex(of: "=") else {
      let words = inner.split(separator: " ", omittingEmptySubsequences: false)
      guard words.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(JSONPath.isNamePart) }) else {
        throw JSONPathError(reason: "between `[` and `]` stands a number, a setting, or `member = \"text\"`")
      }
      return steps.append(.elementOfSetting(inner.lowercased()))
    }
    let scalars = inner.unicodeScalars
    let member = JSONPath.trimmed(scalars[..<equals])
    let wanted = JSONPath.trimmed(scalars[scalars.index(after: equals)...])
    guard !member.isEmpty, wanted.utf8.count >= 2, wanted.hasPrefix("\""), wanted.hasSuffix("\"") else {
      throw JSONPathError(reason: "an element is chosen by `member = \"text\"`")
    }
    steps.append(.elementWhere(member, is: String(wanted.dropFirst().dropLast())))
  }

  private static func takeName(_ rest: inout Substring.UnicodeScalarView) throws(JSONPathError) -> String {
    if rest.first == "\"" {
      rest.removeFirst()
      guard let close = rest.firstIndex(of: "\"") else { throw JSONPathError(reason: "a `\"` is not closed") }
      let name = String(rest[..<close])
      rest = rest[rest.index(after: close)...]
      return name
    }
    let end = rest.firstIndex { !($0.isASCII && isNamePart(UInt8(ascii: $0))) } ?? rest.endIndex
    let name = String(rest[..<end])
    guard !name.isEmpty else { throw JSONPathError(reason: "a member's name is missing behind a `.`") }
    rest = rest[end...]
    return name
  }

  private static func trimmed(_ scalars: Substring.UnicodeScalarView) -> String {
    var scalars = scalars
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    return String(scalars)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
