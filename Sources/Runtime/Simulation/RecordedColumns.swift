/// Which column of a file of readings is what.
struct RecordedColumns {
  /// What can be recorded of a house.
  enum Quantity: Int, CaseIterable {
    case grid, solar, home, charger

    /// The quantity of a column or field in any of the known forms.
    init?(name: ArraySlice<UInt8>) {
      let name = name.suffix(2).elementsEqual("_w".utf8) ? name.dropLast(2) : name
      if name.elementsEqual("grid".utf8) {
        self = .grid
      } else if name.elementsEqual("solar".utf8) {
        self = .solar
      } else if name.elementsEqual("home".utf8) {
        self = .home
      } else if name.elementsEqual("evse".utf8) {
        self = .charger
      } else {
        return nil
      }
    }
  }

  static let expectation =
    "a header is expected: `time,grid_w,solar_w,home_w,evse_w,…`, or that of an InfluxDB export"

  /// The column of the time.
  let time: Int
  /// How many columns there are.
  let count: Int
  /// Columns of one quantity each.
  let plain: [(column: Int, quantity: Quantity)]
  /// Columns of a name and a value; nil where there are none.
  let named: (name: Int, value: Int)?

  /// Understands the header that `scanner` has read; nil where it names no time or nothing that is of use.
  init?(_ scanner: CSVScanner) {
    let columns = scanner.fields.indices
    func column(_ name: String) -> Int? { columns.first { scanner[$0].elementsEqual(name.utf8) } }
    guard let time = column("time") ?? column("_time") else { return nil }
    self.time = time
    count = columns.count
    plain = columns.compactMap { column in Quantity(name: scanner[column]).map { (column, $0) } }
    if let name = column("_field"), let value = column("_value") {
      named = (name, value)
    } else {
      named = nil
      if plain.isEmpty { return nil }
    }
  }
}
