import Glibc

/// The signals that ask the program to end, turned into something that can be waited for.
///
/// The first one is only noted, so that the charger can be stopped; after it the signals have their usual
/// effect again, so that a second one ends the program at once.
final class StopSignals {
  /// Whether a signal has come.
  private(set) var isRequested = false
  private var signals = sigset_t()

  /// Starts taking SIGINT, SIGTERM and, unless the program was started to ignore it, SIGHUP.
  ///
  /// Comes before any other thread, which would take the signals otherwise.
  init() {
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      // A shell starts background programs with SIGINT ignored; the second one should end them all the same.
      signal(number, SIG_DFL)
      sigaddset(&signals, number)
    }
    if !Self.isIgnored(SIGHUP) { sigaddset(&signals, SIGHUP) }
    // A reader that goes away must not end the program while the charger runs.
    signal(SIGPIPE, SIG_IGN)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Waits for `time` or, if that is sooner, a signal; true where one has come.
  func wait(for time: Duration) -> Bool {
    let end = MonotonicTime.now + time
    while !isRequested {
      let left = max(.zero, end - MonotonicTime.now)
      var timeout = timespec(
        tv_sec: Int(left.components.seconds), tv_nsec: Int(left.components.attoseconds / 1_000_000_000))
      if sigtimedwait(&signals, nil, &timeout) > 0 {
        isRequested = true
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      }
      if left == .zero { break }
    }
    return isRequested
  }

  /// Whether a signal has no effect, as `nohup` arranges it for SIGHUP.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
