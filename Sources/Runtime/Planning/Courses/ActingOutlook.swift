import ScheduleLang

/// The time until a deadline, and the cheapest way through it from any SoC.
///
/// Found once and kept until prices or expectations change, since nothing in it depends on the SoC of a minute: for each
/// stretch it holds from where the aim can still be reached, and what the cheapest way there costs. A class, since it is
/// large, never changes, and is handed on at every evaluation.
package final class ActingOutlook: Sendable {
  /// What it was found by.
  struct Key: Hashable {
    var action: Action
    var deadline: Instant
    /// Of the prices.
    var prices: Int
    /// Of what the house is expected to do.
    var house: Int
    /// Since when conditions have held for a while.
    var heldSince: [Instant?]
    /// What conditions come to that ask what has gone through the charger.
    var counted: [Bool]
  }

  let key: Key
  package let scale: ProgressScale
  let stretches: [AheadStretch]
  /// The positions between which its aim holds: where the SoC can come no nearer than the aim.
  let domain: ClosedRange<Double>
  /// Whether nothing can be counted on any more until the deadline.
  let isBlocked: Bool
  /// From where the aim can be reached at the start of each stretch and, last, at the deadline.
  private let least: [Double]
  /// What the cheapest way to the aim costs from each node at the start of each stretch, and at the deadline nothing.
  private let costs: [[Double]]
  /// Up to which position it is cheapest to act in each stretch; negative where nowhere.
  private let worthwhile: [Double]
  /// The seconds in which the rule may act after each stretch.
  private let later: [Double]
  /// The prices by which stretches are chosen.
  private let prices: [Double]

  /// By how much, as a share of the usual price, an earlier stretch must be cheaper to be taken: of equal ones the last
  /// are.
  private static let patience = 2e-5

  /// Creates the outlook; `stretches` are in order, and their courses on `scale`.
  init(
    key: Key, scale: ProgressScale, domain: ClosedRange<Double>, stretches: [AheadStretch],
    isBlocked: Bool = false
  ) {
    self.isBlocked = isBlocked
    (self.key, self.scale, self.domain, self.stretches) = (key, scale, domain, stretches)
    var least = [Double](repeating: Double(scale.last), count: stretches.count + 1)
    var later = [Double](repeating: 0, count: stretches.count + 1)
    for index in stretches.indices.reversed() {
      let stretch = stretches[index]
      least[index] = stretch.course.origin(of: least[index + 1], seconds: stretch.seconds)
      later[index] = later[index + 1] + (stretch.isFree ? stretch.seconds : 0)
    }
    var costs = [[Double]](repeating: [], count: stretches.count + 1)
    costs[stretches.count] = [Double](repeating: 0, count: scale.last + 1)
    var worthwhile = [Double](repeating: -1, count: stretches.count)
    let usual = stretches.reduce(0) { $0 + abs($1.price) } / Double(max(1, stretches.count))
    prices = stretches.enumerated().map {
      $0.element.price + Self.patience * usual * Double(stretches.count - $0.offset)
    }
    for index in stretches.indices.reversed() {
      (costs[index], worthwhile[index]) =
        CostStep(
          course: stretches[index].course, seconds: stretches[index].seconds, price: prices[index],
          least: least[index + 1], costs: costs[index + 1]
        ).result
    }
    (self.least, self.later, self.costs, self.worthwhile) = (least, later, costs, worthwhile)
  }

  /// The index of the stretch that `now` is in or that comes next; the number of stretches where none is left.
  func index(at now: Instant) -> Int {
    var (low, high) = (0, stretches.count)
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].time.upperBound <= now { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// When the stretch ends that `now` is in or that comes next; the deadline where none is left.
  func stretchEnd(at now: Instant) -> Instant {
    let index = index(at: now)
    return index < stretches.count ? stretches[index].time.upperBound : key.deadline
  }

  /// What is left of stretch number `index` at `now`, in seconds.
  func rest(of index: Int, at now: Instant) -> Double {
    let time = stretches[index].time
    return Double(time.upperBound.milliseconds - max(now, time.lowerBound).milliseconds) / 1000
  }

  /// The seconds in which the rule may act from `now` on.
  func seconds(from now: Instant) -> Double {
    let index = index(at: now)
    guard index < stretches.count else { return 0 }
    return later[index + 1] + (stretches[index].isFree ? rest(of: index, at: now) : 0)
  }

  /// Whether the aim can still be reached from `position` where the rule does not act in its next `seconds`.
  func isReachable(from position: Double, at now: Instant, without seconds: Double) -> Bool {
    var index = index(at: now)
    guard index < stretches.count else { return position >= Double(scale.last) }
    var (left, idle, position) = (rest(of: index, at: now), seconds, position)
    while stretches[index].isFree ? left < idle : idle > 0 {
      if stretches[index].isFree { idle -= left }
      position = stretches[index].course.drifted(from: position, by: left)
      index += 1
      guard index < stretches.count else { return position >= Double(scale.last) }
      left = stretches[index].seconds
    }
    return position >= stretches[index].course.origin(of: least[index + 1], seconds: left - idle)
      - 1e-6
  }

  /// Up to where it is cheapest to go in the rest of stretch number `index`, from `position`.
  func wish(from position: Double, in index: Int, seconds: Double) -> Double {
    // Between two nodes only the exact place tells.
    guard position <= worthwhile[index] + 1 || position < least[index + 1] else { return position }
    let course = stretches[index].course
    let best = CostStep(
      course: course, seconds: seconds, price: prices[index], least: least[index + 1], costs: costs[index + 1]
    ).best(from: position)
    let end = course.advanced(from: position, by: seconds)
    guard !course.isForced, end >= least[index + 1], best > least[index + 1] + 1e-9 else { return best }
    // What is best lies somewhere about the node: where the cheaper times that follow are just enough.
    let exact = exactWish(near: best, after: index)
    if abs(exact - best) <= 1 { return min(max(exact, position), end) }
    return best > position + 1e-9 ? min(best + 1, end) : best
  }

  /// The position from which the stretches after number `index` that are cheaper, for the way that `node` lies on, just
  /// reach the aim.
  private func exactWish(near node: Double, after index: Int) -> Double {
    let cell = min(Int(node), scale.last - 1)
    let price = prices[index] * stretches[index].course.energy(ofCell: cell)
    var position = Double(scale.last)
    for later in stretches.indices.reversed().prefix(while: { $0 > index }) {
      let (course, seconds) = (stretches[later].course, stretches[later].seconds)
      let isCheaper = course.energy(ofCell: cell) > 0 && prices[later] * course.energy(ofCell: cell) < price
      if isCheaper || course.isForced { position = course.origin(of: position, seconds: seconds) }
    }
    return position
  }

  /// Where the SoC is at the deadline if the rule acts from `position` on wherever it may.
  ///
  /// - Parameter seconds: for how long it does not act before.
  func end(from position: Double, at now: Instant, without seconds: Double = 0) -> Double {
    let first = index(at: now)
    var (position, idle) = (position, seconds)
    for index in first..<stretches.count {
      let course = stretches[index].course
      let rest = index == first ? rest(of: index, at: now) : stretches[index].seconds
      let waiting = min(idle, rest)
      if waiting > 0 { position = course.drifted(from: position, by: waiting) }
      position = course.advanced(from: position, by: rest - waiting)
      idle -= waiting
    }
    return position
  }
}

extension ActingOutlook: Hashable {
  package static func == (one: ActingOutlook, other: ActingOutlook) -> Bool {
    one === other || (one.key == other.key && one.domain == other.domain)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
