import ScheduleLang

/// Which part of one occurrence of a ranked window is the cheapest, or the dearest.
struct RankedChoice: Hashable, Sendable {
  /// The occurrence, from its start until its end.
  let occurrence: Range<Instant>
  /// Which prices it was chosen by.
  let fingerprint: Int
  /// What was chosen, in order; nil where too few prices are known.
  let chosen: [Range<Instant>]?

  /// Whether the window is in force at an instant of the occurrence.
  func truth(at instant: Instant) -> Truth {
    guard let chosen else { return .unknown }
    return Truth(chosen.contains { $0.contains(instant) })
  }

  /// Chooses for the occurrence of `window` that `moment` is in, or nil where it is in none.
  init?(of window: Window, at moment: Moment, outlook: Outlook) {
    guard case .ranked(let span) = window.span,
      let day = window.startOfOccurrence(at: moment.clock(window.clock), start: span.start, end: span.end)
    else { return nil }
    let zone = outlook.clocks.zone(window.clock)
    let start = zone.instants(of: LocalTime(date: day, minute: span.start)).first
    let endDay = day.adding(days: span.end > span.start && span.end < 1440 ? 0 : 1)
    // An end that the clock shows twice ends the window both times.
    let end = zone.instants(of: LocalTime(date: endDay, minute: span.end % 1440)).last
    occurrence = min(start, moment.instant)..<max(end, moment.instant.adding(seconds: 60))
    fingerprint = outlook.fingerprint

    let side = span.dearest ? outlook.exports : outlook.imports
    var edges = ClockEdges(clocks: outlook.clocks, range: occurrence)
    edges.add(minutes: [span.start, span.end], clock: window.clock)
    edges.add(side.windows)
    edges.add(side.curve.edges(in: occurrence))
    var priced: [PriceCurve.Interval] = []
    for piece in edges.pieces {
      let there = outlook.clocks.moment(at: piece.lowerBound)
      guard
        window.startOfOccurrence(at: there.clock(window.clock), start: span.start, end: span.end) == day,
        let price = side.price(at: there)
      else { continue }
      priced.append(PriceCurve.Interval(piece, span.dearest ? Price(-price.value) : price))
    }
    // In spring a change of clocks may leave less of the stretch than is wanted: then all of it is taken.
    let wanted = min(Int64(span.minutes) * 60_000, max(0, end.milliseconds - start.milliseconds))
    chosen = span.inOneRun ? priced.cheapestRun(of: wanted) : priced.cheapest(wanted)
  }
}

extension [PriceCurve.Interval] {
  /// The cheapest `wanted` milliseconds, the earlier ones on ties; nil where there are not so many.
  fileprivate func cheapest(_ wanted: Int64) -> [Range<Instant>]? {
    var left = wanted
    var chosen: [Range<Instant>] = []
    for interval in sorted(by: { ($0.price, $0.time.lowerBound) < ($1.price, $1.time.lowerBound) })
    where left > 0 {
      let part = Swift.min(left, interval.time.milliseconds)
      let start = interval.time.lowerBound
      chosen.append(start..<Instant(milliseconds: start.milliseconds + part))
      left -= part
    }
    return left > 0 ? nil : chosen.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The cheapest single stretch of `wanted` milliseconds, the earliest on ties; nil where none is so long.
  fileprivate func cheapestRun(of wanted: Int64) -> [Range<Instant>]? {
    // One of the cheapest stretches starts where a price does or ends where one does.
    let starts = flatMap { interval in
      [
        interval.time.lowerBound,
        Instant(milliseconds: interval.time.upperBound.milliseconds - wanted),
      ]
    }
    var best: (cost: Double, run: Range<Instant>)?
    for start in starts.sorted() {
      let run = start..<Instant(milliseconds: start.milliseconds + wanted)
      guard let cost = cost(of: run), cost < (best?.cost ?? .infinity) - 1e-6 else { continue }
      best = (cost, run)
    }
    return best.map { [$0.run] }
  }

  /// Price times milliseconds over `run`; nil where a part of it has no price.
  private func cost(of run: Range<Instant>) -> Double? {
    var (cost, covered) = (0.0, Int64(0))
    for interval in self {
      let part = interval.time.clamped(to: run).milliseconds
      covered += part
      cost += interval.price.value * Double(part)
    }
    return covered == run.milliseconds ? cost : nil
  }
}

extension Range<Instant> {
  /// How long it lasts, in milliseconds.
  var milliseconds: Int64 { upperBound.milliseconds - lowerBound.milliseconds }
}
