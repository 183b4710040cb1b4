/// Which items the clock lets hold at one time, without the rules that earlier ones leave nothing to.
///
/// Bits as in ``ClockItems``; the first are rules.
struct RelevantBits {
  /// The bits that matter.
  private(set) var bits: [UInt64]

  private let rules: [RuleBounds]
  private let certainBits: [Int: Int]
  /// The bits of what is not a rule, and those of rules that can apply while the SoC is unknown.
  private let others: [UInt64]
  private let rulesForUnknown: [UInt64]
  /// All bits.
  private var possible: [UInt64]
  /// The rules among `bits`, each with the SoCs that it and those before it take whatever the facts.
  private var deciders: [(rule: Int, covered: SoCSet)] = []
  private var isStale = false

  init(_ rules: [RuleBounds], of items: ClockItems) {
    self.rules = rules
    certainBits = items.certainBits
    bits = [UInt64](repeating: 0, count: max(1, (items.bitCount + 63) / 64))
    possible = bits
    func words(where holds: (Int) -> Bool) -> [UInt64] {
      var words = [UInt64](repeating: 0, count: max(1, (items.bitCount + 63) / 64))
      for bit in 0..<items.bitCount where holds(bit) { words[bit >> 6] |= 1 << UInt64(bit & 63) }
      return words
    }
    others = words { $0 >= rules.count }
    rulesForUnknown = words { $0 < rules.count && rules[$0].may.contains(nil) }
  }

  /// Goes back to where nothing holds.
  mutating func clear() {
    for word in bits.indices { (bits[word], possible[word]) = (0, 0) }
    deciders.removeAll(keepingCapacity: true)
    isStale = false
  }

  /// Turns one bit on or off; `refresh` then brings `bits` up to date.
  mutating func flip(_ bit: Int) {
    possible[bit >> 6] ^= 1 << UInt64(bit & 63)
    if !isStale { isStale = matters(bit) }
  }

  /// Finds the bits that matter; false where they are as before.
  mutating func refresh() -> Bool {
    guard isStale else { return false }
    isStale = false
    let earlier = bits
    for word in bits.indices { bits[word] = possible[word] & others[word] }
    deciders.removeAll(keepingCapacity: true)
    var covered = SoCSet.empty
    for word in bits.indices {
      var rest = possible[word] & ~others[word]
      // Most rules ask for a known SoC, and the first few that do often leave nothing of it.
      if covered.isSuperset(of: .known) { rest &= rulesForUnknown[word] }
      while rest != 0 {
        let rule = word << 6 + rest.trailingZeroBitCount
        rest &= rest - 1
        guard !covered.isSuperset(of: rules[rule].may) else { continue }
        bits[word] |= 1 << UInt64(rule & 63)
        if isPossible(certainBits[rule] ?? rule) { covered |= rules[rule].must }
        deciders.append((rule, covered))
        if covered.isSuperset(of: .known) { rest &= rulesForUnknown[word] }
      }
    }
    return bits != earlier
  }

  private func isPossible(_ bit: Int) -> Bool { possible[bit >> 6] & 1 << UInt64(bit & 63) != 0 }

  /// Whether a bit that was just flipped can change which bits matter.
  private func matters(_ bit: Int) -> Bool {
    guard bit < rules.count else { return true }
    guard isPossible(bit) else { return bits[bit >> 6] & 1 << UInt64(bit & 63) != 0 }
    var covered = SoCSet.empty
    for decider in deciders {
      guard decider.rule < bit else { break }
      covered = decider.covered
    }
    return !covered.isSuperset(of: rules[bit].may)
  }
}
