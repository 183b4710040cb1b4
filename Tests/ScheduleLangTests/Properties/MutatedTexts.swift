import SeededRandomness

/// Schedules with mistakes as people make them: a valid text with some of its words changed.
struct MutatedTexts {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// Lines of a valid file, the parts in braces one statement a line.
  private static let site = [
    "timezone \"Europe/London\"", "battery 52kWh", "grid import limit 60A", "tariff Flux", "voltage 230V",
    "charger simulated { current 3A..16A   soc 5%..97% }", "meter simulated",
    "meter shelly-em at \"10.0.0.6\" { grid channel 0   solar channel 1 }",
    "record influxdb at \"http://localhost\" { org \"o\"   bucket \"b\"   token env \"T\" }",
  ]
  private static let statements = [
    "when soc unknown: charge at 3A", "during Flux peak { otherwise: V2G }",
    "on Mon-Fri except 2026-12-25: S2V",
    "during (07:00-09:00, 17:00-19:00) on weekdays: idle",
    "when soc in 30%..50% and not unplugged: S2V + V2H",
    "during 2026-11-27 18:00..2026-11-29 20:00, when exporting >= 1.5kW for 5min: S2V 6A..10A",
    "charge to 53%",
    "on (Sat, holidays), during Flux cheap: trickle", "charge at 10A to 80% by 07:00 on Sat",
    "never over 6A, on Dec",
    "never discharge, when soc <= low", "reserve 20%", "V2G to 35% by 23:30 then S2V",
    "when (soc <= 30% or import price < 5p) and home > 600W: V2H at most 10A", "otherwise: idle",
  ]
  private static let rows = [
    "at 17:00, soc 50%: V2G", "at Mon 02:30, soc unknown: charge at 3A",
    "at 2026-12-25 18:00, home 600W: S2V",
    "at 12:00, import price -2p, unplugged: idle",
    "from Mon 15:00, soc 60%, every 1min -0.3% for 3h, home 1kW for 5min, unknown:\nat 16:00-17:00: V2G",
    "from 10:00, unplugged for 5min, plugged in, soc low for 2min, stale:\nat 10:05: idle\nat 10:06: charge",
  ]
  private static let noise = [
    "==", "&&", "if", "else", "5pm", "24h", "Fr", "weekday", "16", "80 %", "6:00", "then", "is", "=", "to",
    "(", ")", "{",
    "}", ":", ",", "-", "..", "–", "\"", "'x'", "$", "oops", "unless", "charge", "24/12/2026", "22.30",
    "5amps", "not",
    "Saturday", "off", "battery", "\n", "otherwise", "at", "on", "24:00", "{ }",
  ]

  /// The next text, with a few mistakes.
  mutating func next() -> String {
    var words = """
      let low = 30%
      let holidays = 2026-12-25, 2026-12-26
      let trickle = charge at 6A
      site "home" {
      \(pick(Self.site, 3))
      }
      tariff Own { cheap 23:00-07:00 import 9.5p
      day otherwise import 24p }
      schedule "x" {
      \(pick(Self.statements, 5))
      }
      test "t" {
      \(pick(Self.rows, 2))
      }
      """.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let index = Int.random(in: words.indices, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: words.remove(at: index)
      case 1: words[index] = misspelt(words[index])
      case 2: words.insert(Self.noise.randomElement(using: &random) ?? "", at: index)
      case 3: words[index] = Self.noise.randomElement(using: &random) ?? ""
      default: words.swapAt(index, Int.random(in: words.indices, using: &random))
      }
    }
    return words.joined(separator: " ")
  }

  private mutating func pick(_ lines: [String], _ count: Int) -> String {
    lines.shuffled(using: &random).prefix(count).joined(separator: "\n")
  }

  private mutating func misspelt(_ word: String) -> String {
    var characters = Array(word)
    guard characters.count > 2 else { return word }
    let index = Int.random(in: 1..<characters.count, using: &random)
    if Bool.random(using: &random) {
      characters.swapAt(index - 1, index)
    } else {
      characters.remove(at: index)
    }
    return String(characters)
  }
}
