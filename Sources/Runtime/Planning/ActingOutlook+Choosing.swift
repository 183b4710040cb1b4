import ScheduleLang

extension ActingOutlook {
  /// When the first of the cheapest parts begins that allow `wanted` seconds of progress from `now` on; nil where
  /// no time is left.
  ///
  /// Of equal ones the last are taken. What is not known to be cheap or dear counts as the mean of what is. A run
  /// that `goesOn` at `now` goes before its equals, so that it is not broken off for a later one.
  func start(of wanted: Double, from now: Instant, goesOn: Bool) -> Instant? {
    let first = firstIndex(at: now)
    var known = priced[...]
    var unknown = unpriced[...]
    let mean = unpriced.isEmpty ? 0 : meanPrice(from: now)
    func price(_ index: Int) -> Double { times[index].price ?? mean }
    let current = goesOn && first < times.count && times[first].time.contains(now) ? first : nil
    var currentIsTaken = current == nil
    var left = wanted
    var start: Instant?
    while left > 0 {
      while let index = known.first, index < first { known.removeFirst() }
      while let index = unknown.first, index < first { unknown.removeFirst() }
      guard var index = known.first ?? unknown.first else { break }
      if price(index) > mean, let other = unknown.first { index = other }
      if !currentIsTaken, let current, price(current) <= price(index) {
        index = current
        currentIsTaken = true
      } else {
        if times[index].price == nil { unknown.removeFirst() } else { known.removeFirst() }
        if index == current { continue }
      }
      let rest = rest(of: index, at: now)
      // Rounded up to milliseconds, so that the last of them is not left over.
      let part = min(
        rest.time.milliseconds, Int64((min(left, rest.seconds) / rest.speed * 1000).rounded(.up)))
      let begin =
        index == current
        ? rest.time.lowerBound : Instant(milliseconds: rest.time.upperBound.milliseconds - part)
      start = min(start ?? begin, begin)
      left -= rest.seconds
    }
    return start
  }

  /// The first whole minute after which less than `seconds` of progress are left; nil where that is past at `now`.
  func firstMinute(leaving seconds: Double, after now: Instant) -> Instant? {
    var (low, high) = (firstIndex(at: now), times.count)
    while low < high {
      let middle = (low + high) / 2
      let end = times[middle].time.upperBound
      if self.seconds(from: end) >= seconds { low = middle + 1 } else { high = middle }
    }
    guard low < times.count else { return nil }
    let time = times[low]
    let rest = seconds - self.seconds(from: time.time.upperBound)
    let latest = Double(time.time.upperBound.milliseconds) / 1000 - rest / time.speed
    let minute = Instant(seconds: Int64(max(latest, 0) / 60) * 60)
    return minute > now ? max(minute, time.time.lowerBound) : nil
  }
}
