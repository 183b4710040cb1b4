import Platform

/// How long a device takes for its replies, as far as the deadlines of the calls tell: those are as far from each other
/// as the calls themselves.
struct ReplyPace {
  /// By how many nanoseconds the last replies came after the deadline of the call that asked; 0 for one in time.
  private var latest: [UInt64] = []
  private var lastHeard: ExchangeDeadline?
  /// How many connections in a row have been given up without a reply.
  private var fruitlessCount = 0

  /// For how long a device is waited for beyond the call that asked, and for how long a slow one.
  ///
  /// One that loses a request, slow or not, is asked again, and heard, in the second call after that.
  private static let patience: UInt64 = 700_000_000
  private static let longPatience: UInt64 = 1_750_000_000
  /// How many replies tell whether it is slow.
  private static let memory = 32
  /// For how long a device that was just heard of counts as alive, and a slow one.
  private static let presence: UInt64 = 500_000_000
  private static let longPresence: UInt64 = 3_000_000_000

  /// Whether a reply has lately come later than the call that asked for it had time.
  var isSlow: Bool { latest.contains { $0 > Self.patience / 10 } }

  /// Whether it is slow, or may be: one of which nothing is heard may be busy with what was asked over the connections
  /// before.
  var mayBeSlow: Bool { isSlow || fruitlessCount >= 1 }

  /// How much silence is usual.
  private var patience: UInt64 { mayBeSlow ? Self.longPatience : Self.patience }

  /// Until when, in nanoseconds, the reply to a request is waited for; nil is without end.
  func limit(since deadline: ExchangeDeadline) -> UInt64? {
    let (limit, overflows) = deadline.nanoseconds.addingReportingOverflow(patience)
    return overflows ? nil : limit
  }

  /// Whether a call that ends by `deadline` without a reply says nothing against the device.
  func isAlive(at deadline: ExchangeDeadline) -> Bool {
    guard let lastHeard else { return false }
    let silence = isSlow ? Self.longPresence : Self.presence
    return deadline.nanoseconds < lastHeard.nanoseconds &+ silence
  }

  /// Notes a reply that came within the call by `deadline`, to a request of the call by `since`.
  mutating func heard(by deadline: ExchangeDeadline, since: ExchangeDeadline) {
    latest.append(deadline.nanoseconds - min(deadline.nanoseconds, since.nanoseconds))
    if latest.count > Self.memory { latest.removeFirst() }
    lastHeard = deadline
    fruitlessCount = 0
  }

  /// Notes that a connection was given up on which no reply came.
  mutating func fruitless() { fruitlessCount += 1 }
}
