/// A value that a schedule can compare.
public enum Reading: UInt8, Hashable, Sendable, CaseIterable {
  case soc, home, solar, importing, exporting, grid, importPrice, exportPrice
  /// What has gone through the charger since the site's day, month or year began; known at all times.
  case chargedToday, dischargedToday, dischargedThisMonth, cyclesThisYear
  /// What the house is expected to do until the next midnight, and on the day after it, in Wh.
  case solarAhead, solarTomorrow, homeAhead, homeTomorrow
  /// The best of the prices that are known from now until the end of tomorrow.
  case cheapestImportAhead, dearestExportAhead
  /// By how much the present price is above the best one; written as a comparison of the two.
  case importOverCheapest, exportOverDearest

  /// Those that count what has gone through the charger.
  public static let counters: [Reading] = [
    .chargedToday, .dischargedToday, .dischargedThisMonth, .cyclesThisYear,
  ]

  /// Those that tell of the time to come.
  public static let ahead: [Reading] = [
    .solarAhead, .solarTomorrow, .homeAhead, .homeTomorrow, .cheapestImportAhead, .dearestExportAhead,
    .importOverCheapest, .exportOverDearest,
  ]

  /// Those that schedules write by a name of their own.
  public static let named: [Reading] = allCases.filter { $0.comparedPrices == nil }

  /// Whether it tells of the time to come: it is unknown where nobody knows that.
  public var isAhead: Bool { Self.ahead.contains(self) }

  /// The price and the best price ahead whose difference it is; nil for any other.
  public var comparedPrices: (now: Reading, best: Reading)? {
    switch self {
    case .importOverCheapest: (.importPrice, .cheapestImportAhead)
    case .exportOverDearest: (.exportPrice, .dearestExportAhead)
    default: nil
    }
  }

  /// Whether it counts what has gone through the charger: it is never unknown, and never negative.
  public var isCounter: Bool { Self.counters.contains(self) }

  /// The reading as schedules write it.
  public var name: String {
    switch self {
    case .soc: "soc"
    case .home: "home"
    case .solar: "solar"
    case .importing: "importing"
    case .exporting: "exporting"
    case .grid: "grid"
    case .importPrice: "import price"
    case .exportPrice: "export price"
    case .chargedToday: "charged today"
    case .dischargedToday: "discharged today"
    case .dischargedThisMonth: "discharged this month"
    case .cyclesThisYear: "cycles this year"
    case .solarAhead: "solar ahead"
    case .solarTomorrow: "solar tomorrow"
    case .homeAhead: "home ahead"
    case .homeTomorrow: "home tomorrow"
    case .cheapestImportAhead: "cheapest import ahead"
    case .dearestExportAhead: "dearest export ahead"
    case .importOverCheapest: "import price above cheapest import ahead"
    case .exportOverDearest: "export price above dearest export ahead"
    }
  }
}

/// How a reading is compared; there is no equality, because readings skip values.
public enum Relation: UInt8, Hashable, Sendable {
  case less, lessOrEqual, greater, greaterOrEqual

  /// The relation as schedules write it.
  public var symbol: String {
    switch self {
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }

  /// The relation with its two sides exchanged.
  public var exchanged: Relation {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// Whether `lhs` stands in this relation to `rhs`.
  @inlinable
  public func holds(_ lhs: Double, _ rhs: Double) -> Bool {
    switch self {
    case .less: lhs < rhs
    case .lessOrEqual: lhs <= rhs
    case .greater: lhs > rhs
    case .greaterOrEqual: lhs >= rhs
    }
  }
}
