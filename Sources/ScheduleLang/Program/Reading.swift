/// A value that a schedule can compare.
public enum Reading: UInt8, Hashable, Sendable, CaseIterable {
  case soc, home, solar, importing, exporting, grid, importPrice, exportPrice
  /// What has gone through the charger since the site's day, month or year began; known at all times.
  case chargedToday, dischargedToday, dischargedThisMonth, cyclesThisYear

  /// Those that count what has gone through the charger.
  public static let counters: [Reading] = [
    .chargedToday, .dischargedToday, .dischargedThisMonth, .cyclesThisYear,
  ]

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
