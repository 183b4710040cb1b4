import ScheduleLang

/// Where a current leads in some time, from every node, and what it takes at the charger's grid side.
struct MoveTable: Sendable {
  /// A way in nodes, and its energy in kWh; charging positive.
  struct Move {
    var distance: Double
    var energy: Double
  }

  /// From each node.
  let moves: [Move]
  /// The nodes from which all moves are the same: away from the ends of the charger's range, and below the taper.
  let steady: Range<Int>

  /// The moves of so many amperes, charging positive, in `seconds`.
  init(amperes: Int, seconds: Int, battery: BatteryModel) {
    let duration = Double(seconds)
    func move(from node: Int) -> Move {
      let step = battery.step(
        from: SoCGrid.soc(ofNode: node), setPoint: Amperes(amperes), seconds: duration)
      return Move(
        distance: SoCGrid.position(of: step.soc) - Double(node),
        energy: step.power.value * duration / 3.6e6)
    }
    let middle = SoCGrid.count / 2
    let usual = move(from: middle)
    let top = min(BatteryModel.taperStart, Double(battery.socRange.upperBound)) * Double(SoCGrid.density)
    let bottom = Double(battery.socRange.lowerBound * SoCGrid.density)
    func isSteady(_ node: Int) -> Bool {
      let end = Double(node) + usual.distance
      return usual.distance > 0 ? end < top && battery.carLimit == nil : usual.distance < 0 && end > bottom
    }
    let nodes = 0..<SoCGrid.count
    let first = nodes.first(where: isSteady) ?? 0
    let steady = first..<(nodes.last(where: isSteady) ?? -1) + 1
    self.steady = steady
    moves = nodes.map { steady.contains($0) ? usual : move(from: $0) }
  }
}

/// The moves of one battery, each found when it is first asked for.
struct MoveTables: Sendable {
  private let battery: BatteryModel
  /// By the length of a step in seconds, and the place of a current.
  private var tables: [Int: [MoveTable?]] = [:]
  /// How many lengths are kept: most steps are of half an hour, others are as prices and conditions have it.
  private static let most = 40

  init(_ battery: BatteryModel) { self.battery = battery }

  /// Forgets what has become too much to keep.
  mutating func trim() {
    if tables.count > Self.most { tables = [:] }
  }

  /// Where the move of a current, charging positive, lies among those of one length.
  static func place(of amperes: Int) -> Int { amperes < 0 ? -2 * amperes - 1 : 2 * amperes }

  /// The moves in `seconds`, by `place(of:)`, among them those of all currents of `options`.
  mutating func moves(of options: [OptimalStep.Option], seconds: Int) -> [MoveTable?] {
    var found = tables[seconds] ?? []
    var isNew = false
    func find(_ amperes: Int) {
      let place = Self.place(of: amperes)
      guard amperes != 0, place >= found.count || found[place] == nil else { return }
      while found.count <= place { found.append(nil) }
      found[place] = MoveTable(amperes: amperes, seconds: seconds, battery: battery)
      isNew = true
    }
    for option in options {
      find(option.amperes.one)
      find(option.amperes.other)
    }
    if isNew { tables[seconds] = found }
    return found
  }

  /// The move of a current in `seconds`; nil where a plan never asked for it.
  func known(_ amperes: Int, seconds: Int) -> MoveTable? {
    guard let found = tables[seconds] else { return nil }
    let place = Self.place(of: amperes)
    return found.indices.contains(place) ? found[place] : nil
  }
}
