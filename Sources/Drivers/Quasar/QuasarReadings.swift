import Platform
import ScheduleLang

/// What a Quasar has said of itself and when, and what it is to be asked next.
///
/// A charger that answers at once is asked everything each time. A slow one is asked what is most out of date, and what
/// it said a few seconds ago is still of use; but nothing from before the last command.
struct QuasarReadings {
  /// What is asked together.
  enum Item: CaseIterable {
    /// The state, and the car's SoC.
    case state
    case power
    case setPoint
    /// Whether the program has control and the charger's own time-out runs.
    case control
    case errors

    /// How much older than the state it may get.
    var patience: UInt64 {
      switch self {
      case .state, .power: 1
      case .setPoint: 2
      case .control: 3
      case .errors: 4
      }
    }
  }

  /// For how long what a slow charger said is of use, in nanoseconds.
  static let usefulTime: UInt64 = 8_000_000_000
  /// From when on it is asked for its state in the middle of a command.
  static let longestBlindness: UInt64 = 4_000_000_000

  private var values: [Item: (registers: [UInt16], by: ExchangeDeadline)] = [:]
  /// What was asked for, in vain perhaps, and when.
  private var asked: [Item: ExchangeDeadline] = [:]
  /// The SoC as far as it could be believed when it was last read.
  private(set) var soc: Int?
  private var socFilter = SoCFilter()

  /// Takes in what the registers of `item` hold; nil where the charger refuses to tell.
  mutating func take(_ item: Item, _ registers: [UInt16]?, by deadline: ExchangeDeadline) {
    asked[item] = deadline
    values[item] = registers.map { ($0, deadline) }
    guard item == .state, let registers, registers.count == 2 else { return }
    let state = QuasarState(rawValue: registers[0])
    if state?.isPluggedIn == false { socFilter.reset() }
    soc = state?.isPluggedIn == true ? socFilter.read(registers[1], by: deadline) : nil
  }

  /// Notes that `item` is asked for.
  mutating func ask(_ item: Item, by deadline: ExchangeDeadline) { asked[item] = deadline }

  /// Forgets what a command may have changed: an action all of it, another current not the state.
  mutating func forget(after register: QuasarRegister) {
    let items: [Item] =
      switch register {
      case .action: [.state, .power, .setPoint]
      case .current: [.power, .setPoint]
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

  /// Whether `item` was answered by `deadline`, be it with a refusal.
  ///
  /// - Parameter isComplete: whether all that was asked by then was answered.
  func isNew(_ item: Item, by deadline: ExchangeDeadline, isComplete: Bool) -> Bool {
    values[item]?.by == deadline || (isComplete && asked[item] == deadline)
  }

  /// What to ask next by `deadline`, of `items`; nil where all were asked already.
  func next(of items: [Item], by deadline: ExchangeDeadline) -> Item? {
    func urgency(_ item: Item) -> UInt64 {
      asked[item].map { $0.age(at: deadline) / item.patience } ?? .max
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

extension ExchangeDeadline {
  /// How many nanoseconds later `other` is; 0 where it is not.
  func age(at other: ExchangeDeadline) -> UInt64 {
    other.nanoseconds - min(other.nanoseconds, nanoseconds)
  }
}
