/// Which column of a file of readings is what.
struct RecordedColumns {
  /// What can be recorded of a house.
  enum Quantity: Int, CaseIterable {
    case grid, solar, home, charger, imported, exported, plugged
  }

  /// What a column gives of a quantity: `factor` times its numbers are W, or Wh of the time until the next line.
  struct Measure {
    var quantity: Quantity
    var factor = 1.0
    var isEnergy = false

    /// Understands the name of a column or field in any of the known forms; nil where it is of no use.
    init?(name: ArraySlice<UInt8>) {
      var name = String(decoding: name.prefix(80), as: UTF8.self).lowercased()
      name.removeAll { " ()[]_\"".contains($0) }
      for (unit, factor, isEnergy) in [
        ("kwh", 1000.0, true), ("kw", 1000, false), ("wh", 1, true), ("w", 1, false),
      ]
      where name.hasSuffix(unit) {
        let rest = String(name.dropLast(unit.count))
        guard let quantity = Self.quantities[rest] else { continue }
        (self.quantity, self.factor, self.isEnergy) = (quantity, factor, isEnergy)
        return
      }
      guard let quantity = Self.quantities[name] else { return nil }
      self.quantity = quantity
    }

    private static let quantities: [String: Quantity] = [
      "grid": .grid, "solar": .solar, "pv": .solar, "generation": .solar, "home": .home, "load": .home,
      "evse": .charger, "import": .imported, "consumption": .imported, "export": .exported,
      "plugged": .plugged,
    ]
  }

  /// What is wrong with a header that was not understood.
  static func expectation(_ scanner: CSVScanner) -> String {
    let hasTime = scanner.fields.indices.contains { times.contains(scanner.name($0)) }
    guard hasTime else {
      return "a header is expected: `time,grid_w,solar_w,home_w,evse_w,…`, or that of an InfluxDB export"
    }
    return
      "no column says what it is: call them `grid`, `home`, `solar`, `evse`, `import`, `export` or `plugged`, with the "
      + "unit as in `home_w`, `solar_kw` or `import_kwh`"
  }

  /// What a column of times may be called.
  private static let times = ["time", "_time", "start", "from", "timestamp", "datetime", "date"]

  /// The column of the time.
  let time: Int
  /// How many columns there are.
  let count: Int
  /// Columns of one quantity each.
  let plain: [(column: Int, measure: Measure)]
  /// Columns of a name and a value; nil where there are none.
  let named: (name: Int, value: Int)?

  /// Understands the header that `scanner` has read; nil where it names no time or nothing that is of use.
  init?(_ scanner: CSVScanner) {
    let columns = scanner.fields.indices
    let names = columns.map(scanner.name)
    guard let time = Self.times.lazy.compactMap({ names.firstIndex(of: $0) }).first else { return nil }
    self.time = time
    count = columns.count
    plain = columns.compactMap { column in Measure(name: scanner[column]).map { (column, $0) } }
    if let name = names.firstIndex(of: "_field"), let value = names.firstIndex(of: "_value") {
      named = (name, value)
    } else {
      named = nil
      if plain.isEmpty { return nil }
    }
  }
}

extension CSVScanner {
  /// A field as the name of a column.
  fileprivate func name(_ field: Int) -> String {
    String(decoding: self[field].prefix(80), as: UTF8.self).lowercased()
  }
}
