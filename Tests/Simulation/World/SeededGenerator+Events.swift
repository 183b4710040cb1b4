import Glibc
import SeededRandomness

extension SeededGenerator {
  /// Whether something happens that happens with `probability`, 0...1.
  mutating func chance(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }

  /// A number within `range`.
  mutating func number(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// One of `choices`, which must not be empty.
  mutating func one<Choice>(of choices: [Choice]) -> Choice {
    choices[Int(next() % UInt64(choices.count))]
  }

  /// A wait of `mean` on average, as between events that know nothing of each other.
  mutating func wait(mean: VirtualTime) -> VirtualTime {
    let share = min(8, -log(1 - Double(next() >> 11) * 0x1p-53))
    return VirtualTime(Double(mean) * share)
  }
}
