import ScheduleLang

extension OpenDocument {
  /// What an editor offers at `position`.
  func completions(at position: EditorPosition) -> [JSONValue] {
    let offset = source.offset(at: position)
    let inText = tokens.contains { $0.kind == .string && $0.range.start < offset && offset < $0.range.end }
    return inText ? [] : proposals(at: CompletionPlace(tokens, in: source, at: offset)).map(\.json)
  }

  /// One thing to offer.
  private struct Proposal {
    /// The numbers that the protocol gives to kinds.
    enum Kind: Int {
      case variable = 6, module = 9, property = 10, value = 12, keyword = 14
    }

    var label: String
    var kind: Kind
    var detail: String?

    var json: JSONValue {
      var members: [String: JSONValue] = ["label": .string(label), "kind": .integer(kind.rawValue)]
      if let detail { members["detail"] = .string(detail) }
      return .object(members)
    }
  }

  private func proposals(at place: CompletionPlace) -> [Proposal] {
    switch place.block {
    case .file where place.statement.isEmpty:
      return keywords([.use, .let, .site, .tariff, .schedule, .test, .prove])
    case .site: return siteProposals(after: place.statement)
    case .device(let role, let driver):
      return DeviceSchema.settings(of: driver, role: role).map { Proposal(label: $0, kind: .property) }
    case .tariff where place.statement.isEmpty: return words(["timezone", "prices from"])
    case .test: return testProposals(after: place.statement)
    default: return statementProposals(after: place.statement, in: place.block)
    }
  }

  private func siteProposals(after statement: [Token]) -> [Proposal] {
    guard let last = statement.last else { return words(DeviceSchema.siteSettings) }
    let word = source.text(last.range).lowercased()
    if last.kind == .keyword(.tariff) { return tariffs }
    if DeviceSchema.roles.contains(word) {
      return DeviceSchema.drivers(role: word).map { Proposal(label: $0, kind: .module) }
    }
    switch last.kind {
    case .keyword(.grid): return words(["import limit", "export limit"])
    case .keyword(.import), .keyword(.export): return words(["limit", "tariff"])
    case .quantity, .string: return words(DeviceSchema.siteSettings)
    default: return []
    }
  }

  /// What goes on in a row, or in a scenario, whose head ends with its first colon.
  private func testProposals(after statement: [Token]) -> [Proposal] {
    guard let last = statement.last else { return keywords([.at, .from]) }
    let isScenario = statement.first?.kind == .keyword(.from)
    let isHead = isScenario && !statement.contains { $0.kind == .colon }
    switch last.kind {
    case .keyword(.from): return days
    case .colon where isScenario && statement.count { $0.kind == .colon } == 1: return keywords([.at])
    case .comma where isHead:
      return keywords([.every, .unknown, .unplugged]) + words(["stale", "plugged in"]) + readings
    case .quantity where isHead, .keyword(.unknown) where isHead: return keywords([.for])
    case .keyword(.at) where statement.count == 1: return days
    default: return statementProposals(after: statement, in: .test)
    }
  }

  private func statementProposals(after statement: [Token], in block: CompletionPlace.Block) -> [Proposal] {
    guard let last = statement.last else {
      return keywords([.during, .on, .when, .otherwise, .never, .reserve, .hysteresis, .prove]) + actions
    }
    switch last.kind {
    case .keyword(let keyword): return proposals(after: keyword, statement, in: block)
    case .name: return proposals(afterName: last, statement)
    case .colon: return block == .site ? [] : actions
    case .comma: return proposals(afterCommaIn: statement, block)
    case .equals: return actions + days + keywords([.cheapest, .dearest]) + tariffs
    case .time, .rightParenthesis, .date: return keywords([.on, .except])
    case .relation: return values
    case .quantity where isInAction(statement): return keywords([.to, .by, .then, .allow])
    case .quantity: return keywords([.and, .or, .for, .import, .export])
    default: return []
    }
  }

  private func proposals(
    after keyword: Keyword, _ statement: [Token], in block: CompletionPlace.Block
  ) -> [Proposal] {
    switch keyword {
    case .during, .of: return keywords([.cheapest, .dearest]) + tariffs + values
    case .on, .except: return days
    case .when, .and, .or, .not: return conditions
    case .then, .prove: return actions + (keyword == .prove ? keywords([.never]) : [])
    case .never: return keywords([.charge, .discharge, .v2g, .over])
    case .at where block == .test && statement.count == 1: return days
    case .at: return keywords([.least, .most]) + values
    case .least, .most, .to, .by, .over, .reserve, .hysteresis: return values
    case .soc: return comparisons + keywords([.in])
    case .home, .solar, .importing, .exporting, .grid, .price: return comparisons
    case .allow:
      return DiagnosticCode.allCases.filter { $0.severity == .warning }.map {
        Proposal(label: $0.name, kind: .value)
      }
    case .hand: return keywords([.over])
    case .over where statement.contains { $0.kind == .keyword(.hand) }: return keywords([.allow])
    case .optimise: return values + keywords([.allow])
    case .idle, .charge, .s2v, .v2h, .v2g: return keywords([.at, .to, .then, .allow])
    case .unknown, .unplugged, .in: return keywords([.and, .or, .for])
    default: return []
    }
  }

  /// Behind a tariff's name its periods follow; behind any other, what goes on.
  private func proposals(afterName name: Token, _ statement: [Token]) -> [Proposal] {
    if let periods = declarations.periods[source.text(name.range).lowercased()] {
      return periods.map { Proposal(label: $0.name, kind: .value, detail: $0.excerpt) }
    }
    return isInAction(statement) ? keywords([.to, .then, .allow]) : keywords([.on, .and, .or, .for])
  }

  private func proposals(afterCommaIn statement: [Token], _ block: CompletionPlace.Block) -> [Proposal] {
    if statement.contains(where: { $0.kind == .keyword(.optimise) }) {
      return words(["without selling", "at most"]) + values
    }
    if block == .test { return readings + words(["plugged in"]) + keywords([.unplugged]) }
    let starts: [Token.Kind] = [.keyword(.during), .keyword(.on), .keyword(.when), .keyword(.let)]
    let list = statement.last { starts.contains($0.kind) }?.kind
    let more =
      list == .keyword(.on) || list == .keyword(.let)
      ? days : list == .keyword(.during) ? tariffs + values : []
    return (list == .keyword(.let) ? [] : keywords([.during, .on, .when])) + more
  }

  private func isInAction(_ statement: [Token]) -> Bool {
    statement.contains { $0.kind == .colon } || statement.first.map { !$0.startsGuards } ?? false
  }

  // MARK: Groups

  private func keywords(_ keywords: [Keyword]) -> [Proposal] {
    keywords.map { Proposal(label: $0.spelling, kind: .keyword, detail: $0.explanation) }
  }

  private func words(_ words: [String]) -> [Proposal] { words.map { Proposal(label: $0, kind: .property) } }

  private var values: [Proposal] {
    declarations.lets.values.sorted { $0.name < $1.name }.map {
      Proposal(label: $0.name, kind: .variable, detail: $0.excerpt)
    }
  }

  private var tariffs: [Proposal] {
    declarations.tariffs.values.sorted { $0.name < $1.name }.map { Proposal(label: $0.name, kind: .module) }
  }

  private var actions: [Proposal] {
    keywords([.idle, .charge, .s2v, .v2h, .v2g, .optimise])
      + ["S2V + V2H", "hand over"].map { Proposal(label: $0, kind: .keyword) } + values
  }

  private var days: [Proposal] {
    keywords(Keyword.allCases.filter { $0.weekday != nil } + [.weekdays, .weekends, .daily])
      + keywords(Keyword.allCases.filter { $0.month != nil }) + values
  }

  private var readings: [Proposal] { Reading.named.map { Proposal(label: $0.name, kind: .property) } }

  private var conditions: [Proposal] { readings + words(["plugged in"]) + keywords([.unplugged, .not]) }

  private var comparisons: [Proposal] {
    ["<", "<=", ">", ">="].map { Proposal(label: $0, kind: .keyword) } + keywords([.unknown])
  }
}

extension Token {
  /// Whether guards, a clause or a declaration start with it, and not an action.
  fileprivate var startsGuards: Bool {
    guard case .keyword(let keyword) = kind else { return false }
    return !keyword.startsAction
  }
}
