/// Whether it may be one line at which a database fails (5xx), and not the database that is away.
///
/// Each failure halves what is sent at a time, down to the oldest line alone. Where that fails again and again it is
/// suspect.
struct LineSuspicion {
  /// How often the oldest line must have failed alone, one time after the other.
  private static let required = 4

  private var halvings = 0
  private var loneFailures = 0

  /// Whether the next line is to tell whether the database works.
  var isDue: Bool { loneFailures >= Self.required }

  /// How many bytes are to be sent at a time, where `most` are usual.
  func limit(of most: Int) -> Int { max(1, most >> halvings) }

  /// Notes that the database failed at so many lines.
  mutating func failed(lines: Int) {
    if lines > 1 { (halvings, loneFailures) = (min(halvings + 1, 16), 0) } else { loneFailures += 1 }
  }

  /// Notes that the database took lines, or failed at none of them.
  mutating func taken() {
    halvings = max(0, halvings - 1)
    loneFailures = 0
  }

  /// Notes that the database fails at another line too: the oldest one is asked for first.
  mutating func wasRefuted() { loneFailures = Self.required - 1 }
}
