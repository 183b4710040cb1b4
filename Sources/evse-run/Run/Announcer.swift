import Drivers
import Platform
import Runtime
import ScheduleLang

/// Has the owner told of troubles by the ways that the site names.
final class Announcer {
  private var policy: TellingPolicy
  private var routes: [DeviceConfiguration] = []
  private var tellers: [Teller] = []
  private var siteName: String?
  private let warn: (String, LogPriority) -> Void

  /// How long the end of the program may wait for what is still to be told.
  private static let patience: Duration = .seconds(2)

  /// Creates it for `site`; an earlier run has told what is `told`.
  init(
    _ site: Site, told: [Trouble.Kind: TellingPolicy.Told], warn: @escaping (String, LogPriority) -> Void
  ) {
    policy = TellingPolicy(told: told)
    self.warn = warn
    follow(site)
  }

  /// What was told, for the next run to know.
  var told: [Trouble.Kind: TellingPolicy.Told] { policy.told }

  /// Goes on with another description of the home.
  func follow(_ site: Site) {
    siteName = site.name
    let isSame =
      routes.count == site.tellers.count
      && zip(routes, site.tellers).allSatisfy { $0.driver == $1.driver && $0.settings == $1.settings }
    guard !isSame else { return }
    // Their threads tell what waits; the run does not wait for them.
    for teller in tellers { teller.close(by: MonotonicClock.deadline(after: .zero)) }
    routes = site.tellers
    tellers = routes.compactMap { TellingRoute($0).map { Teller($0) } }
  }

  /// Has told what is new at a tick.
  func attend(_ snapshot: LoopSnapshot, at uptime: Duration) {
    guard !tellers.isEmpty else { return }
    for news in policy.news(of: snapshot.troubles, at: uptime, now: snapshot.instant) {
      let message = TellingMessage(news, site: siteName)
      for teller in tellers { teller.tell(message) }
    }
    for teller in tellers {
      for line in teller.status.takeNews() { warn(line, .warning) }
    }
  }

  /// Has told that the end of the run could not stop the charger; `whatEndsIt` says what may.
  func tellNotStopped(_ whatEndsIt: String, at now: Instant) {
    let trouble = Trouble(
      .chargerNotStopped, "the program has ended, and the charger could not be stopped: \(whatEndsIt)",
      since: now)
    for teller in tellers { teller.tell(TellingMessage(.began(trouble), site: siteName)) }
  }

  /// Has the rest told, for which it waits a while.
  func close() {
    let deadline = MonotonicClock.deadline(after: Self.patience)
    for teller in tellers {
      teller.close(by: deadline)
      for line in teller.status.takeNews() { warn(line, .warning) }
    }
  }
}
