import Drivers
import Glibc

/// The signals that ask the program to end or to load its files again, turned into something that can be waited for.
///
/// The first one that asks to end is only noted, so that the charger can be stopped. More of them while that goes on
/// are the same request: `timeout` sends two at once, and so does a shell with a process group. A later one has its
/// usual effect again and ends the program at once.
final class StopSignals {
  /// For how many seconds a signal is the same request as the first: stopping the charger takes less than one.
  private static let grace: UInt32 = 2

  /// Whether the program is to end.
  private(set) var isRequested = false
  private var isReloadRequested = false
  private var signals = sigset_t()
  /// A terminal that the program was started on; one that hangs up ends the program.
  private let terminal = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].first { isatty($0) == 1 }

  /// Starts taking SIGINT, SIGTERM and, unless the program was started to ignore it, SIGHUP.
  ///
  /// Comes before any other thread, which would take the signals otherwise.
  init() {
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      // A shell starts background programs with SIGINT ignored; a late one should end them all the same.
      signal(number, SIG_DFL)
      sigaddset(&signals, number)
    }
    if !Self.isIgnored(SIGHUP) { sigaddset(&signals, SIGHUP) }
    // A reader that goes away must not end the program while the charger runs.
    signal(SIGPIPE, SIG_IGN)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Has the program end, as a signal would.
  func request() { isRequested = true }

  /// Waits for `time` or, if that is sooner, a signal to end; true where one has come.
  func wait(for time: Duration) -> Bool {
    let end = MonotonicTime.now + time
    while !isRequested {
      let left = max(.zero, end - MonotonicTime.now)
      var timeout = timespec(
        tv_sec: Int(left.components.seconds), tv_nsec: Int(left.components.attoseconds / 1_000_000_000))
      let number = sigtimedwait(&signals, nil, &timeout)
      if number == SIGHUP, !hasHungUp {
        isReloadRequested = true
      } else if number > 0 {
        isRequested = true
        endLater()
      }
      if left == .zero { break }
    }
    return isRequested
  }

  /// Gives the signals their usual effect again once the grace is over, on a thread of its own that takes them.
  ///
  /// Where the system has no thread they keep having none: what is left to do has deadlines.
  private func endLater() {
    _ = WorkerThread.start { [signals] in
      sleep(Self.grace)
      var signals = signals
      var none = timespec()
      while sigtimedwait(&signals, nil, &none) > 0 {}
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      while true { pause() }
    }
  }

  /// Whether a signal has asked to load the files again since this was last asked.
  func takeReloadRequest() -> Bool {
    defer { isReloadRequested = false }
    return isReloadRequested
  }

  /// Whether the terminal that the program was started on is gone.
  private var hasHungUp: Bool { terminal.map { isatty($0) == 0 } ?? false }

  /// Whether a signal has no effect, as `nohup` arranges it for SIGHUP.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
