import Runtime
import ScheduleLang

/// Looks for moments at which two programs decide differently, by deciding.
struct ExampleSearch {
  private let subjects: [HomeSchedule]
  private let start: CivilDate

  init(_ old: HomeSchedule, _ new: HomeSchedule, start: CivilDate) {
    subjects = [old, new]
    self.start = start
  }

  /// What both programs are told at one moment.
  struct Case {
    var instant: Instant
    var readings = Readings()
    /// SoCs of the minutes before.
    var course: [Int?] = []
    /// For how many minutes everything had been as it is.
    var steadyMinutes = 0
    /// What was published of prices; nothing where that does not matter.
    var published: [PriceSource: PriceCurve] = [:]
  }

  /// The example that a case is; nil where both decide alike.
  func example(_ tried: Case, asker: ProgramComparison.Asker) -> ComparedExample? {
    let sides = subjects.map { side(of: $0, in: tried, asker: asker) }
    guard sides[0].decision != sides[1].decision else { return nil }
    var readings = tried.readings
    let moment = subjects[1].clocks.moment(at: tried.instant)
    readings.fillPrices(from: subjects[1].with(published: tried.published).outlook, at: moment)
    return ComparedExample(
      instant: tried.instant, local: moment.local, readings: readings, course: tried.course,
      steadyMinutes: tried.steadyMinutes, inventsPrices: !tried.published.isEmpty, before: sides[0],
      after: sides[1])
  }

  private func side(of subject: HomeSchedule, in tried: Case, asker: ProgramComparison.Asker)
    -> ProgramComparison.Side
  {
    let subject = tried.published.isEmpty ? subject : subject.with(published: tried.published)
    var memory = Memory()
    let before = tried.course + Array(repeating: tried.readings.soc, count: tried.steadyMinutes)
    for (index, soc) in before.enumerated() {
      var readings = tried.readings
      readings.soc = soc
      let instant = tried.instant.adding(seconds: (index - before.count) * 60)
      _ = subject.decide(at: subject.clocks.moment(at: instant), readings: readings, memory: &memory)
    }
    let outcome = subject.decide(
      at: subject.clocks.moment(at: tried.instant), readings: tried.readings, memory: &memory,
      order: asker.order)
    return ProgramComparison.Side(decision: outcome.decision, ruleIndex: outcome.ruleIndex)
  }

  // MARK: Times

  /// Instants at which the site's clock shows some minutes of the first days in a class; none where a change of clocks
  /// skips them all.
  func instants(_ occurrence: Stretch.Occurrence, of classes: [DayClass], inHalfHours: Bool) -> [Instant] {
    let minutes = occurrence.minutes
    let tried =
      inHalfHours
      ? Array(stride(from: minutes.lowerBound, to: minutes.upperBound, by: 30))
      : [minutes.lowerBound, (minutes.lowerBound + minutes.upperBound) / 2, minutes.upperBound - 1]
    let days = classes[occurrence.dayClass].days.prefix(2)
    let spread = days.flatMap { day in tried.flatMap { instants(LocalTime(date: day, minute: $0)) } }
    if !spread.isEmpty { return spread }
    return days.flatMap { day in minutes.flatMap { instants(LocalTime(date: day, minute: $0)) } }
  }

  private func instants(_ local: LocalTime) -> [Instant] {
    subjects[1].clocks.site.instants(of: local).all
  }

  /// Instants before the next times at which some actions fall due, the nearest to them first.
  func instants(before actions: [Action], minutes: [Int]) -> [Instant] {
    let zone = subjects[1].clocks.site
    var dues: Set<Instant> = []
    for deadline in actions.flatMap(\.parts).compactMap(\.deadline) {
      var instant = zone.instants(of: LocalTime(date: start, minute: 0)).first
      for _ in 0..<8 {
        guard let due = deadline.next(after: instant, on: zone) else { break }
        dues.insert(due)
        instant = due
      }
    }
    return minutes.flatMap { minute in dues.sorted().map { $0.adding(seconds: -minute * 60) } }
  }

  // MARK: Prices

  /// Prices of `sources` around `instant`: there as `wanted` says, and elsewhere invented, or unknown with no `seed`.
  func published(
    _ sources: [PriceSource: Double?], at instant: Instant, minutes: Int, seed: UInt64?
  ) -> [PriceSource: PriceCurve] {
    let step: Int64 = 1_800_000
    let here = Instant(milliseconds: instant.milliseconds / step * step)
    return sources.mapValues { wanted in
      var intervals: [PriceCurve.Interval] = []
      if let seed {
        let noise = SeededNoise(seed: seed)
        for number in -72..<144 {
          let from = here.adding(seconds: number * 1800)
          let price = (noise.value(number + 72) * 45 - 5).rounded()
          intervals.append(.init(from..<from.adding(seconds: 1800), Price(price)))
        }
      }
      let now = here.adding(seconds: -(minutes + 29) / 30 * 1800)..<here.adding(seconds: 1800)
      intervals.removeAll { $0.time.overlaps(now) }
      if let wanted { intervals.append(.init(now, Price(wanted))) }
      return PriceCurve(intervals)
    }
  }

  // MARK: Without knowing where to look

  /// A difference found by trying moments of the next days, dates that are named, and readings of all sizes.
  func sampled() -> ProgramComparison.Difference? {
    let zone = subjects[1].clocks.site
    let first = zone.instants(of: LocalTime(date: start, minute: 0)).first
    let powers: [Double?] = [nil, 0, 300, 1000, 3000, 8000]
    let noise = SeededNoise(seed: 1)
    for number in 0..<8 * 96 {
      let instant = first.adding(seconds: number * 900)
      for (place, soc) in [nil, 5, 20, 35, 50, 65, 80, 95].enumerated() {
        var tried = Case(instant: instant)
        func power(_ salt: Int) -> Watts? {
          let index = Int(noise.value(number * 100 + place * 10 + salt) * Double(powers.count))
          return powers[min(index, powers.count - 1)].map { Watts($0) }
        }
        tried.readings.soc = soc
        tried.readings.pluggedIn = true
        (tried.readings.home, tried.readings.solar) = (power(1), power(2))
        tried.readings.grid = power(3).map { Watts($0.value * (noise.value(number + place) < 0.5 ? -1 : 1)) }
        guard let example = example(tried, asker: .rules) else { continue }
        return ProgramComparison.Difference(
          asker: .rules, before: example.before, after: example.after, times: [], example: example)
      }
    }
    return nil
  }
}
