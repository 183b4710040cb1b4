/// A word that the language reserves; none can be declared as a name.
public enum Keyword: String, CaseIterable, Sendable {
  // Declarations.
  case use, site, device, tariff, schedule, over, test, `let`, input, prove, allow
  // Rules.
  case during, on, when, otherwise, except, never, reserve, hysteresis
  case at, to, by, then, `for`, least, most, from, every
  case cheapest, dearest, of, one, run
  // Conditions.
  case and, or, not, `in`, unknown, plugged, unplugged
  // Actions.
  case idle, charge, discharge, optimise, hand
  case s2v, v2h, v2g
  // Readings.
  case soc, home, solar, importing, exporting, grid, `import`, export, price
  // Days.
  case mon, tue, wed, thu, fri, sat, sun
  case weekdays, weekends, daily
  case jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec
  // Secrets.
  case env, file

  /// The word as the formatter writes it.
  public var spelling: String {
    switch self {
    case .s2v, .v2h, .v2g: rawValue.uppercased()
    case .mon, .tue, .wed, .thu, .fri, .sat, .sun, .jan, .feb, .mar, .apr, .may, .jun, .jul, .aug,
      .sep, .oct, .nov, .dec:
      rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    default: rawValue
    }
  }

  /// The weekday that the word names.
  public var weekday: Weekday? {
    switch self {
    case .mon: .monday
    case .tue: .tuesday
    case .wed: .wednesday
    case .thu: .thursday
    case .fri: .friday
    case .sat: .saturday
    case .sun: .sunday
    default: nil
    }
  }

  /// The month that the word names, 1...12.
  public var month: Int? {
    let months: [Keyword] = [.jan, .feb, .mar, .apr, .may, .jun, .jul, .aug, .sep, .oct, .nov, .dec]
    return months.firstIndex(of: self).map { $0 + 1 }
  }

  /// The words for days and months.
  static let days = allCases.filter { $0.weekday != nil || $0.month != nil } + [.weekdays, .weekends, .daily]

  /// Whether an action starts with the word.
  public var startsAction: Bool {
    switch self {
    case .idle, .charge, .s2v, .v2h, .v2g, .optimise, .hand: true
    default: false
    }
  }

  /// The keywords by their lower-case bytes, packed into one number.
  static let byPackedText: [UInt128: Keyword] = {
    var table: [UInt128: Keyword] = [:]
    for keyword in allCases { table[pack(keyword.rawValue.utf8)] = keyword }
    return table
  }()

  /// Packs at most 16 bytes, ASCII letters in lower case; longer words are no keywords and give 0.
  static func pack(_ bytes: some Collection<UInt8>) -> UInt128 {
    guard bytes.count <= 16 else { return 0 }
    var packed: UInt128 = 0
    for byte in bytes { packed = packed << 8 | UInt128(byte &- 0x41 < 26 ? byte | 0x20 : byte) }
    return packed
  }
}
