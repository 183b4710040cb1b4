import ScheduleLang

/// Readings that are given on the command line; those that are not given are unknown, but for prices, which then are
/// the tariff's.
struct GivenReadings: Equatable {
  /// In the readings' base units; a listed nil is unknown.
  var values: [Reading: Double?] = [:]
  /// Whether the car is plugged in; nil is not known.
  var pluggedIn: Bool? = true
}

extension GivenArguments {
  /// The readings among the options.
  func readings() throws(UsageError) -> GivenReadings {
    var given = GivenReadings()
    for reading in Reading.allCases {
      guard let option = CommandOption.readings[reading] else { continue }
      guard
        let value = try value(
          option, { (text) throws(UsageError) in try ArgumentText.value(text, of: reading) })
      else { continue }
      given.values[reading] = .some(value)
    }
    let flows: [Reading] = [.grid, .importing, .exporting].filter { given.values[$0] != nil }
    if flows.contains(.grid), flows.count > 1 {
      throw UsageError("--grid is the difference of --importing and --exporting: give one or the other")
    }
    if values[.unplugged] != nil {
      given.pluggedIn = false
      if given.values[.soc] ?? nil != nil { throw UsageError("--unplugged leaves no --soc to know") }
    }
    return given
  }
}

extension CommandOption {
  /// The options that give readings.
  static let readings: [Reading: CommandOption] = [
    .soc: .soc, .home: .home, .solar: .solar, .grid: .grid, .importing: .importing, .exporting: .exporting,
    .importPrice: .importPrice, .exportPrice: .exportPrice,
  ]
}

extension ArgumentText {
  /// The value of a reading in its base unit, or nil for `unknown`.
  static func value(_ text: String, of reading: Reading) throws(UsageError) -> Double? {
    if text.lowercased() == "unknown" { return nil }
    switch reading {
    case .soc: return Double(try percent(text))
    case .home, .solar, .importing, .exporting, .grid:
      guard let watts = quantity(text, units: ["kw": 1000, "w": 1]),
        watts >= 0 || reading == .grid || reading == .home, watts.magnitude <= 1e6
      else { throw UsageError("is not a power such as 600W or 2.5kW") }
      return watts
    // No option gives them.
    case .chargedToday, .dischargedToday, .dischargedThisMonth, .cyclesThisYear, .solarAhead, .solarTomorrow,
      .homeAhead, .homeTomorrow, .cheapestImportAhead, .dearestExportAhead, .importOverCheapest,
      .exportOverDearest:
      return nil
    case .importPrice, .exportPrice:
      guard let price = quantity(text, units: ["p": 1, "c": 1]), price.magnitude <= 1e6 else {
        throw UsageError("is not a price of a kWh such as 24.85p")
      }
      return price
    }
  }

  /// A number with one of `units`, which say by how much it counts.
  private static func quantity(_ text: String, units: [String: Double]) -> Double? {
    let text = text.lowercased()
    let longestFirst = units.sorted { $0.key.count > $1.key.count }
    guard let unit = longestFirst.first(where: { text.hasSuffix($0.key) }) else { return nil }
    let digits = text.dropLast(unit.key.count)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D })
    else { return nil }
    return Double(digits).map { $0 * unit.value }
  }
}
