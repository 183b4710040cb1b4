// Site and device blocks, where several settings may share a line.
extension Parser {
  static let siteSettings = [
    "timezone", "battery", "margin", "voltage", "grid", "charger", "meter", "solar", "car", "record",
    "tariff",
    "import",
    "export",
    "stale", "settle",
    "on", "log", "metrics", "dashboard", "tell",
  ]

  mutating func parseSiteBody() throws(SyntaxError) -> [SiteSettingSyntax] {
    let open = try requireOpeningBrace()
    var settings: [SiteSettingSyntax] = []
    try block(openedBy: open) { parser throws(SyntaxError) in
      try parser.parseSiteSetting(into: &settings)
    }
    return settings
  }

  private mutating func parseSiteSetting(into settings: inout [SiteSettingSyntax]) throws(SyntaxError) {
    let start = current
    settingStarts.append(start.range.start)
    dropAssignment()
    if takeWord("timezone") {
      settings.append(.timezone(try requireString("an IANA time zone")))
    } else if takeWord("battery") {
      settings.append(.battery(try parseQuantity("an energy such as `52kWh`")))
      if current.kind == .leftBrace { try parseBatterySettings(into: &settings) }
    } else if takeWord("margin") {
      settings.append(.margin(try parseQuantity("a share such as `5%`")))
    } else if takeWord("voltage") {
      settings.append(.voltage(try parseQuantity("a voltage such as `230V`")))
    } else if take(.grid) {
      settings.append(try parseGridLimit())
      while isGridLimit {
        settingStarts.append(current.range.start)
        settings.append(try parseGridLimit())
      }
    } else if takeWord("charger") {
      settings.append(.charger(try parseDevice(role: "charger", from: start)))
    } else if takeWord("meter") {
      settings.append(.meter(try parseDevice(role: "meter", from: start)))
    } else if atSolarMeter {
      advance()
      advance()
      settings.append(.solarMeter(try parseDevice(role: "meter", from: start)))
    } else if takeWord("car") {
      settings.append(.car(try parseDevice(role: "car", from: start)))
    } else if takeWord("record") {
      settings.append(.record(try parseDevice(role: "record", from: start)))
    } else if take(.tariff) {
      settings.append(.tariff(try parseTariffName(), import: true, export: true))
    } else if take(.import) {
      try require(.tariff)
      settings.append(.tariff(try parseTariffName(), import: true, export: false))
    } else if take(.export) {
      try require(.tariff)
      settings.append(.tariff(try parseTariffName(), import: false, export: true))
    } else if takeWord("stale") {
      guard takeWord("after") else { throw unexpected() }
      settings.append(.staleAfter(try parseQuantity("a duration such as `30s`")))
    } else if takeWord("settle") {
      settings.append(.settle(try parseQuantity("a duration such as `5min`")))
    } else if take(.on) {
      guard takeWord("stale"), takeWord("meter") else { throw unexpected() }
      try require(.colon)
      if take(.idle) {
        settings.append(.onStaleMeter(keepsFixedActions: false, range(from: start)))
      } else {
        guard takeWord("keep"), takeWord("fixed"), takeWord("actions") else { throw unexpected() }
        settings.append(.onStaleMeter(keepsFixedActions: true, range(from: start)))
      }
    } else if takeWord("tell") {
      settings.append(.tell(try parseTell(from: start)))
    } else if takeWord("log") {
      try require(.to)
      settings.append(.log(try requireString("a folder")))
    } else if takeWord("metrics") {
      try require(.at)
      settings.append(.metrics(try requireString("an address such as \"127.0.0.1:9090\"")))
    } else if takeWord("dashboard") {
      try require(.at)
      let address = try requireString("an address such as \"127.0.0.1:8080\"")
      let name = takeWord("behind") ? try requireString("the name of a proxy such as \"home.example\"") : nil
      settings.append(.dashboard(address, behind: name))
    } else {
      throw unknownSetting("a site", among: Parser.siteSettings)
    }
  }

  /// Reads the `{ wear 3p }` behind what a battery holds.
  private mutating func parseBatterySettings(into settings: inout [SiteSettingSyntax]) throws(SyntaxError) {
    let open = try requireOpeningBrace()
    var collected: [SiteSettingSyntax] = []
    try block(openedBy: open) { parser throws(SyntaxError) in
      parser.settingStarts.append(parser.current.range.start)
      parser.dropAssignment()
      guard parser.takeWord("wear") else { throw parser.unknownSetting("`battery`", among: ["wear"]) }
      collected.append(.wear(try parser.parseQuantity("a price such as `3p`")))
    }
    settings += collected
  }

  /// Whether `solar meter` stands here.
  private var atSolarMeter: Bool {
    current.kind == .keyword(.solar) && peek().isWord && word(of: peek()).key == "meter"
  }

  private var isGridLimit: Bool {
    (current.kind == .keyword(.import) || current.kind == .keyword(.export)) && peek().isWord
      && word(of: peek()).key == "limit"
  }

  private mutating func parseGridLimit() throws(SyntaxError) -> SiteSettingSyntax {
    let isImport = at(.import)
    guard isImport || at(.export) else { throw unexpected() }
    advance()
    guard takeWord("limit") else { throw unexpected() }
    let limit = try parseQuantity("a current or a power")
    return isImport ? .importLimit(limit) : .exportLimit(limit)
  }

  private mutating func parseTariffName() throws(SyntaxError) -> Word {
    if current.kind == .string {
      let name = word(of: advance())
      // Which tariff is meant by several words is for the checker, who knows them.
      if name.text.utf8.allSatisfy(\.isNamePart) { report(.quotedName(name.text, at: name.range)) }
      return name
    }
    guard current.kind == .name else {
      expect("the name of a tariff")
      throw unexpected()
    }
    let start = advance()
    // A supplier's name before that of its tariff.
    while ["octopus", "intelligent"].contains(word(of: previous).key), current.kind == .name,
      !Parser.siteSettings.contains(word(of: current).key)
    {
      advance()
    }
    return written(from: start)
  }

  mutating func unknownSetting(_ owner: String, among names: [String]) -> SyntaxError {
    guard current.isWord else {
      for name in names { expect("`\(name)`") }
      return unexpected()
    }
    let text = word(of: current).text
    if let meant = SettingMeant(text, among: names) { settingsMeant.insert(meant.name) }
    return fail(.unknownSetting(text, of: owner, among: names, at: current.range))
  }

  // MARK: Devices

  private mutating func parseDevice(role: String, from start: Token) throws(SyntaxError) -> DeviceSyntax {
    guard current.isWord else {
      expect("the name of a driver")
      throw unexpected()
    }
    let driver = joinedName()
    let drivers = DeviceSchema.drivers[role] ?? [:]
    var address: Word?
    if current.kind == .string {
      report(.addressWithoutKeyword(driver.key == "csv" ? "to" : "at", at: current.range))
      address = word(of: advance())
    } else if role == "record" ? take(.at) || take(.to) : take(.at) {
      address = try requireString(role == "record" ? "an address or a folder" : "an address")
    }
    let head = range(from: start)
    // What is no driver of the program's own may be described in text, in whichever file.
    let schema = drivers[driver.key] ?? DeviceSchema.described(role: role)
    guard let schema else {
      report(.unknownDriver(driver.text, role: role, among: drivers.keys.sorted(), at: driver.range))
      if current.kind == .leftBrace { skipBlock() }
      return DeviceSyntax(driver: driver, address: address, settings: [], range: head)
    }
    var device = DeviceSyntax(driver: driver, address: address, settings: [], range: head)
    if current.kind == .leftBrace {
      let mistakes = diagnostics.count
      try parseSettings(
        schema, owner: driver.text, prefix: "", isOpen: drivers[driver.key] == nil, into: &device.settings)
      device.isIncomplete = diagnostics.count > mistakes
    }
    return device
  }

  private mutating func skipBlock() {
    var braces = 0
    repeat {
      if current.kind == .leftBrace { braces += 1 }
      if current.kind == .rightBrace { braces -= 1 }
      advance()
    } while braces > 0 && current.kind != .end
  }

  /// Reads the settings of a device.
  ///
  /// - Parameter isOpen: whether it may have others, which its description alone knows.
  private mutating func parseSettings(
    _ schema: [String: DeviceSchema.Value], owner: String, prefix: String, isOpen: Bool = false,
    into settings: inout [DeviceSyntax.Setting]
  ) throws(SyntaxError) {
    let open = try requireOpeningBrace()
    // Collected here because the block's closure may not capture the parameter while it is being changed.
    var collected: [DeviceSyntax.Setting] = []
    try block(openedBy: open) { parser throws(SyntaxError) in
      let start = parser.current
      parser.settingStarts.append(start.range.start)
      parser.dropAssignment()
      guard let (key, value) = parser.takeKey(of: schema) else {
        if isOpen { return collected.append(try parser.parseOwnSetting(from: start)) }
        throw parser.unknownSetting("`\(owner)`", among: schema.keys.sorted())
      }
      if case .block(let inner) = value {
        try parser.parseSettings(inner, owner: "\(owner)` `\(key)", prefix: "\(key).", into: &collected)
      } else if case .quantityAndNeed(let phrases) = value {
        if !parser.isAtPhrase(among: phrases) {
          collected.append(try parser.setting(prefix + key, .quantity, from: start))
          guard parser.isAtPhrase(among: phrases) else { return }
        }
        collected.append(try parser.setting("\(prefix)\(key).need", .choice(phrases), from: start))
      } else {
        collected.append(try parser.setting(prefix + key, value, from: start))
      }
    }
    settings += collected
  }

  /// Reads a setting that the description of a device alone knows.
  private mutating func parseOwnSetting(from start: Token) throws(SyntaxError) -> DeviceSyntax.Setting {
    guard current.isWord else {
      expect("the name of a setting")
      throw unexpected()
    }
    let first = advance()
    // A name may have two words: `grid channel 0`.
    let isLonger = current.isWord && (peek().startsNumber || peek().kind == .string)
    if isLonger { advance() }
    let key = phrase(from: first).key
    return try setting(key, current.kind == .string ? .text : .quantity, from: start)
  }

  /// Reads the value of the setting that began at `start`.
  mutating func setting(
    _ key: String, _ value: DeviceSchema.Value, from start: Token
  ) throws(SyntaxError) -> DeviceSyntax.Setting {
    let (valueStart, keyRange) = (current, range(from: start))
    let parsed = try parseValue(value)
    return DeviceSyntax.Setting(
      key: key, value: parsed, range: range(from: start), keyRange: keyRange,
      valueRange: range(from: valueStart))
  }

  private func isAtPhrase(among phrases: [String]) -> Bool {
    phrases.contains { phrase in
      let words = phrase.split(separator: " ")
      return words.indices.allSatisfy { peek($0).isWord && word(of: peek($0)).key == words[$0] }
    }
  }

  /// Moves past the words of a key, the longest that fits.
  private mutating func takeKey(of schema: [String: DeviceSchema.Value]) -> (String, DeviceSchema.Value)? {
    for (key, value) in schema.sorted(by: { $0.key.utf8.count > $1.key.utf8.count }) {
      let words = key.split(separator: " ")
      let fits = words.indices.allSatisfy { peek($0).isWord && word(of: peek($0)).key == words[$0] }
      if fits {
        for _ in words { advance() }
        return (key, value)
      }
    }
    return nil
  }

  private mutating func parseValue(_ value: DeviceSchema.Value) throws(SyntaxError)
    -> DeviceSyntax.Setting.Value
  {
    switch value {
    case .quantity: return .quantity(try parseQuantity("a value"))
    case .range:
      let low = try parseQuantity("a range such as `3A..16A`")
      guard takeDots() else { throw unexpected() }
      return .range(low: low, high: try parseQuantity("the end of the range"))
    case .text: return .text(try requireString("a text"))
    case .secret:
      if take(.env) { return .secret(.environment(try requireString("a variable's name").text)) }
      if take(.file) { return .secret(.file(try requireString("a path").text)) }
      return .secret(.literal(try requireString("`env \"NAME\"`, or a text").text))
    case .choice(let phrases):
      for phrase in phrases {
        let words = phrase.split(separator: " ")
        if words.indices.allSatisfy({ peek($0).isWord && word(of: peek($0)).key == words[$0] }) {
          for _ in words { advance() }
          return .choice(phrase)
        }
        expect("`\(phrase)`")
      }
      throw unexpected()
    case .quantityAndNeed, .block: throw unexpected()
    }
  }
}
