// Devices of a site that a text describes.
extension Checker {
  /// The device that a site names, with its description where it has one; what is wrong is reported.
  mutating func describedDevice(_ syntax: DeviceSyntax, role: String) -> DeviceConfiguration {
    var device = DeviceConfiguration(
      driver: syntax.driver.key, address: syntax.address?.text, range: syntax.range)
    guard isDescribed(device.driver) else {
      // The parser has reported it where no text can describe such a device.
      if DeviceDescription.Role(rawValue: role) != nil {
        report(
          .unknownDriver(
            syntax.driver.text, role: role, among: driverNames(role: role), at: syntax.driver.range))
      }
      return device
    }
    guard let description = description(device.driver) else { return device }
    guard description.role.rawValue == role else {
      report(
        .unknownDriver(
          syntax.driver.text, role: role, among: driverNames(role: role), at: syntax.driver.range))
      return device
    }
    device.description = description
    take(syntax.settings, of: description, into: &device)
    reportMissing(of: device, description, syntax)
    return device
  }

  private mutating func take(
    _ settings: [DeviceSyntax.Setting], of description: DeviceDescription,
    into device: inout DeviceConfiguration
  ) {
    let names = (description.settings.map(\.name) + description.commonSettings).sorted()
    var seen: [String: SourceRange] = [:]
    for setting in settings {
      if let first = seen[setting.key] {
        report(.repeatedSetting(setting.key, at: setting.range, first: first))
      }
      seen[setting.key] = setting.range
      guard names.contains(setting.key) else {
        // A name of two words without its value was read as one word with a value.
        if case .quantity(let value) = setting.value,
          names.contains("\(setting.key) \(value.text.lowercased())")
        {
          report(.missingValue("\(setting.key) \(value.text)", at: setting.range))
          continue
        }
        let known = names.filter { !$0.contains(".") }
        report(
          .unknownSetting(setting.key, of: "`\(description.name)`", among: known, at: setting.keyRange))
        continue
      }
      switch setting.value {
      case .secret(let secret):
        if case .literal = secret { report(.literalSecret(at: setting.valueRange)) }
        device.settings[setting.key] = .secret(resolved(secret, from: setting.range.file))
      case .text(let word):
        device.settings[setting.key] =
          setting.key.hasPrefix("restart.") ? .text(word.text) : text(word, of: setting, description)
      case .quantity(let quantity):
        device.settings[setting.key] = number(quantity, of: setting, description)
      case .choice(let phrase): device.settings[setting.key] = .word(phrase)
      case .range: continue
      }
    }
  }

  private mutating func text(
    _ word: Word, of setting: DeviceSyntax.Setting, _ description: DeviceDescription
  ) -> DeviceConfiguration.Value? {
    guard case .text = description.settings.first(where: { $0.name == setting.key })?.kind else {
      report(.outOfRange("`\(setting.key)` is a number", at: word.range))
      return nil
    }
    guard DeviceDescription.Setting.isName(word.text) else {
      report(.outOfRange(DeviceDescription.Setting.namesRule, at: word.range))
      return nil
    }
    return .text(word.text)
  }

  private mutating func number(
    _ quantity: QuantitySyntax, of setting: DeviceSyntax.Setting, _ description: DeviceDescription
  ) -> DeviceConfiguration.Value? {
    switch (setting.key, description.settings.first { $0.name == setting.key }?.kind) {
    case (_, .number(let range, _)):
      return wholeNumber(quantity, for: "`\(setting.key)`", in: range).map { .number($0) }
    case (_, .text):
      report(.outOfRange("`\(setting.key)` is a text between quotes", at: quantity.range))
      return nil
    case ("failsafe", nil):
      guard let range = description.charger?.failsafe.settableSeconds else { return nil }
      guard case .timeout? = description.charger?.failsafe else {
        report(
          .outOfRange(
            "nobody can set the time-out of this charger: `required` is all that can be said",
            at: quantity.range))
        return nil
      }
      return seconds(
        quantity, for: "`failsafe`", minimum: range.lowerBound, maximum: range.upperBound
      ).map { .seconds($0) }
    case (let key, nil) where key.hasPrefix("restart."): return deviceNumber(quantity, key: key)
    case ("phases", nil): return wholeNumber(quantity, for: "`phases`", in: 1...3).map { .number($0) }
    case ("unit", nil): return wholeNumber(quantity, for: "`unit`", in: 0...255).map { .number($0) }
    default: return homePower(quantity, key: setting.key).map { .number($0) }
    }
  }

  private mutating func reportMissing(
    of device: DeviceConfiguration, _ description: DeviceDescription, _ syntax: DeviceSyntax
  ) {
    var missing = device.address == nil ? ["at \"address\""] : []
    let names = description.settings.map(\.name) + description.commonSettings
    // What is missing may be what nobody knows.
    if !syntax.isIncomplete, syntax.settings.allSatisfy({ names.contains($0.key) }) {
      let present = Set(syntax.settings.map(\.key))
      missing += description.settings.filter { $0.isRequired && !present.contains($0.name) }.map(\.name)
      if description.commonSettings.contains("token"), !present.contains("token") { missing.append("token") }
      if present.contains("user"), !present.contains("password") { missing.append("password") }
      if present.contains(where: { $0.hasPrefix("restart.") }) {
        missing += ["restart.serial", "restart.user", "restart.password"].filter { !present.contains($0) }
          .map { String($0.map { $0 == "." ? " " : $0 }) }
      }
    }
    if !missing.isEmpty { report(.missingSettings(missing, of: syntax.driver.text, at: syntax.range)) }
  }
}

extension DeviceDescription {
  /// The settings that a site may give besides those that the description declares.
  public var commonSettings: [String] {
    let shared = charger?.commonSettings ?? (role == .meter ? ["usual load", "solar peak"] : [])
    let ways = generations?.kinds.map(\.description.transport) ?? [transport]
    var names: Set<String> = []
    for case .http(let access) in ways {
      switch access.login {
      case nil: continue
      case .bearer: names.insert("token")
      // A site may forbid that its password is sent in clear text.
      case .basic: names.formUnion(["user", "password"] + (access.isSecure ? [] : ["login"]))
      case .digest: names.formUnion(["user", "password"])
      }
    }
    switch transport {
    case .modbus: names.insert("unit")
    case .mqtt: names.formUnion(["user", "password"])
    case .http: break
    }
    return shared + names.sorted()
  }
}

extension ChargerDescription {
  /// The settings that a site may give besides those that the description declares.
  var commonSettings: [String] {
    var settings = ["current", "soc", "direction"]
    if control != nil { settings.append("control") }
    if failsafe.shortest != nil { settings += ["failsafe", "failsafe.need"] }
    if setPoint.unit == .current { settings.append("phases") }
    if restart != nil {
      settings += DeviceSchema.restart.keys.map { "restart.\($0)" }
    }
    return settings
  }
}

extension DeviceDescription.Setting {
  /// Whether the site must give it.
  public var isRequired: Bool {
    if isOptional { return false }
    return switch kind {
    case .number(_, nil), .text(nil): true
    default: false
    }
  }
}
