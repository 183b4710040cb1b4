import Runtime
import ScheduleLang

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
  /// Whether power flows, or may.
  var isMovingPower: Bool { kind == .charging || kind == .discharging || kind == .either }
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
    return words.count == 1 && !isWrittenByFunction16
      ? .writeSingle(address: address, value: words[0]) : .writeMultiple(address: address, values: words)
  }
}
