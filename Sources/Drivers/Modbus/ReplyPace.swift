import Platform

/// How long a device takes for its replies, as far as the deadlines of the calls tell: those are as far from each other
/// as the calls themselves.
struct ReplyPace {
  /// By how much the last replies came after the deadline of the call that asked; no time for one in time.
  private var latest: [Duration] = []
  private var lastHeard: ExchangeDeadline?
  /// How many connections in a row have been given up without a reply.
  private var fruitlessCount = 0

  /// For how long a device is waited for beyond the call that asked, and for how long a slow one.
  ///
  /// One that loses a request, slow or not, is asked again, and heard, in the second call after that.
  private static let patience: Duration = .milliseconds(700)
  private static let longPatience: Duration = .milliseconds(1750)
  /// How many replies tell whether it is slow.
  private static let memory = 32
  /// For how long a device that was just heard of counts as alive, and a slow one.
  private static let presence: Duration = .milliseconds(500)
  private static let longPresence: Duration = .seconds(3)

  /// Whether a reply has lately come later than the call that asked for it had time.
  var isSlow: Bool { latest.contains { $0 > Self.patience / 10 } }

  /// Whether it is slow, or may be: one of which nothing is heard may be busy with what was asked over the connections
  /// before.
  var mayBeSlow: Bool { isSlow || fruitlessCount >= 1 }

  /// How much silence is usual.
  private var patience: Duration { mayBeSlow ? Self.longPatience : Self.patience }

  /// Until when the reply to a request is waited for.
  func limit(since deadline: ExchangeDeadline) -> ExchangeDeadline { deadline + patience }

  /// Whether a call that ends by `deadline` without a reply says nothing against the device.
  func isAlive(at deadline: ExchangeDeadline) -> Bool {
    guard let lastHeard else { return false }
    let silence = isSlow ? Self.longPresence : Self.presence
    return deadline < lastHeard + silence
  }

  /// Notes a reply that came within the call by `deadline`, to a request of the call by `since`.
  mutating func heard(by deadline: ExchangeDeadline, since: ExchangeDeadline) {
    latest.append(since.age(at: deadline))
    if latest.count > Self.memory { latest.removeFirst() }
    lastHeard = deadline
    fruitlessCount = 0
  }

  /// Notes that a connection was given up on which no reply came.
  mutating func fruitless() { fruitlessCount += 1 }
}
