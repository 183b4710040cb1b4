import Runtime
import ScheduleLang

/// What a charger's registers mean in the words of the control loop, at the addresses that its site leaves it.
struct ChargerMap {
  /// What is asked together.
  enum Item: Hashable {
    /// The state, and the car's SoC where that follows it.
    case state
    /// Whether a car is connected.
    case plugged
    case soc
    case power
    case setPoint
    /// Whether the program has control and the charger's own time-out runs.
    case control
    case errors
    /// One of the conditions of discharging.
    case condition(Int)
    /// One of the limits of what it takes.
    case limit(Int)
  }

  /// The description, its addresses being what they are with what the site says.
  let charger: ChargerDescription
  /// At what voltage a current becomes a power.
  let voltage: Double
  /// On how many phases a set-point in amperes acts.
  let phases: Int

  /// Creates the map of a charger; `setting` gives what is added to addresses.
  init(
    _ charger: ChargerDescription, voltage: Double = 230, phases: Int = 1,
    setting: (String) -> Int = { _ in 0 }
  ) {
    self.charger = charger.placed { register in
      var register = register
      register.address = register.first(setting)
      (register.offset, register.stride) = (nil, 1)
      return register
    }
    (self.voltage, self.phases) = (voltage, max(1, phases))
  }

  /// Where the SoC is, where it is asked for apart from the state.
  private var separateSoC: Register? { hasSoCBesideState ? nil : charger.soc?.register }

  var hasSoCBesideState: Bool {
    guard let soc = charger.soc?.register else { return false }
    return soc.table == charger.state.table && soc.address == charger.state.addresses.upperBound
  }

  /// What to ask at any time.
  var usualItems: [Item] {
    [.state] + (charger.plug == nil ? [] : [.plugged]) + (separateSoC == nil ? [] : [.soc])
      + (charger.power == nil ? [] : [.power]) + [.setPoint]
      + charger.dischargeConditions.indices.map { .condition($0) }
      + charger.limits.indices.map { item(ofLimit: $0) }.filter {
        if case .limit = $0 { true } else { false }
      }
  }

  /// What tells a limit: a condition of discharging, where that has the same register.
  func item(ofLimit index: Int) -> Item {
    let register = charger.limits[index].number.register
    return charger.dischargeConditions.firstIndex { $0.number.register == register }.map { .condition($0) }
      ?? .limit(index)
  }

  /// What is asked for an item; nil where the charger has nothing of the kind, and for who has control.
  func request(for item: Item) -> ModbusRequest? {
    switch item {
    case .state:
      let first = charger.state
      return first.read(
        count: first.kind.width + (hasSoCBesideState ? charger.soc?.register.kind.width ?? 0 : 0))
    case .soc: return separateSoC?.read()
    case .power: return charger.power?.register.read()
    case .plugged: return charger.plug?.register.read()
    case .setPoint: return (charger.setPoint.readBack ?? charger.setPoint.register).read()
    case .control: return nil
    case .errors:
      return charger.errors.first?.register.read(
        count: charger.errors.reduce(0) { $0 + $1.register.kind.width })
    case .condition(let index): return charger.dischargeConditions[index].number.register.read()
    case .limit(let index): return charger.limits[index].number.register.read()
    }
  }

  /// The items that a request asks for.
  func items(of request: ModbusRequest) -> [Item] {
    (usualItems + [.errors]).filter { self.request(for: $0) == request }
  }
}
