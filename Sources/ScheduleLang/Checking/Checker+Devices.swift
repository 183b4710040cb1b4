// Devices of a site.
extension Checker {
  mutating func compileChargerRanges(_ charger: DeviceSyntax) {
    for setting in charger.settings {
      guard case .range(let low, let high) = setting.value else { continue }
      if setting.key == "current" {
        guard let from = value(low, in: [.amperes], for: "the charger's current", example: "3A..16A"),
          let to = value(high, in: [.amperes], for: "the charger's current", example: "3A..16A")
        else { continue }
        let whole = from.value == from.value.rounded() && to.value == to.value.rounded()
        guard whole, from.value >= 1, to.value <= 32, from.value <= to.value else {
          report(
            .outOfRange(
              "the charger's current is a range of whole amperes within 1A..32A", at: setting.valueRange))
          continue
        }
        site.chargerCurrent = Int(from.value)...Int(to.value)
      } else {
        guard let from = percent(low, for: "a state of charge"),
          let to = percent(high, for: "a state of charge")
        else {
          continue
        }
        guard from == from.rounded(), to == to.rounded(), from < to else {
          report(
            .emptyRange(
              "the lower state of charge must be below the upper, both in whole percent",
              at: setting.valueRange))
          continue
        }
        site.chargerSoC = Int(from)...Int(to)
      }
    }
  }

  mutating func device(_ syntax: DeviceSyntax, role: String) -> DeviceConfiguration {
    var device = DeviceConfiguration(
      driver: syntax.driver.key, address: syntax.address?.text, range: syntax.range)
    if DeviceSchema.drivers[role]?[device.driver] == nil {
      return describedDevice(syntax, role: role)
    }
    if role == "record", device.driver == "csv" {
      device.address = syntax.address.map { FilePath.resolved($0.text, from: sources[$0.range.file].path) }
    }
    var seen: [String: SourceRange] = [:]
    for setting in syntax.settings {
      if let first = seen[setting.key] {
        report(.repeatedSetting(setting.key, at: setting.range, first: first))
      }
      seen[setting.key] = setting.range
      switch setting.value {
      case .range: continue
      case .text(let word): device.settings[setting.key] = .text(word.text)
      case .choice(let phrase): device.settings[setting.key] = .word(phrase)
      case .secret(let secret):
        if case .literal = secret { report(.literalSecret(at: setting.valueRange)) }
        device.settings[setting.key] = .secret(resolved(secret, from: syntax.range.file))
      case .quantity(let quantity): device.settings[setting.key] = deviceNumber(quantity, key: setting.key)
      }
    }
    reportMissingSettings(syntax, role: role)
    return device
  }

  func resolved(_ secret: DeviceConfiguration.Secret, from file: Int) -> DeviceConfiguration.Secret {
    if case .file(let path) = secret { return .file(FilePath.resolved(path, from: sources[file].path)) }
    return secret
  }

  mutating func deviceNumber(_ syntax: QuantitySyntax, key: String) -> DeviceConfiguration.Value? {
    switch key {
    case "failsafe": seconds(syntax, for: "`failsafe`", minimum: 10, maximum: 65_535).map { .seconds($0) }
    case "restart.cooldown": seconds(syntax, for: "`cooldown`", minimum: 60).map { .seconds($0) }
    case "start soc": percent(syntax, for: "`start soc`").map { .number(Int($0)) }
    case "car limit": percent(syntax, for: "`car limit`").map { .number(Int($0)) }
    case "unit": wholeNumber(syntax, for: "`unit`", in: 0...255).map { .number($0) }
    case "grid channel", "solar channel":
      wholeNumber(syntax, for: "`\(key)`", in: 0...2).map { .number($0) }
    case "usual load", "solar peak": homePower(syntax, key: key).map { .number($0) }
    case "spool": wholeNumber(syntax, for: "`spool`", in: 1...100_000).map { .number($0) }
    case "restart.after": wholeNumber(syntax, for: "`after`", in: 1...1000).map { .number($0) }
    default: wholeNumber(syntax, for: "`\(key)`", in: 0...999_999_999).map { .number($0) }
    }
  }

  private mutating func reportMissingSettings(_ syntax: DeviceSyntax, role: String) {
    let driver = syntax.driver.key
    var missing: [String] = []
    if syntax.address == nil, ["shelly-em", "influxdb", "csv"].contains(driver) {
      missing.append(driver == "csv" ? "to \"folder\"" : "at \"address\"")
    }
    let present = Set(syntax.settings.map(\.key))
    var required: [String] = []
    if driver == "influxdb" { required = ["org", "bucket", "token"] }
    if driver == "shelly-em" { required = ["grid channel"] }
    // The setting may be one that could not be read.
    if !syntax.isIncomplete {
      missing += required.filter { !present.contains($0) }
    }
    if !missing.isEmpty { report(.missingSettings(missing, of: syntax.driver.text, at: syntax.range)) }
  }
}
