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
  /// No meter, and every one that can be chosen, told what it needs.
  private static var meters: [[String: Any]?] {
    [nil]
      + MeterChoice.all.map { meter in
        let settings = meter.settings.map { ($0.name, $0.range.map { "\($0.lowerBound)" } ?? "a-b.c_1") }
        return [
          "driver": meter.name, "address": "192.0.2.2",
          "settings": Dictionary(uniqueKeysWithValues: settings),
          "user": meter.login == .password ? "admin" : NSNull(),
          "password": meter.login == .password ? "pass\"word" : NSNull(),
          "token": meter.login == .token ? "t" : NSNull(),
        ]
      }
  }

  @Test(
    "every combination of answers is a file that the check has nothing to say about, in the canonical style")
  func combinations() throws {
    #expect(Set(MeterChoice.all.map(\.name)) == Set(DeviceSchema.drivers(role: "meter")))
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
              let found = try compilation.diagnostics(at: Instant(seconds: 1_795_435_200)).map(\.message)
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

  @Test("a second meter and a restart are written, and each password into a file that no answer names")
  func secrets() throws {
    let answers = try answers([
      "charger": ["driver": "wallbox-quasar", "address": "192.0.2.1"],
      "restart": ["serial": 12345, "user": "a@b.c", "password": "x y"],
      "meter": ["driver": "openems", "address": "192.0.2.2", "user": "x", "password": "sesame"],
      "solarMeter": ["driver": "shelly-em", "address": "192.0.2.3", "password": "p", "user": "admin"],
    ])
    let text = try answers.text()
    let secrets = try answers.secrets()
    #expect(
      Set(secrets.map(\.file)) == [
        "secrets/meter-user", "secrets/meter-password", "secrets/solar-meter-user",
        "secrets/solar-meter-password", "secrets/wallbox-user", "secrets/wallbox-password",
      ])
    #expect(!text.contains("sesame") && !text.contains("x y") && text.contains("serial 12345"))
    let file = ScheduleFile(path: "/x/first.evs", stateFolder: nil)
    #expect(ProposedSchedule(text, in: file, after: nil, keeping: secrets).objections == [])
    // Without them it would be anybody's who sees the page to have any file sent anywhere.
    #expect(ProposedSchedule(text, in: file, after: nil).objections.count == 3)
    let other = text.replacingOccurrences(of: "secrets/meter-password", with: "/etc/passwd")
    #expect(ProposedSchedule(other, in: file, after: nil, keeping: secrets).objections.count == 1)
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
      ["dashboard": "a\"b"], ["solarMeter": ["driver": "fronius", "address": "x"], "meter": NSNull()],
      ["restart": ["serial": 1, "user": "a", "password": "b"]],
      ["meter": ["driver": "home-assistant", "address": "x", "token": "t"]],
      ["meter": ["driver": "iotawatt", "address": "x", "settings": ["name": "a } b"]]],
      ["meter": ["driver": "fronius", "address": "x", "settings": ["name": "a"]]],
      ["meter": ["driver": "openems", "address": "x", "user": "a", "password": "b\n\" x"]],
    ] {
      #expect(throws: SiteAnswersError.self, "\(changes)") { try answers(changes).text() }
    }
    #expect(throws: (any Error).self) { try answers(["plan": "everything"]) }
  }
}
