import SeededRandomness

/// Writes valid schedules at random, with everything that the analyses tell apart.
package struct ScheduleGenerator {
  package var random: SeededGenerator
  /// Leaves out what lasts from one evaluation to the next: `for` durations and hysteresis.
  package var isMemoryless = true
  /// Has deadlines, windows by price, and prices that are not fixed; without it, seeds write what they always wrote.
  package var looksAhead = false

  /// Starts at `seed`; equal seeds write equal schedules.
  package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A whole file: a site and a schedule.
  package mutating func file() -> String {
    var lines = [
      "site \"home\" {", "    timezone \"Europe/London\"", "    battery 52kWh",
      "    charger simulated { current 3A..16A   soc 5%..97% }", "    meter simulated",
      "    tariff \(looksAhead ? pick(["Flux", "Go", "Changing", "Changing"]) : "Flux")", "}",
      "schedule \"generated\" {",
    ]
    if chance(0.3) { lines.append("    reserve \(number(0...40))%") }
    if chance(0.2) { lines.append("    reserve \(number(20...90))% \(guards())") }
    if !isMemoryless, chance(0.5) { lines.append("    hysteresis \(number(1...5))%") }
    for _ in 0..<number(0...2) {
      lines.append("    never \(never())\(chance(0.7) ? ", " + condition() : "")")
    }
    for _ in 0..<number(1...6) { lines.append(contentsOf: rule(depth: 0)) }
    if chance(0.5) { lines.append("    otherwise: \(action())") }
    lines.insert("input guests = off", at: 0)
    lines.insert("input storm = on", at: 0)
    if looksAhead { lines.insert("tariff Changing { prices from csv \"prices.csv\" }", at: 0) }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  /// Tests to stand behind a file: rows and scenarios, whatever comes of them.
  package mutating func tests() -> String {
    var lines = ["test \"generated\" {"]
    for _ in 0..<number(1...4) {
      if chance(0.5) {
        lines.append("    at \(day())\(time()), \(given()): \(expected())")
        continue
      }
      lines.append("    from \(day())10:00, \(series()):")
      for minute in [10, 20, 30] {
        let end = chance(0.5) ? "-10:\(minute + number(1...9))" : ""
        lines.append("        at 10:\(minute)\(end): \(expected())")
      }
    }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  private mutating func day() -> String { pick(["", "", "Mon ", "2026-12-25 "]) }

  private mutating func given() -> String {
    pick(["soc 50%", "soc unknown", "soc 30%, home 600W", "grid -2kW", "unplugged", "import price -2p"])
  }

  private mutating func series() -> String {
    let soc = pick([
      "soc 60%, every 1min -0.3% for 1h", "soc 20%, every 2min 1% for 40min, unknown", "soc 50%",
      "soc 40% for 20min, stale for 10min, 45%", "soc unknown for 10min, 50%",
    ])
    let other = pick([
      "", ", home 600W for 10min, 3kW for 5min, stale", ", unplugged for 10min, plugged in",
      ", exporting 0W, every 5min 250W for 45min", ", import price 10p for 20min, unknown",
    ])
    return soc + other
  }

  private mutating func expected() -> String { pick(["idle", "charge", "S2V + V2H", "V2G", "V2H 4A..10A"]) }

  // MARK: Rules

  private mutating func rule(depth: Int) -> [String] {
    let indentation = String(repeating: "    ", count: depth + 1)
    if depth < 1, chance(0.2) {
      var lines = ["\(indentation)\(guards()) {"]
      for _ in 0..<number(1...2) { lines.append(contentsOf: rule(depth: depth + 1)) }
      return lines + ["\(indentation)}"]
    }
    return ["\(indentation)\(guards()): \(action())"]
  }

  private mutating func guards() -> String {
    switch number(0...7) {
    case 6: "on \(days()), during \(window())"
    case 7: "during \(time())-\(time(odd: true)), \(time())-\(time(odd: true)) on \(days())"
    case 0: "during \(window())"
    case 1: "during \(window()), \(condition())"
    case 2: "on \(days())"
    case 3: "on \(days()), \(condition())"
    default: condition()
    }
  }

  private mutating func condition() -> String {
    let duration = !isMemoryless && chance(0.2) ? " for \(number(1...20))min" : ""
    switch number(0...3) {
    case 0: return "when \(comparison()) and \(comparison())\(duration)"
    case 1: return "when \(comparison()) or not \(comparison())\(duration)"
    default: return "when \(comparison())\(duration)"
    }
  }

  private mutating func comparison() -> String {
    let relation = pick(["<", "<=", ">", ">="])
    switch number(0...11) {
    case 7: return "discharged today \(relation) \(pick(["5kWh", "20kWh"]))"
    case 8: return pick(["guests", "storm"])
    case 0: return "soc unknown"
    case 1: return "soc in \(number(0...40))%..\(number(40...100))%"
    case 2: return "home \(relation) \(pick(["500W", "1kW"]))"
    case 3: return "exporting \(relation) 300W"
    case 4: return "grid unknown"
    case 5: return "import price \(relation) \(pick(["15p", "25p"]))"
    case 6: return pick(["plugged in", "unplugged"])
    default: return "soc \(relation) \(number(0...100))%"
    }
  }

  private mutating func window() -> String {
    if looksAhead, chance(0.2) {
      let part = pick(["cheapest 2h", "cheapest 90min", "dearest 1h"])
      return "\(part) of \(pick(["00:00-07:00", "16:00-20:00", "22:00-06:00"]))\(pick(["", " in one run"]))"
    }
    let plain = pick(["Flux cheap", "Flux peak", "Economy7 cheap", "\(time())-\(time(odd: true))"])
    if chance(0.1) { return "2026-11-27 \(time())..2026-11-29 \(time())" }
    return chance(0.3) ? "\(plain) on \(days())" : plain
  }

  private mutating func days() -> String {
    pick([
      "Mon-Fri", "Sat", "weekends", "Fri-Mon", "2026-12-24..2027-01-02", "Nov-Mar", "daily except 2026-12-25",
    ])
  }

  /// A time of day; odd ones never equal even ones.
  private mutating func time(odd: Bool = false) -> String {
    let hour = number(0...23)
    return "\(hour < 10 ? "0" : "")\(hour):\(odd ? pick(["15", "45"]) : pick(["00", "30"]))"
  }

  // MARK: Actions

  private mutating func action() -> String {
    if looksAhead, chance(0.25) {
      let by = "by \(time()) \(pick(["", "on Mon-Fri", "on weekends"]))"
      return chance(0.7) ? "charge to \(number(20...95))% \(by)" : "V2G to \(number(10...60))% \(by)"
    }
    return switch number(0...10) {
    case 0: "idle"
    case 9: "hand over"
    case 1: "charge at \(number(3...16))A"
    case 2: "charge to \(number(10...100))%"
    case 3: "S2V"
    case 4: "V2H at most \(number(3...16))A"
    case 5: "S2V + V2H"
    case 6: "V2G"
    case 7: "V2G to \(number(0...90))%"
    case 8: "charge to \(number(10...100))% then S2V"
    default: "charge"
    }
  }

  private mutating func never() -> String {
    pick(["charge", "discharge", "V2G", "over 6A"])
  }

  // MARK: Chance

  private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
}
