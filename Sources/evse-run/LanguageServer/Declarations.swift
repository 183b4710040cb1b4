import ScheduleLang

/// Where the names that a document can use are declared, in it and in the files that it uses.
struct Declarations {
  /// One declaration.
  struct Declaration {
    /// What it declares.
    enum Kind {
      case value, tariff, period, schedule
    }

    var kind: Kind
    /// The name as declared.
    var name: String
    /// Where the name is.
    var range: SourceRange
    /// The text to show for it.
    var excerpt: String
  }

  /// Names for values by their lower-case spelling; the declaration that counts.
  private(set) var lets: [String: Declaration] = [:]
  /// Tariffs likewise; those that ship with the program are in no file of the document.
  private(set) var tariffs: [String: Declaration] = [:]
  /// The periods of each tariff, in order.
  private(set) var periods: [String: [Declaration]] = [:]
  /// Schedules of used files by name.
  private(set) var schedules: [String: Declaration] = [:]
  /// The paths after `use` in the document itself.
  private(set) var uses: [Word] = []

  /// Collects the declarations of `sources`, of which the first is the document.
  init(in sources: [SourceFile]) {
    let builtIn = BuiltInTariffs.source
    add(Parser.parse(builtIn, file: -1).tree, builtIn, isBuiltIn: true)
    for (number, source) in sources.enumerated() where source.path != builtIn.path {
      let tree = Parser.parse(source, file: number).tree
      if number == 0 { uses = tree.uses.map(\.path) }
      add(tree, source, isBuiltIn: false)
    }
  }

  private mutating func add(_ tree: FileSyntax, _ source: SourceFile, isBuiltIn: Bool) {
    for item in tree.lets where lets[item.name.key] == nil {
      lets[item.name.key] = Declaration(
        kind: .value, name: item.name.text, range: item.name.range,
        excerpt: source.lineText(of: item.name.range))
    }
    for tariff in tree.tariffs {
      let text = source.text(tariff.periods.reduce(tariff.range) { $0.union($1.range) })
      tariffs[tariff.name.key] = Declaration(
        kind: .tariff, name: tariff.name.text, range: tariff.name.range, excerpt: text + "\n}")
      periods[tariff.name.key] = tariff.periods.map { period in
        Declaration(
          kind: .period, name: period.name.text, range: period.name.range, excerpt: source.text(period.range))
      }
    }
    for schedule in tree.schedules {
      schedules[schedule.name.text] = Declaration(
        kind: .schedule, name: schedule.name.text, range: schedule.name.range,
        excerpt: source.text(schedule.range))
    }
  }

  /// What the word at `index` of `tokens` names.
  func declaration(at index: Int, of tokens: [Token], in source: SourceFile) -> Declaration? {
    let token = tokens[index]
    func text(_ token: Token) -> String { source.text(token.range).lowercased() }
    let previous = index > 0 ? tokens[index - 1] : nil
    if token.kind == .string, previous?.kind == .keyword(.over) {
      return schedules[String(source.text(token.range).dropFirst().dropLast())]
    }
    guard token.isWord else { return nil }
    if let previous, previous.kind == .name, let periods = periods[text(previous)],
      let period = periods.first(where: { $0.name.lowercased() == text(token) })
    {
      return period
    }
    guard token.kind == .name else { return nil }
    if previous?.kind == .keyword(.tariff) { return tariffs[text(token)] }
    return lets[text(token)] ?? tariffs[text(token)]
  }
}

extension SourceFile {
  /// The line on which a range starts, without the blanks around it.
  fileprivate func lineText(of range: SourceRange) -> String {
    let words = line(position(at: range.start).line).split(separator: " ", omittingEmptySubsequences: true)
    return words.joined(separator: " ")
  }
}
