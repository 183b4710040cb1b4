import ScheduleLang

extension PriceCurve {
  /// What a contract makes of the prices, on the clock of `zone`.
  func adjusted(by adjustments: [PriceAdjustment], in zone: ZoneRules) -> PriceCurve {
    adjustments.reduce(self) { curve, adjustment in
      switch adjustment {
      case .average(let seconds): curve.averaged(to: Int64(seconds) * 1000, in: zone)
      case .plus(let more): curve.mapped { Price($0.value + more.value) }
      case .times(let factor): curve.mapped { Price($0.value * factor) }
      }
    }
  }

  private func mapped(_ change: (Price) -> Price) -> PriceCurve {
    PriceCurve(intervals.map { Interval($0.time, change($0.price)) })
  }

  /// One price for each `length` in milliseconds of the zone's clock, which divides an hour: the mean of what lies in it.
  ///
  /// Where a part of it is unknown, so is the mean.
  private func averaged(to length: Int64, in zone: ZoneRules) -> PriceCurve {
    var kept: [Interval] = []
    var parts: [Int64: (sum: Double, known: Int64)] = [:]
    for interval in intervals {
      let (start, end) = (interval.time.lowerBound.milliseconds, interval.time.upperBound.milliseconds)
      let shift = Int64(zone.offset(at: interval.time.lowerBound)) * 1000
      let first = Self.floor(start + length - 1, to: length, shift)
      // What is without an end has no last part.
      let last = interval.time.upperBound == .endless ? end : Self.floor(end, to: length, shift)
      func note(_ from: Int64, _ to: Int64) {
        guard from < to else { return }
        let slot = Self.floor(from, to: length, shift)
        let part = parts[slot] ?? (0, 0)
        parts[slot] = (part.sum + interval.price.value * Double(to - from), part.known + (to - from))
      }
      if first < last {
        note(start, first)
        note(last, end)
        kept.append(
          Interval(Instant(milliseconds: first)..<Instant(milliseconds: last), interval.price))
      } else {
        // It lies in one, or reaches from one into the next.
        let border = min(max(first, start), end)
        note(start, border)
        note(border, end)
      }
    }
    for (slot, part) in parts where part.known == length {
      let time = Instant(milliseconds: slot)..<Instant(milliseconds: slot + length)
      kept.append(Interval(time, Price(part.sum / Double(length))))
    }
    return PriceCurve(kept)
  }

  private static func floor(_ time: Int64, to length: Int64, _ shift: Int64) -> Int64 {
    let past = (time + shift) % length
    return time - (past < 0 ? past + length : past)
  }
}

extension [PriceAdjustment] {
  /// What was published for a price to come out so, where it was the same for a while.
  package func undone(_ price: Double) -> Double {
    reversed().reduce(price) { price, adjustment in
      switch adjustment {
      case .average: price
      case .plus(let more): price - more.value
      case .times(let factor): price / factor
      }
    }
  }
}
