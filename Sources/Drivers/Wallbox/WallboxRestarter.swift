import Platform
import ScheduleLang
import Synchronization

/// Restarts a charger through Wallbox's web API on a thread of its own, one try at a time.
public final class WallboxRestarter: Sendable {
  /// How a try ended.
  public enum Outcome: Hashable, Sendable {
    /// The restart was asked for.
    case restarted
    /// It was not; the next try is due after so many seconds.
    case failed(WallboxError, retryAfter: Int)
  }

  private struct Mailbox {
    var isBusy = false
    var failures = 0
    var outcome: Outcome?
  }

  private let mailbox = Mutex(Mailbox())
  private let cloud: Mutex<WallboxCloud>

  /// Creates a restarter that has no session yet.
  public init(_ settings: WallboxSettings) { cloud = Mutex(WallboxCloud(settings)) }

  /// Whether the system has what it takes to reach the web API.
  public var isEquipped: Bool { CurlProcess().isInstalled }

  /// Starts a try and never waits; false where one is under way or its outcome is not taken yet.
  ///
  /// - Parameter now: what the wall clock shows, by which sessions end.
  public func begin(at now: Instant) -> Bool {
    let isFree = mailbox.withLock { mailbox in
      guard !mailbox.isBusy, mailbox.outcome == nil else { return false }
      mailbox.isBusy = true
      return true
    }
    guard isFree else { return false }
    do throws(ThreadError) {
      try WorkerThread.start { [self] in run(now) }
    } catch {
      fail(.unreachable("\(error)"))
    }
    return true
  }

  /// How the last try ended; nil while it is under way, and once it was told.
  public func takeOutcome() -> Outcome? {
    mailbox.withLock { mailbox in
      defer { mailbox.outcome = nil }
      return mailbox.outcome
    }
  }

  private func run(_ now: Instant) {
    do throws(WallboxError) {
      try cloud.withLock { cloud throws(WallboxError) in try cloud.restart(at: now) }
      mailbox.withLock { $0 = Mailbox(outcome: .restarted) }
    } catch {
      fail(error)
    }
  }

  private func fail(_ error: WallboxError) {
    mailbox.withLock { mailbox in
      let failures = mailbox.failures + 1
      mailbox = Mailbox(
        failures: failures, outcome: .failed(error, retryAfter: error.delay(failures: failures)))
    }
  }
}
