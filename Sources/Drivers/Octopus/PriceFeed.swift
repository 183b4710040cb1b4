import Platform
import Glibc
import Runtime
import ScheduleLang
import Synchronization

/// Keeps downloaded prices up to date on a thread of its own, so that no fetch ever holds up the charger.
///
/// What is on disk is known from the start; the newest prices are taken out of a mailbox.
public final class PriceFeed: Sendable {
  /// What the thread has found out so far.
  public struct State: Sendable {
    /// The prices by source.
    public var curves: [PriceSource: PriceCurve] = [:]
    /// Grows whenever the curves change.
    public var generation = 0
    /// Why the last try to fetch the prices of a source failed, in words; nothing where it did not.
    public var problems: [PriceSource: String] = [:]
    /// The sources that were asked in this run.
    public var asked: Set<PriceSource> = []

    /// Why the last try failed for one of the sources, in words; nil where it did for none.
    public var problem: String? { problems.min { "\($0.key)" < "\($1.key)" }?.value }
  }

  /// For how long prices of the past are kept, in seconds.
  private static let retention = 60 * 86_400
  /// In seconds; prices are published once a day.
  private static let longestWait: Int64 = 2 * 86_400

  /// The prices that it is about, of which it downloads some.
  public let sources: [PriceSource]
  private let list: OctopusPriceList
  private let cache: PriceCache?
  private let times: PublicationTimes
  private let mailbox: Mutex<State>
  /// Up to when the last fetch in this run speaks for prices without an end.
  private let confirmed = Mutex<[PriceSource: Instant]>([:])
  private let isStopped = Atomic<Bool>(false)

  /// Creates the feed of `sources`, of which only those of Octopus Energy are downloaded; starts with what the
  /// cache has.
  public init(sources: [PriceSource], list: OctopusPriceList, cache: PriceCache?, times: PublicationTimes) {
    self.sources = sources
    self.list = list
    self.cache = cache
    self.times = times
    var state = State()
    for case .octopus(let product, let region) in sources {
      state.curves[.octopus(product: product, region: region)] = cache?.prices(
        product: product, region: region)
    }
    mailbox = Mutex(state)
  }

  /// What is known now; never waits for the network.
  public var state: State { mailbox.withLock { $0 } }

  /// Fetches what should be known at `now` and is not; gives when to try again.
  public func refresh(at now: Instant) -> Instant {
    var next: Instant?
    for case .octopus(let product, let region) in sources {
      let source = PriceSource.octopus(product: product, region: region)
      var curve = state.curves[source] ?? PriceCurve()
      if !isKnown(curve, of: source, at: now) {
        let fetched = list.fetch(
          product: product, region: region,
          over: now.adding(seconds: -86_400)..<now.adding(seconds: 3 * 86_400))
        if !fetched.curve.intervals.isEmpty {
          curve = curve.replaced(by: fetched.curve).without(
            endingBefore: now.adding(seconds: -Self.retention))
          try? cache?.keep(curve, product: product, region: region)
        }
        if fetched.failure == nil { confirmed.withLock { $0[source] = times.dueEnd(at: now) } }
        mailbox.withLock { [curve] in
          if $0.curves[source] != curve { $0.generation += 1 }
          $0.curves[source] = curve
          $0.problems[source] = fetched.failure.map { "\($0)" }
          $0.asked.insert(source)
        }
      }
      let known = isKnown(curve, of: source, at: now) ? times.dueEnd(at: now) : nil
      if known != nil { mailbox.withLock { $0.problems[source] = nil } }
      let again = times.next(after: now, known: known)
      next = min(next ?? again, again)
    }
    return next ?? now.adding(seconds: 86_400)
  }

  /// The first stretch of time, from `now` on, whose prices of a downloaded source should be known and are not; nil where
  /// there is none, and before they were asked for in this run.
  public func missing(of source: PriceSource, at now: Instant) -> Range<Instant>? {
    let state = state
    guard state.asked.contains(source) else { return nil }
    return (state.curves[source] ?? PriceCurve()).firstGap(from: now, to: times.missedEnd(at: now))
  }

  /// Up to when prices are missed at `now` where they are not known.
  public func missedEnd(at now: Instant) -> Instant { times.missedEnd(at: now) }

  /// Whether all that should be known at `now` is.
  private func isKnown(_ curve: PriceCurve, of source: PriceSource, at now: Instant) -> Bool {
    let end = times.dueEnd(at: now)
    guard curve.isComplete(from: now, to: end) else { return false }
    return !curve.isOpenEnded(before: end) || confirmed.withLock { $0[source].map { $0 >= end } ?? false }
  }

  /// Starts the thread, which ends after `stop` or with the process.
  public func start(clock: @escaping @Sendable () -> Instant) {
    guard sources.contains(where: { if case .octopus = $0 { true } else { false } }) else { return }
    try? WorkerThread.start { [self] in
      while !isStopped.load(ordering: .relaxed) {
        let next = refresh(at: clock())
        // The wall clock may be set meanwhile, back too: look at it often.
        while (1...Self.longestWait).contains(next.seconds &- clock().seconds),
          !isStopped.load(ordering: .relaxed)
        { MonotonicClock.rest(for: .seconds(30)) }
      }
    }
  }

  /// Lets the thread end.
  public func stop() { isStopped.store(true, ordering: .relaxed) }
}
