/// How words are written: keywords in the language's own case, names as they are declared.
///
/// A name that another file declares stays as it is.
struct Spelling {
  private var lets: [String: String] = [:]
  private var tariffs: [String: String] = [:]
  /// The names of periods by the tariff they belong to.
  private var periods: [String: [String: String]] = [:]
  private static let builtInTariffs = Parser.parse(BuiltInTariffs.source, file: 0).tree.tariffs
  /// Words that name settings and drivers.
  private static let settingWords: Set<String> = {
    var words: Set<String> = ["limit", "after", "fixed", "actions", "keep"]
    for setting in Parser.siteSettings { words.insert(setting) }
    for drivers in DeviceSchema.drivers.values {
      for (driver, settings) in drivers {
        words.formUnion(driver.split(separator: "-").map(String.init))
        words.formUnion(DeviceSchema.words(of: settings))
      }
    }
    words.formUnion(DeviceSchema.words(of: DeviceSchema.describedCharger))
    words.formUnion(DeviceSchema.words(of: DeviceSchema.describedMeter))
    for device in BuiltInDevices.names {
      words.formUnion(device.split(separator: "-").map(String.init))
      for setting in DeviceSchema.ownSettings(of: device) {
        words.formUnion(setting.split(separator: " ").map(String.init))
      }
    }
    return words
  }()

  init(_ source: SourceFile, _ tree: FileSyntax) {
    for tariff in Self.builtInTariffs + tree.tariffs {
      tariffs[tariff.name.key] = tariff.name.text
      periods[tariff.name.key] = Dictionary(
        tariff.periods.map { ($0.name.key, $0.name.text) }, uniquingKeysWith: { first, _ in first })
    }
    for name in tree.lets.map(\.name) { lets[name.key] = name.text }
  }

  /// How the name `text` is written where `previous` and `next` stand beside it.
  func name(
    _ text: String, in block: BlockKind, after previous: FormattedLine.Piece?, before next: Token.Kind?
  ) -> String {
    let key = text.lowercased()
    // A device may be called as a tariff is.
    if previous?.token.kind == .keyword(.device) { return text }
    switch block {
    case .settings:
      if previous?.token.kind == .keyword(.tariff) { return tariffs[key] ?? text }
      if Self.settingWords.contains(key) { return key }
    case .tariff:
      let from = Token.Kind.keyword(.from)
      if next == .string || next == from || previous?.token.kind == from { return key }
    // A series that falls silent; no name is declared so for its place.
    case .statements where key == "stale" && lets[key] == nil: return key
    case .file, .statements: break
    }
    if let previous, previous.token.kind == .name, let names = periods[previous.text.lowercased()] {
      return names[key] ?? text
    }
    return lets[key] ?? tariffs[key] ?? text
  }
}

extension FormattedLine {
  /// Writes the words of the line as `spelling` has them.
  mutating func respell(by spelling: Spelling) {
    for index in pieces.indices {
      switch pieces[index].token.kind {
      case .keyword(let keyword): pieces[index].text = keyword.spelling
      case .name:
        pieces[index].text = spelling.name(
          pieces[index].text, in: pieces[index].block, after: index > 0 ? pieces[index - 1] : nil,
          before: pieces.indices.contains(index + 1) ? pieces[index + 1].token.kind : nil)
      default: continue
      }
    }
  }
}

extension DeviceSchema {
  /// The words of all keys and choices, those of nested blocks included.
  static func words(of settings: [String: Value]) -> [String] {
    settings.flatMap { key, value in
      var words = key.split(separator: " ").map(String.init)
      switch value {
      case .choice(let phrases), .quantityAndNeed(let phrases):
        words += phrases.flatMap { $0.split(separator: " ").map(String.init) }
      case .block(let inner): words += DeviceSchema.words(of: inner)
      case .quantity, .range, .text, .secret: break
      }
      return words
    }
  }
}
