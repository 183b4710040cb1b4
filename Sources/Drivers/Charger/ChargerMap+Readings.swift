import Runtime
import ScheduleLang

// What it reads.
extension ChargerMap {
  /// The SoC in whole percent in what was asked for as `item`, 0 where it is none; nil where it is not there.
  func soc(_ words: [UInt16], in item: Item) -> UInt16? {
    guard let soc = charger.soc, item == .soc || item == .state && hasSoCBesideState else { return nil }
    let own = item == .soc ? words[...] : words.dropFirst(charger.state.kind.width)
    return soc.value(in: Array(own)).map { UInt16(max(0, min(1000, $0.rounded()))) } ?? 0
  }

  /// The power in its registers.
  func power(_ words: [UInt16]) -> Watts? { charger.power?.value(in: words).map { Watts($0) } }

  /// The set-point in its registers, as a current of one phase.
  func setPoint(_ words: [UInt16]) -> Amperes? {
    guard let number = setPointNumber(words) else { return nil }
    let value = number * charger.setPoint.factor / perAmpere
    // No charger has more; "not available" may be the lowest number that there is.
    guard value.magnitude <= 10_000 else { return nil }
    return Int(exactly: value.rounded()).map { Amperes($0) }
  }

  /// How many amperes or watts one of the loop's amperes is, which is that of one phase.
  var perAmpere: Double { charger.setPoint.unit == .power ? voltage : 1 / Double(phases) }

  private func setPointNumber(_ words: [UInt16]) -> Double? {
    (charger.setPoint.readBack ?? charger.setPoint.register).number(in: words)
  }

  /// Whether its registers hold what was written for a current.
  func holds(_ words: [UInt16], _ current: Amperes) -> Bool {
    guard let number = setPointNumber(words), let wanted = self.number(for: current) else { return false }
    return abs(number - wanted) < 0.5
  }

  /// The time-out in its registers, in seconds.
  func seconds(_ words: [UInt16]) -> UInt16? {
    guard let number = timeout?.number(in: words) else { return nil }
    return UInt16(max(0, min(65_535, (number * charger.failsafe.secondsPerUnit).rounded())))
  }

  /// The current that it falls back to in its registers, in amperes.
  func failsafeCurrent(_ words: [UInt16]) -> Double? {
    guard let current = charger.failsafeCurrent else { return nil }
    return (current.readBack ?? current.register).number(in: words).map { $0 * current.factor }
  }

  /// Whether a number stands for a text of the device's, or for `true` or `false`, and counts nothing.
  private func isWord(_ number: Double) -> Bool {
    Int(exactly: number).flatMap { charger.places?.word(of: $0) } != nil
  }

  /// Why it is not to be told to discharge, `words` giving what was read of each condition; nil where all is well.
  ///
  /// - Parameter mayBeUnknown: whether what is not known is well.
  func objectionToDischarging(mayBeUnknown: Bool = false, _ words: (Item) -> [UInt16]?) -> String? {
    for (index, condition) in charger.dischargeConditions.enumerated() {
      let known = words(.condition(index)).flatMap { condition.number.value(in: $0) }
      guard let value = known, condition.test.isOfWords || !isWord(value) else {
        if mayBeUnknown { continue }
        return "`\(condition.name)` is not known"
      }
      let holds = condition.test.holds(for: value)
      if !holds { return "`\(condition.name)` is \(value == value.rounded() ? "\(Int(value))" : "\(value)")" }
    }
    return nil
  }
}

extension ChargerDescription.Condition.Test {
  /// Whether it asks for certain values, which may be texts.
  fileprivate var isOfWords: Bool { if case .among = self { true } else { false } }
}
