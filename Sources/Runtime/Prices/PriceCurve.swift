import ScheduleLang

/// Prices that were published for stretches of time; between them nothing is known.
public struct PriceCurve: Hashable, Sendable {
  /// One price and when it holds.
  public struct Interval: Hashable, Sendable {
    /// When it holds, its end excluded.
    public var time: Range<Instant>
    /// What a kWh costs or earns then; may be negative.
    public var price: Price

    /// Creates an interval.
    public init(_ time: Range<Instant>, _ price: Price) {
      self.time = time
      self.price = price
    }
  }

  /// The intervals in order; none overlaps another.
  public let intervals: [Interval]
  /// Tells apart curves that differ, within one run of the program.
  let fingerprint: Int

  /// Creates a curve; where intervals overlap the one that starts later holds, and of those that start together
  /// the one that is listed last.
  public init(_ intervals: [Interval] = []) {
    let ordered = intervals.enumerated().sorted {
      ($0.element.time.lowerBound, $0.offset) < ($1.element.time.lowerBound, $1.offset)
    }
    var layers = Layers()
    for (_, interval) in ordered where !interval.time.isEmpty {
      layers.finish(until: interval.time.lowerBound)
      layers.open.append(interval)
    }
    layers.finish(until: Instant(milliseconds: .max))
    let kept = layers.visible
    self.intervals = kept
    fingerprint = kept.hashValue
  }

  /// The price at an instant; nil where none is known.
  public func price(at instant: Instant) -> Price? {
    let index = firstIndex(endingAfter: instant)
    guard index < intervals.count, intervals[index].time.lowerBound <= instant else { return nil }
    return intervals[index].price
  }

  /// Whether a price is known at every instant from `start` to `end`.
  public func isComplete(from start: Instant, to end: Instant) -> Bool {
    firstGap(from: start, to: end) == nil
  }

  /// The first stretch between `start` and `end` in which no price is known; nil where there is none.
  public func firstGap(from start: Instant, to end: Instant) -> Range<Instant>? {
    var known = start
    for interval in intervals[firstIndex(endingAfter: start)...] {
      guard known < end else { return nil }
      if interval.time.lowerBound > known { return known..<min(interval.time.lowerBound, end) }
      known = interval.time.upperBound
    }
    return known < end ? known..<end : nil
  }

  /// The prices but for what lies in `range`.
  public func without(_ range: Range<Instant>) -> PriceCurve {
    PriceCurve(
      intervals.flatMap { interval -> [Interval] in
        let time = interval.time
        let before = time.lowerBound..<max(time.lowerBound, min(time.upperBound, range.lowerBound))
        let after = min(time.upperBound, max(time.lowerBound, range.upperBound))..<time.upperBound
        return time.overlaps(range) ? [before, after].map { Interval($0, interval.price) } : [interval]
      })
  }

  /// Whether the price just before `instant` holds until it is changed, which may have happened.
  public func isOpenEnded(before instant: Instant) -> Bool {
    intervals.last.map { $0.time.upperBound == .endless && $0.time.lowerBound < instant } ?? false
  }

  /// This curve with the prices of a newer one wherever that has any.
  public func replaced(by newer: PriceCurve) -> PriceCurve {
    var kept: [Interval] = newer.intervals
    for interval in intervals {
      var rest = interval.time
      for other in newer.intervals where !rest.isEmpty && other.time.overlaps(rest) {
        if rest.lowerBound < other.time.lowerBound {
          kept.append(Interval(rest.lowerBound..<other.time.lowerBound, interval.price))
        }
        rest = min(other.time.upperBound, rest.upperBound)..<rest.upperBound
      }
      if !rest.isEmpty { kept.append(Interval(rest, interval.price)) }
    }
    return PriceCurve(kept)
  }

  /// The prices but for those that ended before `instant`.
  public func without(endingBefore instant: Instant) -> PriceCurve {
    PriceCurve(intervals.filter { $0.time.upperBound > instant })
  }

  /// The prices inside `range`.
  package func within(_ range: Range<Instant>) -> PriceCurve {
    var kept: [Interval] = []
    var index = firstIndex(endingAfter: range.lowerBound)
    while index < intervals.count, intervals[index].time.lowerBound < range.upperBound {
      let time = intervals[index].time.clamped(to: range)
      if !time.isEmpty { kept.append(Interval(time, intervals[index].price)) }
      index += 1
    }
    return PriceCurve(kept)
  }

  /// How long the last of the prices holds, in seconds, at least five minutes and at most an hour; nil without any.
  var usualStep: Int? {
    intervals.last.map { Int(min(max($0.time.milliseconds / 1000, 300), 3600)) }
  }

  /// The instants inside `range` at which a price begins or ends.
  package func edges(in range: Range<Instant>) -> [Instant] {
    var edges: [Instant] = []
    var index = firstIndex(endingAfter: range.lowerBound)
    while index < intervals.count, intervals[index].time.lowerBound < range.upperBound {
      let time = intervals[index].time
      edges += [time.lowerBound, time.upperBound].filter { range.contains($0) }
      index += 1
    }
    return edges
  }

  /// Intervals that lie on top of each other, seen from above.
  private struct Layers {
    var visible: [Interval] = []
    /// Those that have begun, the topmost last.
    var open: [Interval] = []
    private var time = Instant(milliseconds: .min)

    mutating func finish(until end: Instant) {
      while let top = open.last, time < end {
        let part = time..<max(time, min(top.time.upperBound, end))
        if !part.isEmpty { visible.append(Interval(part, top.price)) }
        time = part.upperBound
        if top.time.upperBound <= end { open.removeLast() } else { break }
      }
      time = max(time, end)
    }
  }

  /// The first interval that ends after `instant`, or the number of intervals.
  private func firstIndex(endingAfter instant: Instant) -> Int {
    var (low, high) = (0, intervals.count)
    while low < high {
      let middle = (low + high) / 2
      if intervals[middle].time.upperBound <= instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
