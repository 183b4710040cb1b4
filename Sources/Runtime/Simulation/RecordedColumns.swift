/// Which column of a file of readings is what.
struct RecordedColumns {
  /// What can be recorded of a house.
  enum Quantity: Int, CaseIterable {
    case grid, solar, home, charger
  }

  static let expectation =
    "a header is expected: `time,grid_w,solar_w,home_w,evse_w,…`, or that of an InfluxDB export"

  let time: Int
  let count: Int
  /// Columns of one quantity each.
  private let plain: [(column: Int, quantity: Quantity)]
  /// Columns of a name and a value.
  private let named: (name: Int, value: Int)?

  private static let names: [String: Quantity] = [
    "grid_w": .grid, "solar_w": .solar, "home_w": .home, "evse_w": .charger,
    "grid": .grid, "solar": .solar, "home": .home, "evse": .charger,
  ]

  /// Understands a header; nil where it names no time or nothing that is of use.
  init?(header: [String]) {
    guard let time = header.firstIndex(where: { $0 == "time" || $0 == "_time" }) else { return nil }
    self.time = time
    count = header.count
    plain = header.indices.compactMap { index in Self.names[header[index]].map { (index, $0) } }
    if let name = header.firstIndex(of: "_field"), let value = header.firstIndex(of: "_value") {
      named = (name, value)
    } else {
      named = nil
      if plain.isEmpty { return nil }
    }
  }

  /// The quantities that a line tells, as they are written; what is empty is unknown.
  func values(of fields: [ArraySlice<UInt8>]) -> [(Quantity, String)] {
    if let named {
      guard let quantity = Self.names[fields[named.name].text] else { return [] }
      let text = fields[named.value].text
      return text.isEmpty ? [] : [(quantity, text)]
    }
    return plain.compactMap { column, quantity in
      let text = fields[column].text
      return text.isEmpty ? nil : (quantity, text)
    }
  }
}
