import ScheduleLang

/// The times until a deadline in which its rule may act, with all that they depend on.
///
/// A class, since it is large, never changes, and is handed on at every evaluation.
final class ActingOutlook: Sendable {
  /// What the times behind one come to.
  private struct Sum {
    /// Progress in seconds at the rule's own current.
    var seconds = 0.0
    /// Progress at prices that are known.
    var pricedSeconds = 0.0
    /// That progress times its prices.
    var cost = 0.0

    static func + (sum: Sum, time: ActingTime) -> Sum {
      guard let price = time.price else {
        return Sum(seconds: sum.seconds + time.seconds, pricedSeconds: sum.pricedSeconds, cost: sum.cost)
      }
      return Sum(
        seconds: sum.seconds + time.seconds, pricedSeconds: sum.pricedSeconds + time.seconds,
        cost: sum.cost + price * time.seconds)
    }
  }

  let action: Action
  let deadline: Instant
  /// The prices that it was found by.
  let fingerprint: Int
  /// How the conditions stood that it was found by; nil where they change by themselves.
  let facts: [Truth]?
  /// In order; none touches an equal one.
  let times: [ActingTime]
  /// Those with a known price, as indices, the cheapest first and of equal ones the last.
  let priced: [Int]
  /// Those without one, the last first.
  let unpriced: [Int]
  /// What comes after each of the times.
  private let later: [Sum]

  /// Creates the outlook; `times` are in order.
  init(action: Action, deadline: Instant, fingerprint: Int, facts: [Truth]?, times: [ActingTime]) {
    self.action = action
    self.deadline = deadline
    self.fingerprint = fingerprint
    self.facts = facts
    self.times = times
    unpriced = times.indices.filter { times[$0].price == nil }.reversed()
    priced = times.indices.compactMap { index in times[index].price.map { (index: index, price: $0) } }
      .sorted { ($0.price, $1.index) < ($1.price, $0.index) }.map(\.index)
    var later = [Sum](repeating: Sum(), count: times.count)
    for index in times.indices.dropLast().reversed() { later[index] = later[index + 1] + times[index + 1] }
    self.later = later
  }

  /// The same outlook without most of what is over at `now`, so that nothing need step over it.
  func trimmed(at now: Instant) -> ActingOutlook {
    let first = firstIndex(at: now)
    guard first > 16, first > times.count / 2 else { return self }
    return ActingOutlook(
      action: action, deadline: deadline, fingerprint: fingerprint, facts: facts,
      times: Array(times[first...]))
  }

  /// The index of the time that `now` is in or that comes next; the number of times where none is left.
  func firstIndex(at now: Instant) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle].time.upperBound <= now { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What is left of time number `index` at `now`.
  func rest(of index: Int, at now: Instant) -> ActingTime {
    var rest = times[index]
    if rest.time.lowerBound < now { rest.time = now..<max(now, rest.time.upperBound) }
    return rest
  }

  /// The progress that all that is left at `now` allows, in seconds at the rule's own current.
  func seconds(from now: Instant) -> Double { sum(from: now).seconds }

  /// The mean of the prices that are known from `now` on; 0 where none is.
  func meanPrice(from now: Instant) -> Double {
    let sum = sum(from: now)
    return sum.pricedSeconds > 0 ? sum.cost / sum.pricedSeconds : 0
  }

  private func sum(from now: Instant) -> Sum {
    let first = firstIndex(at: now)
    return first < times.count ? later[first] + rest(of: first, at: now) : Sum()
  }
}

extension ActingOutlook: Hashable {
  static func == (one: ActingOutlook, other: ActingOutlook) -> Bool {
    one === other
      || (one.action == other.action && one.deadline == other.deadline && one.times == other.times
        && one.fingerprint == other.fingerprint && one.facts == other.facts)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(times) }
}
