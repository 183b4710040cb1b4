// Descriptions of devices: one statement a line.
extension Parser {
  mutating func parseDescription(from start: Token) throws(SyntaxError) -> DescriptionSyntax {
    guard current.isWord else {
      expect("a name for the device")
      throw unexpected()
    }
    let name = joinedName()
    try require(.colon)
    guard current.isWord else {
      expect("what the device does, such as `meter`")
      throw unexpected()
    }
    let role = word(of: advance())
    var description = DescriptionSyntax(name: name, role: role, range: range(from: start))
    let open = try requireOpeningBrace()
    let mistakes = diagnostics.count
    isInDescription = true
    defer { isInDescription = false }
    do throws(SyntaxError) {
      try block(openedBy: open) { parser throws(SyntaxError) in
        try parser.parseDescriptionLine(into: &description)
      }
    } catch {
      description.isIncomplete = true
      throw error
    }
    description.isIncomplete = diagnostics.count > mistakes
    return description
  }

  private mutating func parseDescriptionLine(into description: inout DescriptionSyntax) throws(SyntaxError) {
    let start = current
    settingStarts.append(start.range.start)
    let statement = word(of: current)
    if takeWord("facts") {
      if description.facts != nil { description.repeated.append(statement) }
      description.facts = try requireString("where the facts are from")
      guard !atWord("tried") else { return }
    } else if takeWord("tried") {
      if description.trial != nil { description.repeated.append(statement) }
      description.trial = try requireString("how it was tried, and by whom")
    } else if take(.over) {
      description.transports.append(try parseTransport())
    } else if takeWord("setting") {
      description.settings.append(try parseDescribedSetting())
    } else if takeWord("read") {
      description.reads.append(try parseRead(from: start))
    } else if takeWord("expect") {
      let place = try parsePath("a path such as `.unit`")
      var expectation = DescriptionSyntax.Expectation(
        place: place, text: try requireString("the text that must be there"))
      expectation.isOptional = takeWord("optional")
      description.expectations.append(expectation)
    } else if takeWord("generation") {
      try parseGeneration(into: &description, from: start)
    } else if take(.let) {
      description.offsets.append(try parseOffset())
    } else if try parseChargerLine(into: &description.charger, from: start) {
      if description.charger.first == nil { description.charger.first = range(from: start) }
    } else if takeWord("sample") {
      var sample = DescriptionSyntax.Sample(file: try requireString("the name of a file"))
      if takeWord("of") {
        sample.isTopic = !takeWord("get")
        sample.target = try requireString(sample.isTopic ? "`get`, or a topic" : "the path that is asked for")
      }
      let isThere = description.samples.contains { $0.target?.text == sample.target?.text }
      if isThere { description.repeated.append(statement) }
      description.samples.append(sample)
    } else {
      throw unexpected(amongWords: [.over])
    }
    try endStatement()
  }

  private mutating func parseTransport() throws(SyntaxError) -> (
    name: Word, settings: [DescriptionSyntax.TransportSetting]
  ) {
    guard current.isWord else {
      for name in ["`http`", "`https`", "`modbus`", "`mqtt`", "`sunspec`"] { expect(name) }
      throw unexpected()
    }
    let name = word(of: advance())
    guard current.kind == .leftBrace else { return (name, []) }
    let open = advance()
    var settings: [DescriptionSyntax.TransportSetting] = []
    try block(openedBy: open) { parser throws(SyntaxError) in
      guard parser.current.isWord else {
        parser.expect("a setting of the transport")
        throw parser.unexpected()
      }
      parser.settingStarts.append(parser.current.range.start)
      var setting = DescriptionSyntax.TransportSetting(name: parser.word(of: parser.advance()))
      switch setting.name.key {
      case "get": setting.word = try parser.requireString("the path that is asked for")
      case "login": setting.word = try parser.requireWord("a way to log in, such as `digest`")
      case "rtu": break
      case "ask":
        setting.word = try parser.requireString("the topic that is said")
        try parser.require(.every)
        setting.quantity = try parser.parseQuantity("after how long anew, such as `30s`")
      case "port", "unit", "gap", "every": setting.quantity = try parser.parseQuantity("a number")
      default:
        // The checker says that there is no such setting.
        if case .quantity = parser.current.kind { parser.advance() }
        if parser.current.kind == .string { parser.advance() }
      }
      settings.append(setting)
    }
    return (name, settings)
  }

  private mutating func parseDescribedSetting() throws(SyntaxError) -> DescriptionSyntax.Setting {
    guard current.isWord else {
      expect("a name for the setting")
      throw unexpected()
    }
    let first = advance()
    // A name may have two words, as that of a site's own settings.
    if current.isWord, !at(.in) { advance() }
    var setting = DescriptionSyntax.Setting(name: phrase(from: first))
    if current.kind == .string {
      setting.text = word(of: advance())
      return setting
    }
    if isAtEndOfStatement { return setting }
    if !at(.in) { setting.fallback = try parseQuantity("a number") }
    try require(.in)
    setting.range = try parseSpan()
    setting.isOptional = takeWord("optional")
    return setting
  }

  private mutating func parseGeneration(
    into description: inout DescriptionSyntax, from start: Token
  ) throws(SyntaxError) {
    if take(.from) {
      let place = try parsePath("a path such as `get \"/about\" .gen`")
      var identity = DescriptionSyntax.Identity(place: place, range: range(from: start))
      if takeWord("else") { identity.fallback = try parseQuantity("a generation") }
      identity.range = range(from: start)
      if description.identity != nil { description.repeated.append(word(of: start)) }
      description.identity = identity
      return
    }
    guard current.startsNumber else {
      for what in ["`from`", "the number of a generation"] { expect(what) }
      throw unexpected()
    }
    let low = try parseQuantity("the number of a generation")
    var generation = DescriptionSyntax.Generation(
      low: low,
      description: DescriptionSyntax(
        name: description.name, role: description.role, range: range(from: start)))
    if takeDots() {
      if current.startsNumber {
        generation.high = try parseQuantity("the last generation")
      } else {
        generation.isOpen = true
      }
    }
    let open = try requireOpeningBrace()
    try block(openedBy: open) { parser throws(SyntaxError) in
      try parser.parseDescriptionLine(into: &generation.description)
    }
    description.generations.append(generation)
  }

  private mutating func parsePath(_ what: String) throws(SyntaxError) -> DescriptionSyntax.PathSyntax {
    if current.kind == .string {
      let topic = word(of: advance())
      let isWhole = current.kind != .path
      return DescriptionSyntax.PathSyntax(
        target: topic, isTopic: true,
        path: isWhole ? Word(text: "", range: topic.range) : word(of: advance()))
    }
    let target = takeWord("get") ? try requireString("the path that is asked for") : nil
    guard current.kind == .path else {
      expect(what)
      throw unexpected()
    }
    return DescriptionSyntax.PathSyntax(target: target, path: word(of: advance()))
  }

  private mutating func parseOffset() throws(SyntaxError) -> DescriptionSyntax.Offset {
    let name = try requireWord("a name for what is added to addresses")
    try require(.equals)
    var offset = DescriptionSyntax.Offset(name: name, setting: try requireWord("a setting"))
    guard current.kind == .times else {
      expect("`*`")
      return offset
    }
    advance()
    offset.factor = try parseQuantity("a number")
    return offset
  }

  mutating func parseSpan() throws(SyntaxError) -> (low: QuantitySyntax, high: QuantitySyntax) {
    let low = try parseQuantity("a range such as `0..9`")
    guard takeDots() else { throw unexpected() }
    return (low, try parseQuantity("the end of the range"))
  }

  /// The words from a token on, a blank between two.
  func phrase(from first: Token) -> Word {
    let written = written(from: first)
    return Word(
      text: written.text.split { $0 == " " || $0 == "\t" }.joined(separator: " "), range: written.range)
  }

  // MARK: read

  private mutating func parseRead(from start: Token) throws(SyntaxError) -> DescriptionSyntax.Read {
    guard current.isWord else {
      expect("what is read, such as `grid`")
      throw unexpected()
    }
    let first = advance()
    // `power factor` is one name.
    if word(of: first).key == "power", atWord("factor") { advance() }
    var read = DescriptionSyntax.Read(name: phrase(from: first), place: start.range)
    if current.kind == .string { read.label = word(of: advance()) }
    try require(.from)
    read.terms = try parseTerms()
    while take(.or) { read.alternatives.append(try parseTerms()) }
    try parseReadClauses(of: &read)
    if current.kind == .leftBrace { read.meanings = try parseMeanings() }
    read.place = range(from: start)
    return read
  }

  private mutating func parseTerms() throws(SyntaxError) -> [DescriptionSyntax.Term] {
    var terms: [DescriptionSyntax.Term] = []
    var isSubtracted = false
    repeat {
      let first = current
      let source = try parseSource()
      terms.append(
        DescriptionSyntax.Term(source: source, isSubtracted: isSubtracted, place: range(from: first)))
      isSubtracted = current.kind == .minus
    } while take(.plus) || take(.minus)
    return terms
  }

  /// What stands behind the place of a number: its unit, its direction and what else is said of it.
  mutating func parseReadClauses(of read: inout DescriptionSyntax.Read) throws(SyntaxError) {
    while true {
      if current.kind == .comma {
        advance()
        continue
      }
      let clause = word(of: current)
      if take(.in) {
        if read.unit != nil { read.repeated.append(clause) }
        read.unit = try parseUnit()
        continue
      }
      settingStarts.append(current.range.start)
      if takeWord("positive") {
        if read.direction != nil { read.repeated.append(clause) }
        read.direction = try requireWord("a direction such as `importing`")
      } else if takeWord("range") {
        if read.range != nil { read.repeated.append(clause) }
        read.range = try parseSpan()
      } else if takeWord("else") {
        if read.fallback != nil { read.repeated.append(clause) }
        read.fallback = try parseQuantity("a value such as `0W`")
      } else if takeWord("valid") {
        if read.validity != nil { read.repeated.append(clause) }
        try require(.when)
        guard current.kind == .path else {
          expect("a path such as `.is_valid`")
          throw unexpected()
        }
        read.validity = word(of: advance())
      } else if takeWord("fresh") {
        if read.freshness != nil { read.repeated.append(clause) }
        try require(.by)
        guard current.kind == .path else {
          expect("a path such as `.timestamp`")
          throw unexpected()
        }
        let path = word(of: advance())
        try requireWord("within", "`within`")
        read.freshness = (path, try parseQuantity("how old it may be, such as `5min`"))
      } else if takeWord("stale") {
        if read.staleness != nil { read.repeated.append(clause) }
        try requireWord("after", "`after`")
        read.staleness = try parseQuantity("how long it counts, such as `30s`")
      } else if takeWord("optional") {
        if read.isOptional { read.repeated.append(clause) }
        read.isOptional = true
      } else {
        break
      }
    }
  }

  mutating func requireWord(_ what: String) throws(SyntaxError) -> Word {
    guard current.isWord else {
      expect(what)
      throw unexpected()
    }
    return word(of: advance())
  }

  mutating func parseUnit() throws(SyntaxError) -> DescriptionSyntax.Unit {
    if current.startsNumber { return .quantity(try parseQuantity("a unit")) }
    return .name(try requireWord("a unit such as `W` or `0.1W`"))
  }

  mutating func parseSource() throws(SyntaxError) -> DescriptionSyntax.Source {
    if current.kind == .path || current.kind == .string || atWord("get") {
      return .path(try parsePath("a path such as `.power`"))
    }
    if atWord("model") { return .register(try parseModel()) }
    guard atWord("holding") || atWord("input") else {
      expect("a path such as `.power`")
      throw unexpected()
    }
    return .register(try parseRegister())
  }

  mutating func parseRegister() throws(SyntaxError) -> DescriptionSyntax.RegisterSyntax {
    if let place = try parsePlace() { return place }
    guard atWord("holding") || atWord("input") else { throw unexpected() }
    let table = word(of: advance())
    let isManual = takeWord("manual")
    if current.kind == .name {
      let offset = word(of: advance())
      var address = QuantitySyntax.literal(Quantity(0, .none), text: "0", at: offset.range)
      if current.kind == .plus, peek().startsNumber {
        advance()
        address = try parseQuantity("the number of a register")
      }
      return try parseType(
        of: DescriptionSyntax.RegisterSyntax(
          table: table, address: address, isManual: isManual, offset: offset))
    }
    var register = DescriptionSyntax.RegisterSyntax(
      table: table, address: try parseQuantity("the number of a register"), isManual: isManual)
    let next = peek()
    if current.kind == .plus, next.kind == .name,
      !["holding", "input", "model", "get"].contains(word(of: next).key)
    {
      advance()
      register.offset = word(of: advance())
    }
    return try parseType(of: register)
  }

  /// `model 203 at 18 as int16 scale at 22`.
  private mutating func parseModel() throws(SyntaxError) -> DescriptionSyntax.RegisterSyntax {
    let table = word(of: advance())
    let model = try parseQuantity("the number of a model")
    try require(.at)
    let address = try parseQuantity("where in the model, counted from its first register")
    var register = try parseType(
      of: DescriptionSyntax.RegisterSyntax(table: table, address: address, isManual: false))
    register.model = model
    if takeWord("scale") {
      try require(.at)
      register.scale = try parseQuantity("where in the model the power of ten stands")
    }
    return register
  }

  private mutating func parseType(
    of register: DescriptionSyntax.RegisterSyntax
  ) throws(SyntaxError) -> DescriptionSyntax.RegisterSyntax {
    var register = register
    if takeWord("as") { register.kind = try requireWord("a type such as `int16`") }
    register.isSwapped = takeWord("swapped")
    if take(.by) {
      try requireWord("function", "`function`")
      register.function = try parseQuantity("a function such as `16`")
    }
    if take(.unknown) {
      try require(.at)
      register.unknownCodes.append(try parseQuantity("a code"))
      while current.kind == .comma, peek().startsNumber {
        advance()
        register.unknownCodes.append(try parseQuantity("a code"))
      }
    }
    return register
  }
}

extension Token {
  /// Whether it may follow a `-` in the name of a device, as in `cellar-2`.
  var continuesName: Bool {
    if case .quantity = kind { return true }
    return isWord
  }

  /// Whether a number starts with it.
  var startsNumber: Bool {
    switch kind {
    case .quantity, .minus: true
    default: false
    }
  }
}
