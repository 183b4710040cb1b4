import PeerSupport
import Foundation
import Testing

/// Every file in `schedules/`, through the program itself.
@Suite("Shipped schedules")
struct ShippedScheduleTests {
  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(
      atPath: ProgramRun.package.appendingPathComponent("schedules").path)) ?? [])
    .filter { $0.hasSuffix(".evs") }.sorted()

  @Test("there is one for each of the usual tariffs and habits")
  func present() {
    let names = [
      "agile", "commuter", "cosy", "economy7", "flux", "go", "intelligent-go", "intelligent-go-handed-over",
      "keep-a-reserve", "leave-room-for-sun",
      "late-export",
      "quiet-nights", "saving-session", "solar-only",
    ]
    #expect(Set(names.map { $0 + ".evs" }).subtracting(Self.files) == [])
  }

  @Test("is valid without a warning, formatted, and passes its own tests", arguments: files)
  func checked(file: String) throws {
    let path = "schedules/" + file
    let check = try ProgramRun(["--check", "--json", path])
    #expect(check.exitCode == 0)
    #expect(try check.json["warningCount"] as? Int == 0)
    #expect(try ProgramRun(["--format", "--verify", path]).exitCode == 0)
    #expect(try ProgramRun(["--test", path]).exitCode == 0)
  }

  @Test("runs over recorded readings", arguments: files.filter { $0 != "home.evs" })
  func simulated(file: String) throws {
    let folder = TemporaryFolder()
    var text = "time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision\n"
    for minute in 0..<2 * 1440 {
      let hour = minute / 60
      let time = "2026-11-\(23 + minute / 1440)T\(pad(hour % 24)):\(pad(minute % 60)):00.000Z"
      let solar = (9..<16).contains(hour % 24) ? 1800 : 0
      let home = (17..<22).contains(hour % 24) ? 900 : 350
      text += "\(time),\(home - solar),\(solar),\(home),0,0,,idle\n"
    }
    let data = folder.url.appendingPathComponent(try folder.write(text, as: "readings.csv")).path
    // Prices that would have to be downloaded stay unknown.
    let environment = ["XDG_CACHE_HOME": folder.url.path, "EVSE_OCTOPUS_URL": "http://127.0.0.1:1"]
    let run = try ProgramRun(
      ["--simulate", "schedules/" + file, "--data", data, "--soc", "60", "--optimum", "--json"],
      environment: environment)
    #expect(run.exitCode == 0, "\(run.errors)")
    let schedules = try #require(try run.json["schedules"] as? [[String: Any]])
    #expect(schedules.count == 3)
    let minutes = try #require(schedules[0]["minutes"] as? [String: Int])
    #expect(minutes.values.reduce(0, +) == 2880)
    if let cost = schedules[0]["cost"] as? Double, let best = schedules[0]["bestPossible"] as? Double {
      #expect(best <= cost + 1e-6, "the optimum beats every schedule")
    }
  }

  private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
