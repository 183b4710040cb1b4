import SeededRandomness

/// Makes random sentences of a grammar.
struct SentenceGenerator {
  private let grammar: Grammar
  /// The fewest rules that must be entered to finish each rule.
  private let heights: [String: Int]
  private var random: SeededGenerator
  /// How many parts a sentence may have before it is brought to an end.
  private let sizeLimit = 120
  /// How many parts the current sentence has.
  private var size = 0
  /// How often each way was taken at each choice and repetition; for a repetition 0 is none and 1 is some.
  private(set) var taken: [Way: Int] = [:]

  /// One way to go on.
  struct Way: Hashable {
    var choice: Int
    var way: Int
  }

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    random = SeededGenerator(seed: seed)
    var heights: [String: Int] = [:]
    for _ in grammar.names {
      for name in grammar.names {
        heights[name] =
          SentenceGenerator.height(of: grammar.rules[name], heights).map { $0 + 1 } ?? heights[name]
      }
    }
    self.heights = heights
  }

  /// A sentence, with blanks, line breaks and comments between its parts as the grammar's head allows.
  mutating func sentence(from name: String) -> String {
    size = 0
    var parts: [String] = []
    expand(.rule(name), into: &parts)
    var text = ""
    for (index, part) in parts.enumerated() {
      let isBeside = index == 0 || part.allSatisfy(\.isNewline) || parts[index - 1].allSatisfy(\.isNewline)
      text += isBeside ? "" : gap(parts[index - 1], part)
      text += part.allSatisfy(\.isNewline) ? lineBreak(part) : part
    }
    return text
  }

  // MARK: Parts

  private mutating func expand(_ expression: Grammar.Expression, into parts: inout [String]) {
    switch expression {
    case .text, .set, .except: parts.append(text(of: expression))
    case .rule(let name) where Grammar.isLexical(name): parts.append(text(of: expression))
    case .rule(let name): if let rule = grammar.rules[name] { expand(rule, into: &parts) }
    case .sequence(let sequence): for part in sequence { expand(part, into: &parts) }
    case .choice(let number, let ways): expand(ways[way(number, among: ways)], into: &parts)
    case .repeated(let number, let part, let minimum, let isBounded):
      for _ in 0..<count(number, minimum: minimum, isBounded: isBounded) { expand(part, into: &parts) }
    }
    size += 1
  }

  /// Text of a lexical rule, without anything between its parts.
  private mutating func text(of expression: Grammar.Expression) -> String {
    switch expression {
    case .text(let text, let ignoresCase):
      guard ignoresCase, random.below(4) == 0 else { return text }
      return String(
        text.map { random.below(2) == 0 ? Character($0.uppercased()) : Character($0.lowercased()) })
    case .set(let ranges, let isInverted): return isInverted ? other(than: ranges) : character(of: ranges)
    case .rule(let name): return grammar.rules[name].map { text(of: $0) } ?? ""
    case .sequence(let parts): return parts.map { text(of: $0) }.joined()
    case .choice(let number, let ways): return text(of: ways[way(number, among: ways)])
    case .repeated(let number, let part, let minimum, let isBounded):
      // Short names would soon be words that the parser knows from other languages.
      let count = isBounded ? count(number, minimum: minimum, isBounded: true) : 2 + random.below(3)
      return (0..<count).map { _ in text(of: part) }.joined()
    case .except(let part, let excluded):
      // Words of other languages, which the parser answers.
      let texts = Set(words(of: excluded).map { $0.lowercased() }).union([
        "eco", "off", "sell", "stop", "wait",
      ])
      while true {
        let candidate = text(of: part)
        if !texts.contains(candidate.lowercased()) { return candidate }
      }
    }
  }

  private func words(of expression: Grammar.Expression) -> [String] {
    expression.texts + expression.references.flatMap { grammar.rules[$0].map(words) ?? [] }
  }

  private mutating func character(of ranges: [ClosedRange<UInt32>]) -> String {
    let range = ranges[random.below(ranges.count)]
    let value = range.lowerBound + UInt32(random.below(range.count))
    return Unicode.Scalar(value).map { String(Character($0)) } ?? ""
  }

  private mutating func other(than ranges: [ClosedRange<UInt32>]) -> String {
    while true {
      let samples: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0x20...0x7E, 0x9...0x9, 0xA1...0x17F, 0x300...0x30F, 0x1F600...0x1F610,
      ]
      let candidate = character(of: samples)
      let value = candidate.unicodeScalars.first?.value ?? 0
      if !ranges.contains(where: { $0.contains(value) }) { return candidate }
    }
  }

  // MARK: Ways

  private mutating func way(_ number: Int, among ways: [Grammar.Expression]) -> Int {
    if size > sizeLimit {
      // What is only taken to come to an end does not count as taken.
      let costs = ways.map { SentenceGenerator.height(of: $0, heights) ?? .max }
      return costs.firstIndex(of: costs.min() ?? 0) ?? 0
    }
    var candidates = Array(ways.indices)
    if random.below(4) > 0 {
      let uses = ways.indices.map { taken[Way(choice: number, way: $0)] ?? 0 }
      candidates = candidates.filter { uses[$0] == uses.min() }
    }
    let way = candidates[random.below(candidates.count)]
    taken[Way(choice: number, way: way), default: 0] += 1
    return way
  }

  private mutating func count(_ number: Int, minimum: Int, isBounded: Bool) -> Int {
    if size > sizeLimit { return minimum }
    let isNew = taken[Way(choice: number, way: 0)] == nil
    let way = isNew || random.below(isBounded ? 2 : 5) == 0 ? 0 : 1
    taken[Way(choice: number, way: way), default: 0] += 1
    return way == 0 ? minimum : minimum + 1 + random.below(isBounded ? 1 : 4)
  }

  /// The fewest rules that must be entered to finish an expression; nil where that is not yet known.
  private static func height(of expression: Grammar.Expression?, _ heights: [String: Int]) -> Int? {
    switch expression {
    case nil: return nil
    case .text, .set: return 0
    case .rule(let name): return heights[name]
    case .choice(_, let ways): return ways.compactMap { height(of: $0, heights) }.min()
    case .repeated(_, _, minimum: 0, _): return 0
    case .repeated(_, let part, _, _), .except(let part, _): return height(of: part, heights)
    case .sequence(let parts):
      let known = parts.compactMap { height(of: $0, heights) }
      return known.count == parts.count ? known.max() : nil
    }
  }

  // MARK: Between parts

  private mutating func gap(_ before: String, _ after: String) -> String {
    let continues = [",", ":", "=", "+", "-", "..", "(", "{", "<", "<=", ">", ">=", "and", "or", "not"]
    let mayBreak = continues.contains(before.lowercased()) || after == ")"
    // `7,5` would be half of eight.
    if after == ",", before.last?.isNumber == true { return " " }
    // Three digits right behind a comma are taken for thousands.
    if before == ",", after.first?.isNumber == true { return " " }
    switch random.below(12) {
    case 0 where mayBreak: return "\n"
    case 1 where mayBreak: return "  # why: \"{\n\n\t"
    case 2, 3, 4: return [before, after].contains(where: { ",:=(){}..".contains($0) }) ? "" : " "
    case 5: return " \t "
    default: return " "
    }
  }

  /// A line break, perhaps with more around it that says nothing.
  private mutating func lineBreak(_ part: String) -> String {
    let more = ["", "", "\n\n", " # a comment, with: { \"text\"  ", "\n    \t", "\n  # alone"]
    return more[random.below(more.count)] + part
  }
}

extension SeededGenerator {
  /// A number of 0 up to but not including `bound`, which is above 0.
  fileprivate mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
