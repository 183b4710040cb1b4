import Runtime
import ScheduleLang

/// What a charger's registers mean in the words of the control loop, at the addresses that its site leaves it.
struct ChargerMap {
  /// What is asked together.
  enum Item: Hashable {
    /// The state, and the car's SoC where that follows it.
    case state
    case soc
    case power
    case setPoint
    /// Whether the program has control and the charger's own time-out runs.
    case control
    case errors
    /// One of the conditions of discharging.
    case condition(Int)
  }

  /// The description, its addresses being what they are with what the site says.
  let charger: ChargerDescription
  /// At what voltage a current becomes a power.
  let voltage: Double

  /// Creates the map of a charger; `setting` gives what is added to addresses.
  init(_ charger: ChargerDescription, voltage: Double = 230, setting: (String) -> Int = { _ in 0 }) {
    self.charger = charger.placed { register in
      var register = register
      register.address = register.first(setting)
      (register.offset, register.stride) = (nil, 1)
      return register
    }
    self.voltage = voltage
  }

  /// Where the SoC is, where it is asked for apart from the state.
  private var separateSoC: Register? { hasSoCBesideState ? nil : charger.soc?.register }

  private var hasSoCBesideState: Bool {
    guard let soc = charger.soc?.register else { return false }
    return soc.table == charger.state.table && soc.address == charger.state.addresses.upperBound
  }

  /// What to ask at any time.
  var usualItems: [Item] {
    [.state] + (separateSoC == nil ? [] : [.soc]) + (charger.power == nil ? [] : [.power]) + [.setPoint]
      + charger.dischargeConditions.indices.map { .condition($0) }
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
    case .setPoint: return charger.setPoint.register.read()
    case .control: return nil
    case .errors:
      return charger.errors.first?.register.read(
        count: charger.errors.reduce(0) { $0 + $1.register.kind.width })
    case .condition(let index): return charger.dischargeConditions[index].number.register.read()
    }
  }

  /// The items that a request asks for.
  func items(of request: ModbusRequest) -> [Item] {
    (usualItems + [.errors]).filter { self.request(for: $0) == request }
  }
}

// What it says.
extension ChargerMap {
  /// What the state means that `words` begin with; nil where the description does not list it.
  func meaning(_ words: [UInt16]) -> ChargerDescription.Meaning? {
    code(words).flatMap { charger.meanings[$0] }
  }

  private func code(_ words: [UInt16]) -> Int? {
    charger.state.number(in: Array(words.prefix(charger.state.kind.width))).flatMap { Int(exactly: $0) }
  }

  /// The state in the words of the control loop; `errors` are the error registers where they were read.
  func state(_ words: [UInt16], errors: [UInt16]?) -> ChargerState {
    guard let meaning = meaning(words) else {
      return .unavailable(
        "state \(code(words).map(String.init) ?? "without a number"), which is not documented")
    }
    switch meaning.kind {
    case .unplugged: return .unplugged
    case .paused: return .paused
    case .charging: return .charging
    case .discharging: return .discharging
    case .unavailable: return .unavailable(meaning.reason)
    case .fault: return .fault(meaning.reason + text(ofErrors: errors ?? []))
    }
  }

  /// The error registers in hexadecimal, as makers' documents write them; empty where there are none.
  private func text(ofErrors words: [UInt16]) -> String {
    var rest = words[...]
    var texts: [String] = []
    for error in charger.errors {
      guard rest.count >= error.register.kind.width else { return "" }
      let bits = rest.prefix(error.register.kind.width).reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
      texts.append("\(error.name) 0x\(String(bits, radix: 16))")
      rest = rest.dropFirst(error.register.kind.width)
    }
    return texts.isEmpty ? "" : " (\(texts.joined(separator: ", ")))"
  }

  /// The SoC in whole percent in what was asked for as `item`, 0 where it is none; nil where it is not there.
  func soc(_ words: [UInt16], in item: Item) -> UInt16? {
    guard let soc = charger.soc, item == .soc || item == .state && hasSoCBesideState else { return nil }
    let own = item == .soc ? words[...] : words.dropFirst(charger.state.kind.width)
    return soc.value(in: Array(own)).map { UInt16(max(0, min(1000, $0.rounded()))) } ?? 0
  }

  /// The power in its registers.
  func power(_ words: [UInt16]) -> Watts? { charger.power?.value(in: words).map { Watts($0) } }

  /// The set-point in its registers, as a current.
  func setPoint(_ words: [UInt16]) -> Amperes? {
    guard let number = charger.setPoint.register.number(in: words) else { return nil }
    let value = number * charger.setPoint.factor / (charger.setPoint.unit == .power ? voltage : 1)
    // No charger has more; "not available" may be the lowest number that there is.
    guard value.magnitude <= 10_000 else { return nil }
    return Int(exactly: value.rounded()).map { Amperes($0) }
  }

  /// The time-out in its registers, in seconds.
  func seconds(_ words: [UInt16]) -> UInt16? {
    guard case .timeout(let register, let unit, _) = charger.failsafe,
      let number = register.number(in: words)
    else { return nil }
    return UInt16(max(0, min(65_535, (number * unit).rounded())))
  }

  /// Why it is not to be told to discharge, `words` giving what was read of each condition; nil where all is well.
  ///
  /// - Parameter mayBeUnknown: whether what is not known is well.
  func objectionToDischarging(mayBeUnknown: Bool = false, _ words: (Item) -> [UInt16]?) -> String? {
    for (index, condition) in charger.dischargeConditions.enumerated() {
      guard let value = words(.condition(index)).flatMap({ condition.number.value(in: $0) }) else {
        if mayBeUnknown { continue }
        return "`\(condition.name)` is not known"
      }
      let holds =
        switch condition.test {
        case .among(let values): values.contains(value)
        case .below(let limit): value < limit
        case .above(let limit): value > limit
        }
      if !holds { return "`\(condition.name)` is \(value == value.rounded() ? "\(Int(value))" : "\(value)")" }
    }
    return nil
  }
}

extension ChargerMap {
  /// What currents it takes, for a message.
  var rangeText: String {
    let range = charger.setPoint.range
    let unit = charger.setPoint.unit == .power ? "W" : "A"
    let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
    return -low == high ? "±\(unit == "A" ? "1" : "0")...\(high) \(unit)" : "\(low)...\(high) \(unit)"
  }
}

extension ChargerDescription.Meaning {
  /// Whether power flows.
  var isMovingPower: Bool { kind == .charging || kind == .discharging }
}

extension ChargerDescription.Number {
  /// What `words` hold, in watts, percent or no unit; nil where that is no reading.
  func value(in words: [UInt16]) -> Double? {
    guard let number = register.number(in: words) else { return nil }
    let value = number * abs(factor)
    guard value.magnitude < 1e12 else { return nil }
    if let range, !range.contains(value) { return nil }
    return factor < 0 ? 0 - value : value
  }
}

extension Register {
  /// A request for it, or for `count` registers from it on.
  func read(count: Int? = nil) -> ModbusRequest {
    let (address, count) = (
      UInt16(truncatingIfNeeded: address), UInt16(truncatingIfNeeded: count ?? kind.width)
    )
    return table == .holding
      ? .readHolding(address: address, count: count) : .readInput(address: address, count: count)
  }

  /// A request that writes a number to it; nil where its type has no such number.
  func write(_ number: Double) -> ModbusRequest? {
    guard let words = words(of: number) else { return nil }
    let address = UInt16(truncatingIfNeeded: address)
    return words.count == 1
      ? .writeSingle(address: address, value: words[0]) : .writeMultiple(address: address, values: words)
  }
}
