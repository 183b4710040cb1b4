// Tariffs, declared and built in.
extension Checker {
  /// The declaration of a tariff, the program's own before the built-in one.
  mutating func tariffSyntax(_ key: String) -> TariffSyntax? {
    if let own = tariffs[key] { return own }
    return loadBuiltInTariffs()[key]
  }

  /// The names of all tariffs that could be meant.
  var knownTariffNames: [String] {
    mutating get { (tariffs.values.map(\.name.text) + loadBuiltInTariffs().values.map(\.name.text)).sorted() }
  }

  /// The names of the tariffs that have a period of this name.
  mutating func tariffs(withPeriod key: String) -> [String] {
    loadBuiltInTariffs().merging(tariffs) { $1 }.values
      .filter { $0.periods.contains { $0.name.key == key } }.map(\.name.text).sorted()
  }

  /// Says of the run file's own tariffs, named or declared, that nothing asks for them.
  mutating func reportUnusedTariffs(_ runFile: FileSyntax) {
    guard !runFile.schedules.isEmpty else { return }
    let ofSite = [site.importTariff, site.exportTariff].compactMap { $0 }
    for declaration in runFile.tariffs
    where !tariffsAskedFor.contains(declaration.name.key) && !ofSite.contains(declaration.name.key) {
      report(.unusedTariff(declaration.name, isOfSite: false))
    }
    guard tariffsAskedFor.isDisjoint(with: ofSite) else { return }
    let named = runFile.sites.flatMap(\.settings).compactMap { setting -> Word? in
      guard case .tariff(let word, _, _) = setting else { return nil }
      return word
    }
    if let last = named.last, ofSite.contains(last.key) { report(.unusedTariff(last, isOfSite: true)) }
  }

  /// Notes that the site's own tariffs matter to a rule.
  mutating func askForSiteTariffs() {
    tariffsAskedFor.formUnion([site.importTariff, site.exportTariff].compactMap { $0 })
  }

  private mutating func loadBuiltInTariffs() -> [String: TariffSyntax] {
    if let builtInTariffs { return builtInTariffs }
    let source = BuiltInTariffs.source
    let (tree, problems) = Parser.parse(source, file: sources.count)
    sources.append(source)
    diagnostics += problems
    let table = Dictionary(tree.tariffs.map { ($0.name.key, $0) }, uniquingKeysWith: { first, _ in first })
    builtInTariffs = table
    return table
  }

  /// A compiled tariff, or nil where nobody declares it; what is wrong in it is reported once.
  mutating func tariff(_ key: String) -> Tariff? {
    if let known = compiledTariffs[key] { return known }
    guard let syntax = tariffSyntax(key) else { return nil }
    guard tariffsInProgress.insert(key).inserted else {
      report(.circularName(syntax.name))
      return nil
    }
    defer { tariffsInProgress.remove(key) }
    guard nameDepth < Parser.maximumDepth else {
      report(.nestingTooDeep(at: syntax.name.range))
      return nil
    }
    nameDepth += 1
    let wasFixed = isFixed
    isFixed = true
    defer {
      nameDepth -= 1
      isFixed = wasFixed
    }
    if let zone = syntax.timezone, !knowsTimezone(zone.text) { reportUnknownTimezone(zone) }
    let timezone = syntax.timezone?.text ?? site.timezone
    let clockIndex = clock(timezone)
    var compiled = Tariff(name: syntax.name.text, timezone: timezone, periods: [])
    compiled.source = syntax.source.map { resolved($0.source, from: syntax.range.file) }
    compiled.adjustments = syntax.adjustments.compactMap { adjustment($0) }
    if syntax.periods.isEmpty, compiled.source == nil, !syntax.isIncomplete {
      report(.emptyTariff(syntax.name))
    }
    var names: [String: SourceRange] = [:]
    for period in syntax.periods {
      if let first = names[period.name.key] { report(.duplicate("period", period.name, first: first)) }
      names[period.name.key] = period.name.range
      if let windows = period.windows {
        let list = self.windows(windows, clockIndex: clockIndex) ?? []
        compiled.periods.append(tariffPeriod(period, windows: list))
      }
    }
    addOtherwise(syntax, to: &compiled, clockIndex: clockIndex)
    reportOverlaps(syntax, compiled)
    compiledTariffs[key] = compiled
    return compiled
  }

  private func resolved(_ source: PriceSource, from file: Int) -> PriceSource {
    if case .csv(let path) = source { return .csv(path: FilePath.resolved(path, from: sources[file].path)) }
    return source
  }

  private mutating func adjustment(_ syntax: TariffSyntax.Adjustment) -> PriceAdjustment? {
    switch syntax {
    case .average(let length):
      guard let seconds = seconds(length, for: "the time of one price") else { return nil }
      guard [900, 1800, 3600].contains(seconds) else {
        report(.outOfRange("prices are averaged to 15min, 30min or 1h", at: length.range))
        return nil
      }
      return .average(seconds: seconds)
    case .plus(let more):
      return value(more, in: [.pence, .cents], for: "what a kWh costs besides", example: "4.2c").map {
        .plus(Price($0.value))
      }
    case .times(let factor):
      guard let number = value(factor, in: [.none], for: "a factor", example: "1.25") else { return nil }
      guard number.value > 0, number.value <= 10 else {
        report(
          .outOfRange(
            "a factor is above 0 and at most 10: VAT of 25 % is `times 1.25`",
            at: factor.range))
        return nil
      }
      return .times(number.value)
    }
  }

  private mutating func tariffPeriod(_ syntax: TariffSyntax.Period, windows: [Window]) -> Tariff.Period {
    Tariff.Period(
      name: syntax.name.text, windows: windows, importPrice: price(syntax.importPrice),
      exportPrice: price(syntax.exportPrice))
  }

  private mutating func price(_ syntax: QuantitySyntax?) -> Price? {
    syntax.flatMap { price($0, for: "a price per kWh", example: "24.85p") }
  }

  /// A price of a kWh.
  mutating func price(_ syntax: QuantitySyntax, for purpose: String, example: String) -> Price? {
    guard let quantity = value(syntax, in: [.pence, .cents], for: purpose, example: example) else {
      return nil
    }
    notePrice(quantity.value, at: syntax)
    return Price(quantity.value)
  }

  /// The period `otherwise` takes the time that the others leave.
  private mutating func addOtherwise(_ syntax: TariffSyntax, to tariff: inout Tariff, clockIndex: Int) {
    let rest = syntax.periods.filter { $0.windows == nil }
    guard let period = rest.first else { return }
    for further in rest.dropFirst() { report(.secondOtherwise(further.name, first: period.name.range)) }
    let others = tariff.periods.flatMap(\.windows)
    let windows =
      DailyMinutes(of: others)?.complement(clock: clockIndex) ?? [Window(.outside(others), clock: clockIndex)]
    tariff.periods.append(tariffPeriod(period, windows: windows))
  }

  private mutating func reportOverlaps(_ syntax: TariffSyntax, _ tariff: Tariff) {
    let named = syntax.periods.filter { $0.windows != nil }
    // The compiled periods stand in the same order; the period `otherwise` comes last and overlaps nothing.
    let masks = zip(named, tariff.periods).map { ($0.0, WeekMinutes(of: $0.1.windows)) }
    for later in masks.indices {
      for earlier in masks[..<later] {
        guard let minute = masks[later].1.firstShared(with: earlier.1) else { continue }
        report(.overlappingPeriods(masks[later].0.name, earlier.0.name, minuteOfWeek: minute))
      }
    }
  }
}

/// The minutes of a day that windows cover, where they are the same every day.
struct DailyMinutes {
  private var covered = [Bool](repeating: false, count: 1440)

  /// Nil where a window depends on the day.
  init?(of windows: [Window]) {
    for window in windows {
      guard case .daily(let start, let end) = window.span, window.days == nil else { return nil }
      var minute = start
      repeat {
        covered[minute % 1440] = true
        minute += 1
      } while minute % 1440 != end % 1440
    }
  }

  /// The windows between those that are covered; one may cross midnight.
  func complement(clock: Int) -> [Window] {
    if !covered.contains(true) { return [Window(.daily(start: 0, end: 1440), clock: clock)] }
    var windows: [Window] = []
    for start in 0..<1440 where !covered[start] && covered[(start + 1439) % 1440] {
      var end = start
      while !covered[end % 1440] { end += 1 }
      windows.append(Window(.daily(start: start, end: end <= 1440 ? end : end - 1440), clock: clock))
    }
    return windows
  }
}

/// The minutes of a week that windows cover; dates and months count as every day.
struct WeekMinutes {
  private var covered = [Bool](repeating: false, count: 10_080)

  init(of windows: [Window]) {
    for window in windows {
      guard case .daily(let start, let end) = window.span else { continue }
      let length = end > start ? end - start : end + 1440 - start
      for day in 0..<7 where window.startsOn(weekday: day) {
        for minute in 0..<length { covered[(day * 1440 + start + minute) % 10_080] = true }
      }
    }
  }

  /// The first minute of the week that both cover.
  func firstShared(with other: WeekMinutes) -> Int? {
    covered.indices.first { covered[$0] && other.covered[$0] }
  }
}

extension Window {
  fileprivate func startsOn(weekday: Int) -> Bool {
    guard let days, days.isWeekly else { return days == nil }
    // 1970-01-05 was a Monday.
    return days.contains(CivilDate(dayNumber: 4 + weekday))
  }
}
