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
        // Each ampere of a site is one of one phase.
        let most = 32 * phases(of: charger)
        guard whole, from.value >= 1, to.value <= Double(most), from.value <= to.value else {
          report(
            .outOfRange(
              "the charger's current is a range of whole amperes within 1A..\(most)A", at: setting.valueRange)
          )
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

  /// On how many phases a site has its charger; what is wrong with it is reported where its settings are taken.
  private func phases(of charger: DeviceSyntax) -> Int {
    guard case .quantity(let quantity)? = charger.settings.last(where: { $0.key == "phases" })?.value,
      case .literal(let number, _, _) = quantity, number.unit == .none
    else { return 1 }
    return [2, 3].first { Double($0) == number.value } ?? 1
  }

  /// Keeps the site's currents within what its charger takes: those that are written, by a message.
  mutating func keepCurrentsWithinCharger(_ syntax: DeviceSyntax) {
    guard let charger = site.charger.description?.charger else { return }
    let phases = if case .number(let number)? = site.charger.settings["phases"] { number } else { 1 }
    // One of the site's amperes is that of one phase.
    let unit = charger.setPoint.unit == .power ? site.voltage.value : 1 / Double(phases)
    let range = charger.setPoint.range
    let most = Int(min(32 * Double(phases), range.upperBound / unit + 1e-9).rounded(.down))
    let least = max(1, Int(min(1000, max(0, range.lowerBound) / unit - 1e-9).rounded(.up)))
    guard least <= most else { return }
    if let setting = syntax.settings.last(where: { $0.key == "current" }) {
      // One that no charger takes was said already.
      guard !diagnostics.contains(where: { $0.range == setting.valueRange }),
        !(least...most).contains(site.chargerCurrent.lowerBound)
          || !(least...most).contains(site.chargerCurrent.upperBound)
      else { return }
      let phrase = phases == 1 ? "" : " on \(phases) phases, counted as if on one,"
      report(.outOfRange("this charger takes\(phrase) \(least)A..\(most)A", at: setting.valueRange))
    } else {
      let low = max(least, min(site.chargerCurrent.lowerBound, most))
      site.chargerCurrent = low...max(low, min(most, site.chargerCurrent.upperBound * phases))
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
    case "usual load", "solar peak": homePower(syntax, key: key).map { .number($0) }
    case "spool": wholeNumber(syntax, for: "`spool`", in: 1...100_000).map { .number($0) }
    case "restart.after": wholeNumber(syntax, for: "`after`", in: 1...1000).map { .number($0) }
    default: wholeNumber(syntax, for: "`\(key)`", in: 0...999_999_999).map { .number($0) }
    }
  }

  private mutating func reportMissingSettings(_ syntax: DeviceSyntax, role: String) {
    let driver = syntax.driver.key
    var missing: [String] = []
    if syntax.address == nil, ["influxdb", "csv"].contains(driver) {
      missing.append(driver == "csv" ? "to \"folder\"" : "at \"address\"")
    }
    let present = Set(syntax.settings.map(\.key))
    var required: [String] = []
    if driver == "influxdb" { required = ["org", "bucket", "token"] }
    // The setting may be one that could not be read.
    if !syntax.isIncomplete {
      missing += required.filter { !present.contains($0) }
    }
    if !missing.isEmpty { report(.missingSettings(missing, of: syntax.driver.text, at: syntax.range)) }
  }
}
