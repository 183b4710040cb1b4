import ScheduleLang

/// The time as the control loop knows it, so that a test or a simulation can stand in for the real one.
public protocol LoopClock: AnyObject {
  /// The wall clock, which may be set while the program runs.
  var now: Instant { get }
  /// The time since an arbitrary start; it never jumps, and device deadlines are told by it.
  var uptime: Duration { get }
  /// Whether the program was asked to stop.
  var stopRequested: Bool { get }
  /// Waits until the wall clock shows `instant`, or at once until a stop is requested; true where one is.
  func sleep(until instant: Instant) -> Bool
  /// Whether the last sleep ended early because somebody woke the loop, who is to be listened to.
  var wasWoken: Bool { get }
  /// Waits for `time`, whether or not a stop is requested.
  func rest(for time: Duration)
}

extension LoopClock {
  public var wasWoken: Bool { false }
}
