import Runtime
import ScheduleLang

// What it does.
extension ChargerMap {
  /// What the state means that `words` begin with, by the table alone; nil where that does not list it.
  func listedMeaning(_ words: [UInt16]) -> ChargerDescription.Meaning? {
    code(words).flatMap { charger.meanings[$0] }
  }

  /// What it does: where the table leaves it open, its power tells, and whether a car is connected its own register.
  ///
  /// - Parameters:
  ///   - plug: what that register reads, where it was read.
  ///   - power: what the power reads, where it was read.
  func meaning(_ words: [UInt16], plug: [UInt16]?, power: [UInt16]?) -> ChargerDescription.Meaning? {
    guard var meaning = listedMeaning(words) else { return nil }
    if meaning.kind == .either {
      guard let power = power.flatMap(self.power) else {
        return .init(.unavailable, "whether power flows is not known", isPluggedIn: true)
      }
      meaning = .init(
        power > Self.leastPower ? .charging : power < Watts(0) - Self.leastPower ? .discharging : .paused)
    }
    guard let register = charger.plug else { return meaning }
    let code = plug.flatMap { register.register.number(in: $0) }.flatMap { Int(exactly: $0) }
    return meaning.connected(code.flatMap { register.codes[$0] })
  }

  /// Below this, either way, the charger's electronics are all that draws.
  private static let leastPower = Watts(100)

  private func code(_ words: [UInt16]) -> Int? {
    charger.state.number(in: Array(words.prefix(charger.state.kind.width))).flatMap { Int(exactly: $0) }
  }

  /// The state in the words of the control loop.
  ///
  /// - Parameter errors: the error registers where they were read.
  func state(
    _ words: [UInt16], plug: [UInt16]? = nil, power: [UInt16]? = nil, errors: [UInt16]?
  ) -> ChargerState {
    guard let meaning = meaning(words, plug: plug, power: power) else {
      let name = code(words).map { charger.places?.word(of: $0) ?? "\($0)" }
      return .unavailable("state \(name ?? "without a number"), which is not documented")
    }
    switch meaning.kind {
    case .unplugged: return .unplugged
    case .paused: return .paused
    case .charging: return .charging
    case .discharging: return .discharging
    case .unavailable, .either: return .unavailable(meaning.reason)
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
}

extension ChargerDescription.Meaning {
  /// The same, as another register tells whether a car is connected; nil is not known.
  fileprivate func connected(_ isPluggedIn: Bool?) -> Self {
    var meaning = self
    switch (kind, isPluggedIn) {
    case (.paused, false?): meaning = .init(.unplugged)
    case (.unplugged, true?): meaning = .init(.paused)
    case (.charging, _), (.discharging, _), (.either, _): break
    default: meaning.isPluggedIn = isPluggedIn
    }
    return meaning
  }
}
