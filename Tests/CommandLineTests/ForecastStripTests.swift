import ScheduleLang
import Testing

@testable import Insights
@testable import Runtime
@testable import evse_run

@Suite("The strip of a forecast")
struct ForecastStripTests {
  private func subject(
    _ rules: String = "during 02:00-05:00: charge   during 16:00-19:00: V2G   otherwise: idle"
  )
    throws -> HomeSchedule
  {
    let text = """
      site { timezone "Europe/London"   battery 52kWh   charger simulated   meter simulated   tariff Flux }
      schedule "x" {
          \(rules.replacing("   ", with: "\n"))
      }
      """
    let compilation = ScheduleCompiler(knowsTimezone: ZoneRules.isKnown).compile(
      SourceFile(path: "x.evs", bytes: Array(text.utf8)))
    let program = try #require(compilation.program)
    return try #require(try HomeSchedule(program))
  }

  @Test("keeps to its width, and each row has a column for each part of the day", arguments: [40, 80, 132])
  func width(_ width: Int) throws {
    let subject = try subject()
    let start = try #require(Instant(iso: "2026-11-23T00:00:00Z".utf8))
    let forecast = Forecast(of: subject, from: start, hours: 24, soc: 50, home: HomeProfile(seed: 1))
    let strip = ForecastStrip(forecast: forecast, subject: subject, coloured: false, width: width).text
    let lines = strip.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= width })
    let actions = try #require(lines.first { $0.hasPrefix("action") }).dropFirst(7)
    let share = { (letter: Character) in
      Double(actions.filter { $0 == letter }.count) / Double(actions.count) * 24
    }
    #expect(abs(share("C") - 3) < 1 && abs(share("G") - 3) < 1)
    let socs = try #require(lines.first { $0.hasPrefix("SoC") }).dropFirst(7)
    let prices = try #require(lines.first { $0.hasPrefix("price") }).dropFirst(7)
    #expect(socs.count == actions.count && prices.count == actions.count)
    #expect(zip(actions, prices).filter { $0.0 == "G" }.allSatisfy { $0.1 == "█" }, "the peak is dearest")
    #expect(lines[0].contains("00") && lines[0].contains("12"))
  }

  @Test("shows what is left of a decision where the direction is held")
  func held() throws {
    let subject = try subject("when soc > 50%: V2G   otherwise: charge")
    let start = try #require(Instant(iso: "2026-11-23T00:00:00Z".utf8))
    let forecast = Forecast(of: subject, from: start, hours: 24, soc: 50, home: HomeProfile(seed: 1))
    let strip = ForecastStrip(forecast: forecast, subject: subject, coloured: false, width: 132).text
    let line = try #require(strip.split(separator: "\n").first { $0.hasPrefix("action") })
    let moving = line.dropFirst(7).count { $0 == "C" || $0 == "G" }
    #expect(moving < line.count / 4, "\(line)")
  }
}
