import Runtime
import ScheduleLang

/// Adds the minutes of the past up, in order.
struct PastLedger {
  /// A mean of what is known.
  private struct Mean {
    var sum = 0.0
    var count = 0

    mutating func add(_ power: Watts?) {
      guard let power else { return }
      sum += power.value
      count += 1
    }

    var watts: Watts? { count > 0 ? Watts(sum / Double(count)) : nil }
  }

  /// The stretch at hand.
  private struct Stretch {
    var point: Past.Point
    var grid = Mean()
    var solar = Mean()
    var home = Mean()
    var charger = Mean()
    var actions = [Int](repeating: 0, count: ActionKind.allCases.count)

    mutating func add(cost: Double, without: Double) {
      point.cost = (point.cost ?? 0) + cost
      point.costWithout = (point.costWithout ?? 0) + without
    }

    var closed: Past.Point {
      var point = point
      (point.grid, point.solar, point.home, point.charger) = (
        grid.watts, solar.watts, home.watts, charger.watts
      )
      let most = actions.max() ?? 0
      point.action = most > 0 ? actions.firstIndex(of: most).flatMap { ActionKind(rawValue: UInt8($0)) } : nil
      return point
    }
  }

  private let subject: HomeSchedule
  private let start: Instant
  private let step: Int
  private var prices: PriceTimeline
  private var points: [Past.Point] = []
  private var stretch: Stretch?
  private var rules: [String?: Past.RuleShare] = [:]
  private var total = Past.Total()
  /// For how many of the counted minutes each import price held.
  private var counted: [Double: Int] = [:]
  /// By how many percent the SoC rose in them, where it was known from one minute to the next.
  private var rise = 0.0
  private var last: (instant: Instant, soc: Int)?
  /// The minute that was taken in last.
  private var seen: Instant?

  init(_ subject: HomeSchedule, start: Instant, step: Int) {
    (self.subject, self.start, self.step) = (subject, start, step)
    prices = PriceTimeline(subject.outlook)
  }

  /// Takes in a minute, which comes after those before; one that is recorded twice counts once.
  mutating func take(_ day: RecordedDay, _ index: Int, at instant: Instant) {
    if let seen, instant <= seen { return }
    let house = day.house[index]
    let charger = day.charger(index)
    let soc = day.notes.soc(at: instant)
    let action = day.notes.action(at: instant)
    guard
      house.grid != nil || house.home != nil || house.solar != nil || charger != nil || soc != nil
        || action != nil
    else { return }
    seen = instant
    total.minutes += 1
    let price = prices.piece(at: instant)
    turn(to: instant, price)
    let grid = house.grid.flatMap { grid in charger.map { grid + $0 } }
    stretch?.grid.add(grid)
    stretch?.solar.add(house.solar)
    stretch?.home.add(house.home)
    stretch?.charger.add(charger)
    if let soc { stretch?.point.soc = soc }
    if let action { stretch?.actions[Int(action.rawValue)] += 1 }

    let rule = day.notes.rule(at: instant).map { day.notes.rules[$0] }
    var share = rules[rule] ?? Past.RuleShare(rule: rule)
    if let action { share.minutes[Int(action.rawValue)] += 1 }
    add(charger, to: &share)
    total.solar.value += max(0, house.solar?.value ?? 0) / 60
    note(soc, at: instant, price, house.grid, grid, in: &share)
    rules[rule] = share
  }

  /// Ends the stretch at hand where `instant` lies behind it.
  private mutating func turn(to instant: Instant, _ price: PriceTimeline.Piece) {
    let length = Int64(step) * 60
    let begin = start.adding(seconds: Int((instant.seconds - start.seconds) / length * length))
    guard stretch?.point.instant != begin else { return }
    if let stretch { points.append(stretch.closed) }
    stretch = Stretch(
      point: Past.Point(instant: begin, importPrice: price.importPrice, exportPrice: price.exportPrice))
  }

  private mutating func add(_ charger: Watts?, to share: inout Past.RuleShare) {
    guard let energy = charger.map({ $0.value / 60 }) else { return }
    if energy > 0 {
      total.charged.value += energy
      share.charged.value += energy
    } else {
      total.discharged.value -= energy
      share.discharged.value -= energy
    }
  }

  /// Counts what a minute cost, and how its SoC moved; `without` is the grid's power without the charger.
  private mutating func note(
    _ soc: Int?, at instant: Instant, _ price: PriceTimeline.Piece, _ without: Watts?, _ grid: Watts?,
    in share: inout Past.RuleShare
  ) {
    total.socStart = total.socStart ?? soc
    total.socEnd = soc ?? total.socEnd
    defer { last = soc.map { (instant, $0) } }
    guard let grid, let without else {
      total.minutesWithoutPower += 1
      return
    }
    let energy = grid.value / 60
    if energy >= 0 { total.imported.value += energy } else { total.exported.value -= energy }
    func cost(_ power: Watts) -> Double? {
      EnergyCost.of(power.value / 60_000, importPrice: price.importPrice, exportPrice: price.exportPrice)
    }
    guard let with = cost(grid), let without = cost(without) else {
      total.minutesWithoutPrice += 1
      return
    }
    total.minutesCounted += 1
    total.cost = (total.cost ?? 0) + with
    total.costWithout = (total.costWithout ?? 0) + without
    stretch?.add(cost: with, without: without)
    share.cost = (share.cost ?? 0) + with - without
    if let price = price.importPrice { counted[price.value, default: 0] += 1 }
    if let soc, let last, instant.seconds - last.instant.seconds == 60 { rise += Double(soc - last.soc) }
  }

  /// What it all comes to.
  func closed() -> ([Past.Point], [Past.RuleShare], Past.Total) {
    var total = total
    if let battery = subject.site.battery, let stored = StoredEnergyPrice(counted, of: subject) {
      total.storedValue = rise / 100 * battery.value / 1000 * stored.price.value
    }
    func length(_ share: Past.RuleShare) -> Int { share.minutes.reduce(0, +) }
    let rules = rules.values.sorted { (length($0), $1.rule ?? "") > (length($1), $0.rule ?? "") }
    return (points + (stretch.map { [$0.closed] } ?? []), rules, total)
  }
}
