import Platform

/// A time or a span of time in nanoseconds, on the clock of a virtual world, which never jumps.
typealias VirtualTime = UInt64

extension VirtualTime {
  /// So many milliseconds.
  static func milliseconds(_ count: Int) -> VirtualTime { VirtualTime(count) * 1_000_000 }

  /// So many seconds.
  static func seconds(_ count: Int) -> VirtualTime { VirtualTime(count) * 1_000_000_000 }

  /// How long it is since `earlier`; 0 where that is still to come.
  func since(_ earlier: VirtualTime) -> VirtualTime { self > earlier ? self - earlier : 0 }
}

extension ExchangeDeadline {
  /// When it is.
  var virtualTime: VirtualTime {
    let (seconds, attoseconds) = uptime.components
    return VirtualTime(seconds) * 1_000_000_000 + VirtualTime(attoseconds / 1_000_000_000)
  }
}
