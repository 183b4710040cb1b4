// Site and devices.
extension Site {
  /// The simulated home, for programs that declare no site.
  static var simulated: Site {
    var site = Site(
      timezone: "Europe/London", charger: DeviceConfiguration(driver: "simulated", range: .nowhere))
    site.battery = WattHours(52_000)
    site.importLimit = Watts(60 * 230)
    site.chargerSoC = 5...97
    site.meter = DeviceConfiguration(driver: "simulated", range: .nowhere)
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
    if let wear = settings.wear, let price = price(wear, for: "the wear", example: "3p") {
      if (0...100).contains(price.value) {
        site.wear = price
      } else {
        report(.outOfRange("the wear of a kWh is between 0 and 100", at: wear.range))
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
      keepCurrentsWithinCharger(charger)
    } else {
      site.chargerSoC = Site.simulated.chargerSoC
      site.charger = Site.simulated.charger
    }
    site.meter = settings.meter.map { device($0, role: "meter") }
    compileSolarMeter(settings.solarMeter)
    site.car = settings.car.map { device($0, role: "car") }
    site.records = settings.records.map { device($0, role: "record") }
    site.tellers = settings.tellers.compactMap { teller($0) }
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
    if site.metersSun { report(.sunReadTwice(at: syntax.range, by: site.meter?.range ?? syntax.range)) }
    site.solarMeter = solar
  }

  private mutating func siteTariff(_ name: Word?) -> String? {
    guard let name else { return nil }
    // One that is wrong is there all the same, lest every price be reported.
    if tariffSyntax(name.key) == nil { report(.unknownTariff(name, among: knownTariffNames)) }
    return name.key
  }
}
