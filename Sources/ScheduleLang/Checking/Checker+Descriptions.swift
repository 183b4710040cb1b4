// Devices that are described in text.
extension Checker {
  /// Collects the descriptions of all files and checks each.
  mutating func collectDescriptions() {
    for file in precedence {
      for description in files[file].tree.descriptions {
        if let first = descriptions[description.name.key]?.name {
          report(.duplicate("device", description.name, first: first.range))
        } else if DeviceSchema.isOwnDriver(description.name.key) {
          report(.ownDriver(description.name))
        } else {
          descriptions[description.name.key] = description
        }
      }
    }
    for key in descriptions.keys.sorted() { _ = description(key) }
  }

  /// The names of the devices that can be had for a role.
  func driverNames(role: String) -> [String] {
    let own = descriptions.values.filter { $0.role.key == role }.map(\.name.text)
    return Array(Set(DeviceSchema.drivers(role: role) + own)).sorted()
  }

  /// What a description means, the files' own before a shipped one; nil where there is none, or it has mistakes.
  mutating func description(_ key: String) -> DeviceDescription? {
    if let known = compiledDescriptions[key] { return known }
    guard let syntax = descriptions[key] ?? builtInDescription(key) else { return nil }
    let compiled = compile(syntax)
    compiledDescriptions[key] = .some(compiled)
    return compiled
  }

  /// Whether somebody describes a device, with or without mistakes.
  func isDescribed(_ key: String) -> Bool {
    descriptions[key] != nil || BuiltInDevices.names.contains(key)
  }

  private mutating func builtInDescription(_ key: String) -> DescriptionSyntax? {
    guard let source = BuiltInDevices.source(key) else { return nil }
    let (tree, problems) = Parser.parse(source, file: sources.count)
    sources.append(source)
    diagnostics += problems
    return tree.descriptions.first
  }

  private mutating func compile(_ syntax: DescriptionSyntax) -> DeviceDescription? {
    let mistakes = diagnostics.count
    let roles = DeviceDescription.Role.allCases.map(\.rawValue)
    guard let role = DeviceDescription.Role(rawValue: syntax.role.key) else {
      report(.unknownDeviceWord(syntax.role, what: "kind of device", among: roles))
      return nil
    }
    let settings = compileSettings(syntax)
    compileOffsets(syntax, settings)
    for further in syntax.transports.dropFirst() {
      report(.repeatedSetting("over", at: further.name.range, first: syntax.transports[0].name.range))
    }
    for word in syntax.repeated {
      report(.repeatedSetting(word.text, at: word.range, first: syntax.name.range))
    }
    if role != .charger, let place = syntax.charger.first { report(.foreignStatement(at: place)) }
    if let first = syntax.generations.first?.description.range ?? syntax.identity?.range {
      guard role == .meter else {
        report(.misplacedStatement("only a meter has generations", at: first))
        return nil
      }
      let description = compileGenerations(syntax, settings)
      return diagnostics.count == mistakes && !syntax.isIncomplete ? description : nil
    }
    reportMissing(in: syntax, role)
    return compile(syntax, role, settings)
  }

  /// Says what a description needs that nobody gives.
  private mutating func reportMissing(in syntax: DescriptionSyntax, _ role: DeviceDescription.Role) {
    var missing: [String] = []
    if syntax.transports.isEmpty { missing.append("over http { get \"…\" }`, `over mqtt` or `over modbus") }
    let readings = syntax.reads.map(\.name.key)
    if role == .meter, !readings.contains(DescribedQuantity.grid.rawValue),
      !readings.contains(DescribedQuantity.solar.rawValue)
    {
      missing.append("read grid from …")
    }
    if role == .car, !readings.contains(DescribedQuantity.soc.rawValue) {
      missing.append("read soc from …")
    }
    if !missing.isEmpty, !syntax.isIncomplete {
      report(.missingSettings(missing, of: syntax.name.text, at: syntax.range))
    }
  }

  /// What is said of a device, or of one of its generations.
  mutating func compile(
    _ syntax: DescriptionSyntax, _ role: DeviceDescription.Role, _ settings: [DeviceDescription.Setting]
  ) -> DeviceDescription? {
    let mistakes = diagnostics.count
    guard let named = syntax.transports.first, let transport = compileTransport(named, of: syntax) else {
      return nil
    }
    describedPlaces = ChargerPlaces()
    describedAccess = if case .http(let access) = transport { access } else { nil }
    defer { describedAccess = nil }
    var description = DeviceDescription(
      name: syntax.name.key, role: role, facts: syntax.facts?.text, trial: syntax.trial?.text,
      transport: transport, settings: settings, expectations: [], values: [])
    compileExpectations(syntax, into: &description)
    reportUndeclaredSettings(syntax, description)
    switch role {
    case .meter, .car:
      compileValues(syntax, into: &description)
      checkRegisters(syntax, description)
    case .charger: description.charger = compileCharger(syntax, over: transport)
    }
    reportLateRegisters(syntax, description)
    guard diagnostics.count == mistakes, !syntax.isIncomplete else { return nil }
    checkSample(syntax, description)
    return diagnostics.count == mistakes ? description : nil
  }

  private mutating func compileSettings(_ syntax: DescriptionSyntax) -> [DeviceDescription.Setting] {
    var settings: [DeviceDescription.Setting] = []
    for setting in syntax.settings {
      let key = setting.name.key
      if let first = syntax.settings.first(where: { $0.name.key == key }),
        first.name.range != setting.name.range
      {
        report(.repeatedSetting(setting.name.text, at: setting.name.range, first: first.name.range))
        continue
      }
      guard DeviceSchema.described(role: syntax.role.key)?[key] == nil else {
        report(.takenSetting(setting.name))
        continue
      }
      guard let range = setting.range else {
        if let text = setting.text, !DeviceDescription.Setting.isName(text.text) {
          report(.outOfRange(DeviceDescription.Setting.namesRule, at: text.range))
        }
        settings.append(.init(name: key, kind: .text(default: setting.text?.text)))
        continue
      }
      let limits = 0...999_999_999
      guard let low = wholeNumber(range.low, for: "a setting", in: limits),
        let high = wholeNumber(range.high, for: "a setting", in: limits)
      else { continue }
      guard low <= high else {
        report(.emptyRange("the smaller number comes first", at: range.low.range))
        continue
      }
      let fallback = setting.fallback.flatMap { wholeNumber($0, for: "`\(key)`", in: low...high) }
      settings.append(
        .init(name: key, kind: .number(low...high, default: fallback), isOptional: setting.isOptional))
    }
    return settings
  }

  /// What addresses are counted from.
  private mutating func compileOffsets(
    _ syntax: DescriptionSyntax, _ settings: [DeviceDescription.Setting]
  ) {
    (describedOffsets, describedSettings) = ([:], settings)
    for offset in syntax.offsets {
      guard settings.contains(where: { $0.name == offset.setting.key }) else {
        report(
          .undeclaredSetting(offset.setting.key, among: settings.map(\.name), at: offset.setting.range))
        continue
      }
      let isTaken =
        describedOffsets[offset.name.key] != nil || settings.contains { $0.name == offset.name.key }
      if isTaken { report(.takenSetting(offset.name)) }
      let factor = offset.factor.map { wholeNumber($0, for: "the factor", in: 1...10_000) } ?? 1
      describedOffsets[offset.name.key] = (offset.setting.key, factor ?? 1)
    }
  }

  /// Says of settings that are asked for that nobody declares them.
  private mutating func reportUndeclaredSettings(
    _ syntax: DescriptionSyntax, _ description: DeviceDescription
  ) {
    let names = description.settings.map(\.name) + describedOffsets.keys.sorted()
    func check(_ asked: [String], at range: SourceRange) -> Diagnostic? {
      asked.first { !names.contains($0) }.map { .undeclaredSetting($0, among: names, at: range) }
    }
    var found: [Diagnostic] = []
    func check(_ target: Word?) {
      guard let target, let template = TextTemplate(target.text) else { return }
      found += [check(template.settings, at: target.range)].compactMap(\.self)
    }
    func check(_ request: DescriptionSyntax.RequestSyntax) {
      guard let template = TextTemplate(request.target.text) else { return }
      let settings = template.settings.filter { $0 != ChargerRequest.told }
      found += [check(settings, at: request.target.range)].compactMap(\.self)
    }
    func check(_ place: DescriptionSyntax.PathSyntax) {
      check(place.target)
      guard let path = try? JSONPath(place.path.text) else { return }
      found += [check(path.settings, at: place.path.range)].compactMap(\.self)
    }
    switch description.transport {
    case .http: check(syntax.transports.first?.settings.first { $0.name.key == "get" }?.word)
    case .mqtt: check(syntax.transports.first?.settings.first { $0.name.key == "ask" }?.word)
    case .modbus: break
    }
    for expectation in syntax.expectations {
      check(expectation.place)
      check(expectation.text)
    }
    for read in syntax.reads {
      for term in read.terms + read.alternatives.joined() {
        switch term.source {
        case .path(let place): check(place)
        case .register(let register):
          guard let offset = register.offset else { continue }
          found += [check([offset.key], at: offset.range)].compactMap { $0 }
        }
      }
    }
    for register in syntax.charger.registers {
      if let offset = register.offset {
        found += [check([offset.key], at: offset.range)].compactMap(\.self)
      }
      switch register.place {
      case .path(let place): check(place)
      case .request(let request): check(request)
      case nil: break
      }
    }
    for diagnostic in found { report(diagnostic) }
  }

  /// Says of registers of a meter that a setting can put behind the last one there is.
  private mutating func reportLateRegisters(
    _ syntax: DescriptionSyntax, _ description: DeviceDescription
  ) {
    guard description.values.count == syntax.reads.count else { return }
    for (value, read) in zip(description.values, syntax.reads) {
      for (term, written) in zip(value.parts, read.terms + read.alternatives.joined()) {
        guard case .register(let register) = term.source, case .register(let syntax) = written.source,
          let offset = syntax.offset,
          let setting = description.settings.first(where: { $0.name == register.offset }),
          let objection = objection(to: setting, addedTo: register, at: offset.range)
        else { continue }
        report(objection)
      }
    }
  }

  /// What is wrong with a setting that is added to a register's address.
  func objection(
    to setting: DeviceDescription.Setting, addedTo register: Register, at range: SourceRange
  ) -> Diagnostic? {
    guard case .number(let values, _) = setting.kind else {
      return .outOfRange("`\(setting.name)` is a text, and is added to the number of a register", at: range)
    }
    guard values.upperBound > (65_536 - register.kind.width - register.address) / register.stride else {
      return nil
    }
    return .outOfRange("the last register is 65535", at: range)
  }
}

extension DeviceDescription.Setting {
  /// Whether a text can be put into an address without changing what it means.
  static func isName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0.isNamePart || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  /// What `isName` asks for, in a sentence.
  static let namesRule = "a name is made of at most 100 letters, digits, `.`, `_` and `-`"
}
