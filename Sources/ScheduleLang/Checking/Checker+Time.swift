// Windows and days.
extension Checker {
  /// A list of windows, flattened; nil where any of them is wrong.
  ///
  /// - Parameter clockIndex: the clock of plain windows; the windows of a tariff's period keep their own.
  mutating func windows(_ syntax: WindowsSyntax, clockIndex: Int = 0) -> [Window]? {
    var result: [Window] = []
    var complete = true
    noteTrailingDays(syntax)
    for item in syntax.items {
      if let windows = window(item, clockIndex: clockIndex) { result += windows } else { complete = false }
      guard isWithinBounds(result, at: item.range) else { return nil }
    }
    return complete ? result : nil
  }

  /// Days behind a list of windows belong to the last of them only.
  private mutating func noteTrailingDays(_ syntax: WindowsSyntax) {
    guard syntax.items.count > 1, let last = syntax.items.last, let days = last.days,
      syntax.items.dropLast().allSatisfy({ $0.days == nil && $0.kind.takesDays })
    else { return }
    report(.daysOnLastWindow(at: days.range, window: last.range, list: syntax.items[0].range))
  }

  private mutating func window(_ syntax: WindowSyntax, clockIndex: Int) -> [Window]? {
    guard var windows = windowSpans(syntax, clockIndex: clockIndex) else { return nil }
    guard let daysSyntax = syntax.days else { return windows }
    guard let days = days(daysSyntax) else { return nil }
    for index in windows.indices {
      if case .dated = windows[index].span {
        report(.daysOnDatedWindow(at: daysSyntax.range, window: syntax.range))
        return nil
      }
      windows[index].days = windows[index].days.map { $0.intersection(days) } ?? days
    }
    return windows
  }

  private mutating func windowSpans(_ syntax: WindowSyntax, clockIndex: Int) -> [Window]? {
    switch syntax.kind {
    case .daily(let from, let to):
      guard let start = time(from).map({ $0 % 1440 }), let end = time(to) else { return nil }
      if start == end % 1440, end == start || start != 0 {
        report(.emptyWindow(start, at: syntax.range))
        return nil
      }
      return [Window(.daily(start: start, end: end), clock: clockIndex)]
    case .dated(let start, let end):
      if end <= start {
        report(.emptyDatedWindow(at: syntax.range))
        return nil
      }
      return [Window(.dated(start: start, end: end), clock: clockIndex)]
    case .group(let inner): return windows(inner, clockIndex: clockIndex)
    case .period(let tariffName, let periodName): return periodWindows(tariffName, periodName)
    case .name(let name): return namedWindows(name)
    case .ranked(let dearest, let length, let from, let to, let inOneRun):
      notePrices(dearest ? .exportPrice : .importPrice, at: syntax.range)
      guard let start = time(from).map({ $0 % 1440 }), let end = time(to) else { return nil }
      if start == end % 1440, end == start || start != 0 {
        report(.emptyWindow(start, at: syntax.range))
        return nil
      }
      let whole = end > start ? end - start : end + 1440 - start
      guard let seconds = rankedLength(length) else { return nil }
      guard seconds % 60 == 0, seconds / 60 <= whole else {
        report(.outOfRange("the length is in whole minutes and no longer than the window", at: length.range))
        return nil
      }
      let span = RankedSpan(
        dearest: dearest, minutes: seconds / 60, start: start, end: end, inOneRun: inOneRun)
      return [Window(.ranked(span), clock: clockIndex)]
    }
  }

  /// How long the cheapest or dearest time is; a bare number may count half hours.
  private mutating func rankedLength(_ length: QuantitySyntax) -> Int? {
    if case .literal(let quantity, _, let range) = length, quantity.unit == .none, quantity.value > 0,
      quantity.value <= 48, quantity.value == quantity.value.rounded()
    {
      let count = Int(quantity.value)
      let halves = count % 2 == 0 ? "\(count / 2)h" : "\(count * 30)min"
      let noun = count == 1 ? "half hour" : "half hours"
      report(
        .missingUnit(
          "the length", example: "2h",
          choices: [UnitChoice(halves, "\(count) \(noun)"), UnitChoice("\(count)h")], at: range))
      return nil
    }
    guard let seconds = seconds(length, for: "the length", minimum: 60) else { return nil }
    noteRankedLength(seconds, at: length)
    return seconds
  }

  private mutating func periodWindows(_ tariffName: Word, _ periodName: Word) -> [Window]? {
    guard let syntax = tariffSyntax(tariffName.key) else {
      report(.unknownTariff(tariffName, among: knownTariffNames))
      return nil
    }
    tariffsAskedFor.insert(tariffName.key)
    guard let tariff = tariff(tariffName.key) else { return nil }
    guard let period = tariff.periods.first(where: { $0.name.lowercased() == periodName.key }) else {
      // The period may be on a line that could not be read.
      if syntax.isIncomplete { return nil }
      report(.unknownPeriod(periodName, of: syntax.name.text, among: tariff.periods.map(\.name)))
      return nil
    }
    return period.windows
  }

  private mutating func namedWindows(_ name: Word) -> [Window]? {
    if lets[name.key] == nil, let syntax = tariffSyntax(name.key) {
      report(.periodMissing(name, periods: syntax.periods.map(\.name.text)))
      return nil
    }
    guard let value = lookUp(name) else { return nil }
    if case .windows(let windows) = value { return windows }
    report(.wrongKind(name, is: value.noun, expected: "windows", declared: lets[name.key]?.syntax.name.range))
    return nil
  }

  // MARK: Days

  /// A set of days; nil where any part of it is wrong.
  mutating func days(_ syntax: DaysSyntax) -> DaySet? {
    var set = DaySet()
    var complete = true
    for item in syntax.items {
      if !add(item, to: &set) { complete = false }
      guard isWithinBounds(set, at: syntax.range) else { return nil }
    }
    for except in syntax.except {
      if let excluded = days(except) { set.excluded.append(excluded) } else { complete = false }
    }
    return complete && isWithinBounds(set, at: syntax.range) ? set : nil
  }

  // MARK: Bounds

  /// Names of lists of names could otherwise double with every line.
  private static let maximumListLength = 1000

  /// Whether the windows are few enough; reports it where they are not.
  mutating func isWithinBounds(_ windows: [Window], at range: SourceRange) -> Bool {
    if windows.count <= Self.maximumListLength { return true }
    report(.outOfRange("this stands for more than \(Self.maximumListLength) windows", at: range))
    return false
  }

  /// Whether the set has few enough parts; reports it where it has not.
  mutating func isWithinBounds(_ days: DaySet, at range: SourceRange) -> Bool {
    if days.partCount <= Self.maximumListLength { return true }
    report(.outOfRange("this stands for more than \(Self.maximumListLength) lists of days", at: range))
    return false
  }

  private mutating func add(_ item: DaysSyntax.Item, to set: inout DaySet) -> Bool {
    switch item {
    case .weekdays(let first, let last, _):
      var day = first.rawValue
      set.weekdays |= 1 << day
      while day != last.rawValue {
        day = (day + 1) % 7
        set.weekdays |= 1 << day
      }
    case .weekdaySet(let mask, _): set.weekdays |= mask
    case .months(let first, let last, _):
      var month = first
      set.months |= 1 << UInt16(month)
      while month != last {
        month = month % 12 + 1
        set.months |= 1 << UInt16(month)
      }
    case .dates(let first, let last, let range):
      guard first <= last else {
        report(.emptyRange("the first date lies after the last", at: range))
        return false
      }
      set.dates.append(first.dayNumber...last.dayNumber)
    case .group(let inner):
      guard let inner = days(inner) else { return false }
      set.members.append(inner)
    case .name(let name):
      guard let value = lookUp(name, or: Keyword.days) else { return false }
      guard case .days(let days) = value else {
        report(
          .wrongKind(name, is: value.noun, expected: "days", declared: lets[name.key]?.syntax.name.range))
        return false
      }
      set.members.append(days)
    }
    return true
  }
}

extension WindowSyntax.Kind {
  /// Whether the window comes again, so that days behind it say something.
  fileprivate var takesDays: Bool {
    switch self {
    case .daily, .period, .ranked: true
    case .dated, .name, .group: false
    }
  }
}

extension DaySet {
  /// How many sets are nested in it, itself included.
  fileprivate var partCount: Int {
    members.reduce(1 + dates.count) { $0 + $1.partCount } + excluded.reduce(0) { $0 + $1.partCount }
  }

  /// The days that are in both sets.
  func intersection(_ other: DaySet) -> DaySet {
    var rest = DaySet.daily
    rest.excluded = [other]
    var result = DaySet()
    result.members = [self]
    result.excluded = [rest]
    return result
  }
}
