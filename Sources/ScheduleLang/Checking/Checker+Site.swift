// Site and devices.
extension Site {
  /// The simulated home, for programs that declare no site.
  static var simulated: Site {
    let nowhere = SourceRange(file: 0, start: 0, end: 0)
    var site = Site(
      timezone: "Europe/London", charger: DeviceConfiguration(driver: "simulated", range: nowhere))
    site.battery = WattHours(52_000)
    site.importLimit = Watts(60 * 230)
    site.chargerSoC = 5...97
    site.meter = DeviceConfiguration(driver: "simulated", range: nowhere)
    site.isBuiltIn = true
    return site
  }
}

extension Checker {
  /// Merges the site blocks of all files, later ones replacing single settings of earlier ones.
  mutating func compileSite() {
    let blocks = precedence.flatMap { files[$0].tree.sites }
    guard let first = blocks.first else { return clocks = [site.timezone] }
    let named = blocks.filter { $0.name != nil }
    for further in named.dropFirst() {
      if let name = further.name, let original = named.first?.name {
        report(.secondSite(name, first: original.range))
      }
    }
    var settings = SiteSettings()
    for block in blocks {
      var seen: [String: SourceRange] = [:]
      for setting in block.settings {
        if let key = setting.uniqueKey {
          if let before = seen[key] { report(.repeatedSetting(key, at: setting.range, first: before)) }
          seen[key] = setting.range
        }
        settings.take(setting)
      }
    }
    site = Site(timezone: "UTC", charger: site.charger)
    site.name = named.first?.name?.text
    if let zone = settings.timezone {
      if knowsTimezone(zone.text) { site.timezone = zone.text } else { reportUnknownTimezone(zone) }
    } else if !misspeltSettings.contains("timezone") {
      report(.missingTimezone(at: (named.first ?? first).range))
    }
    clocks = [site.timezone]
    apply(settings)
  }

  mutating func reportUnknownTimezone(_ name: Word) {
    report(.unknownTimezone(name, meant: TimezoneHabits.zone(meantBy: name.text, knows: knowsTimezone)))
  }

  private mutating func apply(_ settings: SiteSettings) {
    if let voltage = settings.voltage,
      let quantity = value(voltage, in: [.volts], for: "the voltage", example: "230V")
    {
      if (90...450).contains(quantity.value) {
        site.voltage = Volts(quantity.value)
        noteVoltage(quantity.value, at: voltage)
      } else {
        report(.outOfRange("the voltage is between 90V and 450V", at: voltage.range))
      }
    }
    if let battery = settings.battery,
      let quantity = value(battery, in: [.wattHours], for: "the battery", example: "52kWh")
    {
      if (1000...1_000_000).contains(quantity.value) {
        site.battery = WattHours(quantity.value)
        noteBattery(quantity.value, at: battery)
      } else {
        report(.outOfRange("the battery holds between 1kWh and 1000kWh", at: battery.range))
      }
    }
    // One that is wrong is there all the same, lest every deadline be reported.
    if settings.battery != nil, site.battery == nil { site.battery = Site.simulated.battery }
    if let margin = settings.margin, let share = percent(margin, for: "the margin") {
      site.margin = Percent(share)
    }
    site.importLimit = gridLimit(settings.importLimit, isImport: true)
    site.exportLimit = gridLimit(settings.exportLimit, isImport: false)
    if let stale = settings.staleAfter, let seconds = seconds(stale, for: "`stale after`", minimum: 2) {
      site.staleAfter = seconds
      noteStaleness(seconds, at: stale)
    }
    if let settle = settings.settle {
      site.settle = seconds(settle, for: "`settle`", minimum: 1, maximum: 3600)
    }
    site.keepsFixedActionsOnStaleMeter = settings.keepsFixedActions
    site.logFolder = settings.log.map { FilePath.resolved($0.text, from: sources[$0.range.file].path) }
    site.metricsAddress = settings.metrics?.text
    site.dashboard = settings.dashboard.map { SiteDashboard(address: $0.text, host: $1?.text) }
    compileDevices(settings)
    if let range = settings.onStaleMeter, site.meter == nil { report(.nothingToFallSilent(at: range)) }
  }

  private mutating func gridLimit(_ syntax: QuantitySyntax?, isImport: Bool) -> Watts? {
    guard let syntax,
      let quantity = value(syntax, in: [.amperes, .watts], for: "a grid limit", example: "60A")
    else { return nil }
    guard quantity.value >= 0 else {
      report(.outOfRange("a grid limit is not negative", at: syntax.range))
      return nil
    }
    let watts = quantity.unit == .watts ? quantity.value : quantity.value * site.voltage.value
    noteGridLimit(watts, isImport: isImport, at: syntax)
    return Watts(watts)
  }

  private mutating func compileDevices(_ settings: SiteSettings) {
    if let charger = settings.charger {
      chargerRange = charger.range
      compileChargerRanges(charger)
      site.charger = device(charger, role: "charger")
    } else {
      site.chargerSoC = Site.simulated.chargerSoC
      site.charger = Site.simulated.charger
    }
    site.meter = settings.meter.map { device($0, role: "meter") }
    compileSolarMeter(settings.solarMeter)
    site.records = settings.records.map { device($0, role: "record") }
    site.importTariff = siteTariff(settings.importTariff)
    // One name for both directions is looked up, and reported, once.
    let isShared = settings.exportTariff == settings.importTariff
    site.exportTariff = isShared ? site.importTariff : siteTariff(settings.exportTariff)
  }

  /// The meter around the inverter's feed, beside one at the grid that does not tell the sun.
  private mutating func compileSolarMeter(_ syntax: DeviceSyntax?) {
    guard let syntax else { return }
    let solar = device(syntax, role: "meter")
    guard site.meter != nil else {
      return report(
        .missingSettings(["a `meter` at the grid connection"], of: "solar meter", at: syntax.range))
    }
    if site.metersSun { report(.sunToldTwice(at: syntax.range, by: site.meter?.range ?? syntax.range)) }
    site.solarMeter = solar
  }

  private mutating func siteTariff(_ name: Word?) -> String? {
    guard let name else { return nil }
    // One that is wrong is there all the same, lest every price be reported.
    if tariffSyntax(name.key) == nil { report(.unknownTariff(name, among: knownTariffNames)) }
    return name.key
  }

  private mutating func compileChargerRanges(_ charger: DeviceSyntax) {
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

  private mutating func device(_ syntax: DeviceSyntax, role: String) -> DeviceConfiguration {
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

  private mutating func deviceNumber(_ syntax: QuantitySyntax, key: String) -> DeviceConfiguration.Value? {
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
    if syntax.address == nil, ["wallbox-quasar", "shelly-em", "influxdb", "csv"].contains(driver) {
      missing.append(driver == "csv" ? "to \"folder\"" : "at \"address\"")
    }
    let present = Set(syntax.settings.map(\.key))
    var required: [String] = []
    if driver == "influxdb" { required = ["org", "bucket", "token"] }
    if driver == "shelly-em" { required = ["grid channel"] }
    if present.contains(where: { $0.hasPrefix("restart.") }) {
      required = ["restart.serial", "restart.user", "restart.password"]
    }
    // The setting may be one that could not be read.
    if !syntax.isIncomplete {
      missing += required.filter { !present.contains($0) }.map { String($0.map { $0 == "." ? " " : $0 }) }
    }
    if !missing.isEmpty { report(.missingSettings(missing, of: syntax.driver.text, at: syntax.range)) }
  }
}

/// The settings of all site blocks, the last of each.
private struct SiteSettings {
  var timezone: Word?
  var battery: QuantitySyntax?
  var margin: QuantitySyntax?
  var voltage: QuantitySyntax?
  var importLimit: QuantitySyntax?
  var exportLimit: QuantitySyntax?
  var charger: DeviceSyntax?
  var meter: DeviceSyntax?
  var solarMeter: DeviceSyntax?
  var records: [DeviceSyntax] = []
  var importTariff: Word?
  var exportTariff: Word?
  var staleAfter: QuantitySyntax?
  var settle: QuantitySyntax?
  var keepsFixedActions = false
  var onStaleMeter: SourceRange?
  var log: Word?
  var metrics: Word?
  var dashboard: (address: Word, host: Word?)?

  mutating func take(_ setting: SiteSettingSyntax) {
    switch setting {
    case .timezone(let word): timezone = word
    case .battery(let quantity): battery = quantity
    case .margin(let quantity): margin = quantity
    case .voltage(let quantity): voltage = quantity
    case .importLimit(let quantity): importLimit = quantity
    case .exportLimit(let quantity): exportLimit = quantity
    case .charger(let device): charger = device
    case .meter(let device): meter = device
    case .solarMeter(let device): solarMeter = device
    case .record(let device): records.append(device)
    case .tariff(let word, let forImport, let forExport):
      if forImport { importTariff = word }
      if forExport { exportTariff = word }
    case .staleAfter(let quantity): staleAfter = quantity
    case .settle(let quantity): settle = quantity
    case .onStaleMeter(let keeps, let range): (keepsFixedActions, onStaleMeter) = (keeps, range)
    case .log(let word): log = word
    case .metrics(let word): metrics = word
    case .dashboard(let address, let host): dashboard = (address, host)
    }
  }
}

extension SiteSettingSyntax {
  /// The name of a setting that may stand only once in a block; nil for those that may repeat.
  fileprivate var uniqueKey: String? {
    switch self {
    case .timezone: "timezone"
    case .battery: "battery"
    case .margin: "margin"
    case .voltage: "voltage"
    case .importLimit: "grid import limit"
    case .exportLimit: "grid export limit"
    case .charger: "charger"
    case .meter: "meter"
    case .solarMeter: "solar meter"
    case .record: nil
    case .tariff(_, true, true): "tariff"
    case .tariff(_, true, _): "import tariff"
    case .tariff: "export tariff"
    case .staleAfter: "stale after"
    case .settle: "settle"
    case .onStaleMeter: "on stale meter"
    case .log: "log"
    case .metrics: "metrics"
    case .dashboard: "dashboard"
    }
  }

  /// Where its value is.
  fileprivate var range: SourceRange {
    switch self {
    case .timezone(let word), .tariff(let word, _, _), .log(let word), .metrics(let word),
      .dashboard(let word, _):
      word.range
    case .battery(let quantity), .margin(let quantity), .voltage(let quantity), .importLimit(let quantity),
      .exportLimit(let quantity),
      .staleAfter(let quantity), .settle(let quantity):
      quantity.range
    case .charger(let device), .meter(let device), .solarMeter(let device), .record(let device): device.range
    case .onStaleMeter(_, let range): range
    }
  }
}
