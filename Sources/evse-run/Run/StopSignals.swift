import Platform
import Drivers
import Glibc

/// The signals that ask the program to end or to load its files again, turned into something that can be waited for.
///
/// The first one that asks to end is only noted, so that the charger can be stopped. More of them while that goes on
/// are the same request: `timeout` sends two at once, and so does a shell with a process group. A later one has its
/// usual effect again and ends the program at once.
final class StopSignals {
  /// For how long a signal is the same request as the first: a charger that does as it is told has stopped by then.
  private static let grace: Duration = .seconds(2)

  /// Whether the program is to end.
  private(set) var isRequested = false
  private var isReloadRequested = false
  private var isSuspensionRequested = false
  /// Whether somebody else wants the thread that waits.
  private var isWanted = false
  private let thread = pthread_self()
  /// What is waited for.
  private var signals = sigset_t()
  /// What ends the program.
  private var endings = sigset_t()

  /// What ends a program unless it is taken: what terminals, shells and systems send, limits and forgotten timers.
  ///
  /// Not the signals of a program that is broken: after those nothing that it does can be trusted.
  private static let endingSignals = [
    SIGINT, SIGTERM, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGXCPU,
    SIGSTKFLT,
  ]
  /// What must not end or suspend it while the charger runs: a reader that goes away, a file that may not grow, a
  /// terminal that belongs to another.
  private static let ignoredSignals = [SIGPIPE, SIGXFSZ, SIGTTIN, SIGTTOU]
  /// What wakes the thread that waits; without effect on a program that does not take it.
  private static let waking = SIGURG
  /// A terminal that the program was started on; one that hangs up ends the program.
  private let terminal = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].first { isatty($0) == 1 }

  /// Starts taking what would end the program, SIGHUP unless the program was started to ignore it, and SIGTSTP: a
  /// program that is suspended would leave the charger to its own time-out.
  ///
  /// Comes before any other thread, which would take the signals otherwise; the thread that calls it is the one to wait.
  init() {
    sigemptyset(&endings)
    for number in Self.endingSignals {
      // A shell starts background programs with SIGINT and SIGQUIT ignored; a late one should end them all the same.
      signal(number, SIG_DFL)
      sigaddset(&endings, number)
    }
    if !Self.isIgnored(SIGHUP) { sigaddset(&endings, SIGHUP) }
    signals = endings
    for number in [SIGTSTP, Self.waking] { sigaddset(&signals, number) }
    for number in Self.ignoredSignals { signal(number, SIG_IGN) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Has the program end, as a signal would.
  func request() { isRequested = true }

  /// Waits for `time` or, if that is sooner, a signal to end or until it is woken; true where a signal to end has come.
  func wait(for time: Duration) -> Bool {
    let end = MonotonicClock.now + time
    while !isRequested {
      let left = isWanted ? .zero : max(.zero, end - MonotonicClock.now)
      var timeout = timespec(
        tv_sec: Int(left.components.seconds), tv_nsec: Int(left.components.attoseconds / 1_000_000_000))
      let number = sigtimedwait(&signals, nil, &timeout)
      if number == SIGHUP, !hasHungUp {
        isReloadRequested = true
      } else if number == SIGTSTP {
        isSuspensionRequested = true
      } else if number == Self.waking {
        isWanted = true
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
    try? WorkerThread.start { [endings] in
      MonotonicClock.rest(for: Self.grace)
      var signals = endings
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

  /// Whether somebody at the terminal has asked to suspend the program since this was last asked.
  func takeSuspensionRequest() -> Bool {
    defer { isSuspensionRequested = false }
    return isSuspensionRequested
  }

  /// Ends the wait that goes on, or the next one, from any thread.
  var waker: @Sendable () -> Void {
    { [thread] in _ = pthread_kill(thread, Self.waking) }
  }

  /// Whether it was woken since this was last asked.
  func takeWaking() -> Bool {
    defer { isWanted = false }
    return isWanted
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
