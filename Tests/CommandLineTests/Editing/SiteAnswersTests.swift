import Foundation
import Insights
import Runtime
import ScheduleLang
import Testing

@testable import evse_run

@Suite("A first schedule from questions")
struct SiteAnswersTests {
  private static var usual: [String: Any] {
    [
      "timezone": "Europe/London", "battery": 52.0, "charger": ["driver": "simulated"], "lowestCurrent": 3,
      "highestCurrent": 16, "discharges": true, "meter": ["driver": "simulated"], "records": false,
      "plan": "watch",
    ]
  }

  private func answers(_ changes: [String: Any]) throws -> SiteAnswers {
    let all = Self.usual.merging(changes) { $1 }.filter { !($0.value is NSNull) }
    return try JSONDecoder().decode(SiteAnswers.self, from: JSONSerialization.data(withJSONObject: all))
  }

  private static var chargers: [[String: Any]] {
    [
      ["driver": "simulated"], ["driver": "wallbox-quasar", "address": "192.0.2.1:502"],
    ]
  }
  /// No meter, and every one that can be chosen.
  private static var meters: [[String: Any]?] {
    [nil] + SiteAnswers.meters.map { ["driver": $0, "address": "192.0.2.2"] }
  }

  @Test(
    "every combination of answers is a file that the check has nothing to say about, in the canonical style")
  func combinations() throws {
    #expect(SiteAnswers.meters.contains("shelly-em") && SiteAnswers.meters.count > 5)
    let tariffs = [nil] + SiteAnswers.tariffs.map(\.name.text)
    for charger in Self.chargers {
      for meter in Self.meters {
        for plan in SiteAnswers.Plan.allCases where plan != .house || meter != nil {
          for tariff in meter?["driver"] as? String == "simulated" ? tariffs : ["Go"] {
            for discharges in [true, false] {
              let isShelly = meter?["driver"] as? String == "shelly-em"
              let text = try answers([
                "charger": charger, "meter": meter ?? NSNull(), "plan": plan.rawValue,
                "discharges": discharges,
                "tariff": tariff ?? NSNull(), "gridChannel": isShelly ? 0 : NSNull(),
                "importLimit": meter == nil ? NSNull() : 60,
                "solarChannel": isShelly ? 1 : NSNull(), "dashboard": "127.0.0.1:8080",
                "records": true,
              ]).text()
              let source = SourceFile(path: "/x/first.evs", bytes: Array(text.utf8))
              let compilation = ProgramFile(complaints: Complaints(coloured: false) { _, _ in }).compile(
                source)
              let found = compilation.diagnostics(at: Instant(seconds: 1_795_435_200)).map(\.message)
              #expect(found.isEmpty && compilation.program?.schedule != nil, "\(found) \(text)")
              guard let formatted = try? ScheduleLang.Formatter.format(source) else {
                Issue.record("\(text)")
                continue
              }
              #expect(formatted == text)
            }
          }
        }
      }
    }
  }

  @Test("what merely watches never moves power")
  func watching() throws {
    let text = try answers(["plan": "watch"]).text()
    let subject = try #require(
      ProposedSchedule(
        text, in: ScheduleFile(path: "/x/first.evs", stateFolder: nil), after: nil
      ).subject)
    #expect(subject.schedule.rules.allSatisfy { $0.action.decision == .idle })
  }

  @Test("an answer that is none is told, and nothing can be slipped into the file")
  func mistakes() throws {
    for changes: [String: Any] in [
      ["timezone": "Europe/Londn"], ["timezone": "UTC\" log to \"/x"], ["battery": 0], ["battery": 1e300],
      ["charger": ["driver": "toaster"]], ["charger": ["driver": "wallbox-quasar"]],
      ["charger": ["driver": "wallbox-quasar", "address": "x\" } meter simulated {"]],
      ["charger": ["driver": "wallbox-quasar", "address": "x\n"]], ["lowestCurrent": 20],
      ["highestCurrent": 999],
      ["meter": ["driver": "influxdb", "address": "x"]], ["tariff": "Nonesuch"], ["exportTariff": "Flux } x"],
      ["plan": "house", "meter": NSNull()], ["importLimit": 0], ["importLimit": 60, "meter": NSNull()],
      ["dashboard": "a\"b"],
    ] {
      #expect(throws: SiteAnswersError.self, "\(changes)") { try answers(changes).text() }
    }
    #expect(throws: (any Error).self) { try answers(["plan": "everything"]) }
  }
}
