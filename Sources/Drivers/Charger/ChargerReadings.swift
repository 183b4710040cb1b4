import Platform
import ScheduleLang

/// What a charger has said of itself and when, and what it is to be asked next.
///
/// A charger that answers at once is asked everything each time. A slow one is asked what is most out of date, and what
/// it said a few seconds ago is still of use; but nothing from before the last command.
struct ChargerReadings {
  typealias Item = ChargerMap.Item

  /// For how long what a slow charger said is of use.
  static let usefulTime: Duration = .seconds(8)
  /// From when on it is asked for its state in the middle of a command.
  static let longestBlindness: Duration = .seconds(4)

  private let map: ChargerMap
  private var values: [Item: (registers: [UInt16], by: ExchangeDeadline)] = [:]
  /// What was asked for, in vain perhaps, and when.
  private var asked: [Item: ExchangeDeadline] = [:]
  /// The SoC as far as it could be believed when it was last read.
  private(set) var soc: Int?
  private var socFilter = SoCFilter()
  private var isPluggedIn: Bool?

  /// Creates the readings of a charger that has said nothing yet.
  init(_ map: ChargerMap) { self.map = map }

  /// Takes in what the registers of `item` hold; nil where the charger refuses to tell.
  mutating func take(_ item: Item, _ registers: [UInt16]?, by deadline: ExchangeDeadline) {
    asked[item] = deadline
    values[item] = registers.map { ($0, deadline) }
    if item == .state || item == .plugged, let state = values[.state]?.registers {
      isPluggedIn =
        map.meaning(state, plug: values[.plugged]?.registers, power: values[.power]?.registers)?.isPluggedIn
      if isPluggedIn == false { socFilter.reset() }
      if isPluggedIn != true { soc = nil }
    }
    guard let raw = registers.map({ map.soc($0, in: item) }) ?? (item == .soc ? 0 : nil) else { return }
    soc = isPluggedIn == true ? socFilter.read(raw, by: deadline) : nil
  }

  /// Notes that `item` is asked for.
  mutating func ask(_ item: Item, by deadline: ExchangeDeadline) { asked[item] = deadline }

  /// Forgets what a write may have changed: a start or a stop all of it, another current not the state unless that alone
  /// starts the charger.
  mutating func forget(after purpose: ChargerWrite.Purpose) {
    let items: [Item] =
      switch purpose {
      case .start, .stop: [.state, .power, .setPoint]
      case .setPoint: map.charger.start.isEmpty ? [.state, .power, .setPoint] : [.power, .setPoint]
      default: []
      }
    for item in items { (values[item], asked[item]) = (nil, nil) }
  }

  /// The registers of `item`, where they were read by `deadline` or, of a slow charger, not long before.
  func registers(_ item: Item, by deadline: ExchangeDeadline, isSlow: Bool) -> [UInt16]? {
    guard let value = values[item],
      value.by == deadline || (isSlow && value.by.age(at: deadline) <= Self.usefulTime)
    else { return nil }
    return value.registers
  }

  /// What it does, as far as that was read; nil where it was not, or its state means nothing.
  func meaning(by deadline: ExchangeDeadline, isSlow: Bool = true) -> ChargerDescription.Meaning? {
    registers(.state, by: deadline, isSlow: isSlow).flatMap {
      map.meaning(
        $0, plug: registers(.plugged, by: deadline, isSlow: isSlow),
        power: registers(.power, by: deadline, isSlow: isSlow))
    }
  }

  /// Whether `item` was answered by `deadline`, be it with a refusal.
  ///
  /// - Parameter isComplete: whether all that was asked by then was answered.
  func isNew(_ item: Item, by deadline: ExchangeDeadline, isComplete: Bool) -> Bool {
    values[item]?.by == deadline || (isComplete && asked[item] == deadline)
  }

  /// What to ask next by `deadline`, of `items`; nil where all were asked already.
  func next(of items: [Item], by deadline: ExchangeDeadline) -> Item? {
    func urgency(_ item: Item) -> Duration {
      asked[item].map { $0.age(at: deadline) / item.patience } ?? .seconds(Int64.max)
    }
    let due = items.filter { asked[$0] != deadline }
    return due.max { urgency($0) < urgency($1) }.flatMap { most in due.first { urgency($0) == urgency(most) }
    }
  }

  /// Whether the state was not read for so long that a command has to wait for it.
  func isBlind(at deadline: ExchangeDeadline) -> Bool {
    values[.state].map { $0.by.age(at: deadline) >= Self.longestBlindness } ?? true
  }
}

extension ChargerMap.Item {
  /// How much older than the state it may get.
  fileprivate var patience: Int {
    switch self {
    case .state, .plugged, .soc, .power: 1
    case .setPoint: 2
    case .control, .condition, .limit: 3
    case .errors: 4
    }
  }
}
