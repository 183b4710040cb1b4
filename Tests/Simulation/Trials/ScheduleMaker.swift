import ScheduleLang
import SeededRandomness

/// A schedule that does not compile.
struct MakerError: Error { var text: String }

/// Makes run files for virtual homes: the shipped Flux schedule and invented ones.
struct ScheduleMaker {
  /// Reads a shipped schedule, by its name.
  let read: (_ path: String) throws(ReadError) -> [UInt8]

  /// The program that belongs to a seed, for a trial that begins at `start`; throws the diagnostics of one that does not
  /// compile.
  ///
  /// - Parameter rules: what an invented schedule has before all else; without any it may be the shipped one.
  func program(
    from start: Instant, with rules: [String] = [], using random: inout SeededGenerator
  ) throws(MakerError) -> Program {
    let isFlux = random.chance(0.4) && rules.isEmpty
    let site = site(using: &random, name: isFlux ? "" : "\"home\" ")
    let text =
      isFlux ? "use \"flux.evs\"\n\(site)" : "\(site)\n\(schedule(from: start, with: rules, using: &random))"
    let source = SourceFile(path: "run.evs", bytes: Array(text.utf8))
    let compilation = ScheduleCompiler(read: read).compile(source)
    guard let program = compilation.program else {
      throw MakerError(
        text: text
          + DiagnosticRenderer(sources: compilation.sources, coloured: false).render(compilation.diagnostics))
    }
    return program
  }

  private func site(using random: inout SeededGenerator, name: String) -> String {
    let failsafe = random.chance(0.3) ? "failsafe \(random.number(in: 15...120))s" : ""
    let solar = random.chance(0.85) ? "solar channel 1" : ""
    let prices =
      name.isEmpty
      ? ""
      : "tariff Agile { prices from octopus product \"AGILE-24-10-01\" region \"C\" }\n"
    let export = random.chance(0.5) ? "grid export limit \(random.number(in: 8...32))A" : ""
    let largest = random.one(of: [10, 16, 16, 32])
    return """
      \(prices)site \(name){
          timezone "Europe/London"
          battery \(random.number(in: 24...80))kWh
          grid import limit \(random.number(in: 16...60))A
          \(export)
          \(name.isEmpty ? "" : "tariff Agile")
          charger wallbox-quasar at "\(World.chargerHost)" {
              current 3A..\(largest)A   soc \(random.number(in: 3...20))%..\(random.number(in: 80...97))%
              \(failsafe)
          }
          meter shelly-em at "\(World.meterHost)" { grid channel 0   \(solar) }
      }

      """
  }

  private func schedule(
    from start: Instant, with rules: [String], using random: inout SeededGenerator
  ) -> String {
    var lines = rules
    if random.chance(0.5) { lines.append("reserve \(random.number(in: 10...40))%") }
    if random.chance(0.3) { lines.append("hysteresis 2%") }
    if random.chance(0.3) { lines.append("never over 6A, during 23:00-06:00") }
    if random.chance(0.2) { lines.append("never V2G, when soc <= 50%") }
    if random.chance(0.2) { lines.append("never discharge, during \(window(using: &random))") }
    if random.chance(0.8) { lines.append("when soc unknown: charge at 3A") }
    if random.chance(0.1) { lines += Self.quarrel }
    for _ in 0..<random.number(in: 0...2) where random.chance(0.5) {
      lines.append(deadline(from: start, using: &random))
    }
    for _ in 0..<random.number(in: 3...10) {
      lines.append("\(guards(using: &random)): \(action(using: &random))")
    }
    lines.append("otherwise: \(action(using: &random))")
    return "schedule \"invented\" {\n" + lines.map { "    \($0)\n" }.joined() + "}\n"
  }

  /// Rules that turn the direction of power with every few percent, as two wishes of one owner may.
  private static let quarrel = [
    "when home > 300W for 1min: V2G", "when exporting > 200W: charge",
  ]

  private func deadline(from start: Instant, using random: inout SeededGenerator) -> String {
    let minutes = random.number(in: 0...47)
    let time = "\(minutes < 20 ? "0" : "")\(minutes / 2):\(minutes % 2 == 0 ? "00" : "30")"
    let date = CivilDate(dayNumber: Int(start.seconds / 86_400) + random.number(in: 0...2))
    let end = random.chance(0.7) ? time : "\(date) \(time)"
    let action = random.one(of: [
      "charge to \(random.number(in: 50...97))%", "charge at 6A to 80%",
      "V2G to \(random.number(in: 20...60))%",
      "V2H to 40%", "S2V to 90%",
    ])
    return "\(action) by \(end)"
  }

  private func window(using random: inout SeededGenerator) -> String { timeWindow(using: &random).text }

  /// A window of the day, which may lie over midnight, and its length in minutes.
  private func timeWindow(using random: inout SeededGenerator) -> (text: String, minutes: Int) {
    let start = random.number(in: 0...47)
    let length = random.number(in: 1...40)
    func time(_ half: Int) -> String { "\(half < 20 ? "0" : "")\(half / 2):\(half % 2 == 0 ? "00" : "30")" }
    return ("\(time(start))-\(time((start + length) % 48))", length * 30)
  }

  /// The cheapest or dearest hours of a window, which are no longer than that.
  private func bestHours(using random: inout SeededGenerator) -> String {
    let word = random.one(of: ["cheapest", "dearest"])
    let length = random.number(in: 1...4) * 60
    let window = timeWindow(using: &random)
    return "\(word) \(min(length, window.minutes))min of \(window.text)"
  }

  private func guards(using random: inout SeededGenerator) -> String {
    let ranked = bestHours(using: &random)
    let during = "during \(random.chance(0.2) ? ranked : window(using: &random))"
    let conditions = [
      "soc <= \(random.number(in: 10...90))%", "soc >= \(random.number(in: 10...90))%",
      "soc in 20%..\(random.number(in: 30...80))%", "home > \(random.number(in: 300...3000))W",
      "exporting > 500W for 3min", "importing > 1kW", "solar < 400W and soc > 30%",
      "import price < \(random.number(in: 3...30))p", "import price unknown", "unplugged",
    ]
    let when = "when \(random.one(of: conditions))"
    return random.one(of: [during, when, "\(during), \(when)"])
  }

  private func action(using random: inout SeededGenerator) -> String {
    random.one(of: [
      "idle", "charge", "charge", "charge at \(random.number(in: 3...10))A", "S2V", "S2V at least 6A", "V2H",
      "V2H at least 3A", "S2V + V2H", "S2V + V2H", "V2G", "V2G at 10A", "charge to 80%", "V2G to 40%",
    ])
  }
}
