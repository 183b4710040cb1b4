import ScheduleLang

// Durations, written as in a schedule.
extension ArgumentText {
  private static let week = 7 * 86_400

  /// Whether `text` says for how long to pause, or was meant to: `90m` rather than a file of that name.
  static func looksLikePause(_ text: String) -> Bool {
    if (try? pause(text)) != nil { return true }
    return text.utf8.first.map { (0x30...0x39).contains($0) } == true
      && text.allSatisfy { $0 == " " || $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  /// `until-unplugged`, or a duration.
  static func pause(_ text: String) throws(UsageError) -> PauseLength {
    text.lowercased() == "until-unplugged" ? .untilUnplugged : .seconds(try duration(text))
  }

  /// A duration in seconds, up to a week: `30s`, `10min`, `1.5h`.
  static func duration(_ text: String) throws(UsageError) -> Int {
    let parts = quantities(in: text.lowercased()).map(seconds)
    let sum = parts.reduce(0) { $0 + ($1?.value ?? .nan) }
    let isDuration = sum == sum.rounded() && sum <= Double(week)
    if isDuration, parts.count == 1, parts[0]?.isProper == true { return Int(sum) }
    var message = "is not a duration such as 30s, 10min or 2h, up to a week"
    if isDuration, sum > 0 {
      let (minutes, rest) = Int(sum).quotientAndRemainder(dividingBy: 60)
      message += "; did you mean \(rest == 0 ? "\(minutes)min" : "\(Int(sum))s")?"
    }
    throw UsageError(message)
  }

  /// The parts of `1h30min`, each from its number on.
  private static func quantities(in text: String) -> [String] {
    var parts: [String] = []
    var previous: Character?
    for character in text {
      if previous?.isLetter == true, character.isNumber || character == " " { parts.append("") }
      if parts.isEmpty { parts.append("") }
      parts[parts.count - 1].append(character)
      previous = character
    }
    return parts
  }

  /// What a schedule makes of one quantity, a number alone being minutes, and whether it would take it so.
  private static func seconds(_ text: String) -> (value: Double, isProper: Bool)? {
    let source = SourceFile(path: "", bytes: Array(text.utf8))
    let (tokens, _, diagnostics) = Lexer.lex(source, file: 0)
    guard case .quantity(let quantity)? = tokens.first?.kind,
      tokens.dropFirst().allSatisfy({ $0.kind == .newline || $0.kind == .end })
    else { return nil }
    switch quantity.unit {
    case .seconds: return (quantity.value, diagnostics.isEmpty)
    case .none: return (quantity.value * 60, false)
    default: return nil
    }
  }
}
