import SeededRandomness

/// Changes the text of a generated program at random: in one place, or so that it still means the same.
struct ProgramMutator {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The text with one thing changed; nil where nothing was found to change.
  mutating func mutated(_ text: String) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let head = lines.firstIndex(where: { $0.hasPrefix("schedule") }) else { return nil }
    let places = lines.indices.filter { $0 > head && lines[$0].contains(where: \.isLetter) }
    guard let place = places.randomElement(using: &random) else { return nil }
    switch Int.random(in: 0..<8, using: &random) {
    case 0 where !lines[place].hasSuffix("{"): lines.remove(at: place)
    case 1 where place + 1 < lines.count && !lines[place].hasSuffix("{") && lines[place + 1].contains(":"):
      lines.swapAt(place, place + 1)
    case 2:
      // The site is a part of the program too.
      let settings = [
        ("soc 5%..97%", "soc 10%..97%"), ("52kWh", "60kWh"), ("3A..16A", "6A..16A"),
        ("tariff Flux", "tariff Go"),
        ("tariff Go", "tariff Flux"),
      ]
      guard let (old, new) = settings.randomElement(using: &random) else { return nil }
      for index in lines.indices where index < head { lines[index] = lines[index].replacing(old, with: new) }
    default:
      guard let line = changed(lines[place]) else { return nil }
      lines[place] = line
    }
    let result = lines.joined(separator: "\n")
    return result == text ? nil : result
  }

  /// The line with one word or number changed.
  private mutating func changed(_ line: String) -> String? {
    let words = [
      ("<=", "<"), (">=", ">"), (" < ", " >= "), (" and ", " or "), (" or ", " and "), ("charge", "S2V"),
      ("V2H", "V2G"), ("V2G", "V2H"), ("idle", "charge"), ("Mon-Fri", "Mon-Thu"), ("weekends", "Sat"),
      ("Nov-Mar", "Nov-Feb"), ("2026-12-25", "2026-12-26"), ("2027-01-02", "2027-01-03"),
      ("Flux cheap", "Flux peak"),
      ("cheapest 2h", "cheapest 3h"), (" in one run", ""), ("not ", ""), ("importing", "exporting"),
    ].filter { line.contains($0.0) }
    let numbers = line.matches(of: #/\d+/#)
    if let (old, new) = words.randomElement(using: &random), numbers.isEmpty || Bool.random(using: &random),
      let range = line.firstRange(of: old)
    {
      return line.replacingCharacters(in: range, with: new)
    }
    guard let number = numbers.randomElement(using: &random), let value = Int(number.output) else {
      return nil
    }
    let isTime =
      (number.range.lowerBound > line.startIndex
        && line[line.index(before: number.range.lowerBound)] == ":")
      || (number.range.upperBound < line.endIndex && line[number.range.upperBound] == ":")
    let step = isTime ? [1, 5, 20] : [1, 2, 7, 30]
    let next = max(
      0, value + (step.randomElement(using: &random) ?? 1) * (Bool.random(using: &random) ? 1 : -1))
    let text = isTime && next < 10 ? "0\(next)" : "\(next)"
    return line.replacingCharacters(in: number.range, with: text)
  }

  /// The text rewritten so that it means the same.
  mutating func rewritten(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let head = lines.firstIndex { $0.hasPrefix("schedule") } ?? 0
    let opposites = ["<": ">=", "<=": ">", ">": "<=", ">=": "<"]
    var index = lines.endIndex - 1
    while index > head {
      let line = lines[index]
      switch Int.random(in: 0..<6, using: &random) {
      case 0:
        // `soc < 50%` and `not (soc >= 50%)`, whose answers agree where the SoC is unknown too. What hysteresis keeps
        // is another matter.
        if !text.contains("hysteresis"),
          let match = line.firstMatch(
            of: #/(home|exporting|import price|soc) (<=|>=|<|>) (\d+(?:%|W|kW|p))/#),
          let opposite = opposites[String(match.output.2)]
        {
          lines[index] = line.replacingCharacters(
            in: match.range, with: "(not (\(match.output.1) \(opposite) \(match.output.3)))")
        }
      case 1:
        if let match = line.firstMatch(of: #/when ([^:]*?) (and) (not )?([^:,]*?)(?=( for \d+min)?(:|$))/#),
          !match.output.1.contains("("), match.output.3 == nil
        {
          lines[index] = line.replacingCharacters(
            in: match.range, with: "when \(match.output.4) and \(match.output.1)")
        }
      case 2 where line.contains(": ") && !line.contains("otherwise") && !line.contains(" by "):
        lines.insert(line, at: index)
      case 3
      where line.hasPrefix("    ") && !line.hasPrefix("     ") && line.contains(": ")
        && !line.contains("otherwise"):
        lines.insert("    when soc < 0%: V2G", at: index)
      case 4 where line.hasPrefix("    never"):
        lines.insert("    never charge, when soc > 100%", at: index)
      case 5 where line.hasPrefix("    when") && line.contains(": "):
        lines[index] = "    on daily {\n    \(line)\n    }"
      default: break
      }
      index -= 1
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: text)
    return copy
  }
}
