import PeerSupport
import Foundation
import Testing

@Suite("--explain")
struct ExplainTests {
  private func explain(_ arguments: [String]) throws -> [String: Any] {
    try ProgramRun(["--explain"] + arguments + ["--json", "schedules/flux.evs"]).json
  }

  @Test("the winner, its place, its end and every earlier rule's reason are told")
  func winner() throws {
    let json = try explain(["2026-12-25 12:00", "--soc", "55"])
    #expect(json["schemaVersion"] as? Int == 1)
    #expect(json["at"] as? String == "2026-12-25T12:00:00Z")
    #expect(json["until"] as? String == "2026-12-25T14:00:00Z")
    let decision = try #require(json["decision"] as? [String: Any])
    #expect(decision["action"] as? String == "S2V")
    #expect(decision["minimumCurrent"] as? Int == 0 && decision["maximumCurrent"] as? Int == 16)
    let considered = try #require(json["considered"] as? [[String: Any]])
    #expect(considered.dropLast().allSatisfy { $0["applies"] as? Bool == false })
    #expect(considered.last?["applies"] as? Bool == true)
    #expect(considered.contains { $0["because"] as? String == "soc 55% is not <= 30%" })
    #expect(considered.contains { $0["because"] as? String == "12:00 is not during Flux cheap" })
    let rule = try #require(json["rule"] as? [String: Any])
    #expect((considered.last?["rule"] as? [String: Any])?["line"] as? Int == rule["line"] as? Int)
    #expect((json["clippedBy"] as? [Any])?.isEmpty == true)
  }

  @Test("at 13:00 and 55 % the sun is followed until 14:00, when 58 % is wanted")
  func until() throws {
    let json = try explain(["2026-12-25T13:00Z", "--soc", "55%"])
    #expect((json["decision"] as? [String: Any])?["action"] as? String == "S2V")
    #expect(json["until"] as? String == "2026-12-25T14:00:00Z")
  }

  @Test("summer time is the site's, an offset is its own")
  func zones() throws {
    #expect(try explain(["2026-07-01 12:00", "--soc", "55"])["at"] as? String == "2026-07-01T11:00:00Z")
    #expect(try explain(["2026-07-01T12:00", "--soc", "55"])["at"] as? String == "2026-07-01T11:00:00Z")
    #expect(
      try explain(["2026-07-01T12:00+02:00", "--soc", "55"])["at"] as? String == "2026-07-01T10:00:00Z")
  }

  @Test("without a SoC it is unknown")
  func unknown() throws {
    for arguments in [["12:00"], ["12:00", "--soc", "unknown"]] {
      let decision = try #require(try explain(arguments)["decision"] as? [String: Any])
      #expect(decision["maximumCurrent"] as? Int == 3)
    }
  }

  @Test("a decision that never changes has null for its end")
  func forever() throws {
    let json = try ProgramRun(["--explain", "12:00", "--soc", "50", "--json", "schedules/charge-full.evs"])
      .json
    #expect(json["until"] is NSNull)
  }

  @Test("a clip is told with the clause as it is written")
  func clips() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + "schedule \"x\" {\n    never V2G, when soc <= 60%\n    reserve 20%\n    otherwise: V2G\n}\n")
    let run = try ProgramRun(["--explain", "12:00", "--soc", "55", "--json", name], in: folder.url)
    let clips = try #require(try run.json["clippedBy"] as? [[String: Any]])
    #expect(clips.map { $0["clause"] as? String } == ["never V2G, when soc <= 60%"])
    #expect((clips[0]["place"] as? [String: Any])?["line"] as? Int == 8)
    #expect((try run.json["decision"] as? [String: Any])?["action"] as? String == "V2H")
  }

  @Test("a local time that clocks skip is refused with 2")
  func skipped() throws {
    let run = try ProgramRun(["--explain", "2026-03-29 01:30", "--soc", "50", "schedules/flux.evs"])
    #expect(run.exitCode == 2 && run.errors.contains("2026-03-29 01:30 never occurs"))
  }

  @Test("the prose names the winner, the reasons and what comes next")
  func prose() throws {
    let run = try ProgramRun(["--explain", "2026-12-25 17:00", "--soc", "55", "schedules/flux.evs"])
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("Fri 2026-12-25 17:00, soc 55%: V2G\n"))
    #expect(run.output.contains("does not apply: soc 55% is not <= 10%"))
    #expect(run.output.contains("applies: 17:00 is during Flux peak"))
    #expect(run.output.contains("until Fri 2026-12-25 19:00, then S2V + V2H"))
  }

  @Test("a time is now, of today or tomorrow, or of a weekday by its whole name")
  func times() throws {
    let now = try #require(try explain(["now", "--soc", "55"])["at"] as? String)
    #expect(try abs(Date(now, strategy: .iso8601).timeIntervalSinceNow) < 60)
    let clock = Date.ISO8601FormatStyle(timeZone: .gmt)
    func day(_ text: String) throws -> Date {
      try clock.parse(try #require(try explain([text, "--soc", "55"])["at"] as? String))
    }
    #expect(try day("tomorrow 12:00").timeIntervalSince(day("today 12:00")) == 86_400)
    #expect(try day("Saturday 17:00") == day("Sat 17:00"))
  }

  @Test("any reading can be given, and is said")
  func readings() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText.replacing("meter simulated", with: "meter simulated   tariff Flux") + """
        schedule "x" {
            when unplugged: idle
            when home > 500W and import price < 13p: charge at 3A
            when exporting > 1kW: charge at 4A
            when solar > 2kW: charge at 5A
            when import price unknown: charge at 6A
            when export price < -1p: charge at 7A
            otherwise: charge at 8A
        }

        """)
    func amperes(_ arguments: [String]) throws -> Int? {
      let run = try ProgramRun(
        ["--explain", "12:00", "--soc", "50%", "--json"] + arguments + [name], in: folder.url)
      try #require(run.exitCode == 0, "\(run.errors)")
      return (try run.json["decision"] as? [String: Any])?["maximumCurrent"] as? Int
    }
    #expect(try amperes(["--home", "600W", "--import-price", "12p"]) == 3)
    #expect(try amperes(["--home", "600W", "--import-price", "14p"]) == 8)
    #expect(try amperes(["--exporting", "1.5kW"]) == 4)
    #expect(try amperes(["--grid", "-1.5kW"]) == 4)
    #expect(try amperes(["--solar", "2.5kW"]) == 5)
    #expect(try amperes(["--import-price", "unknown"]) == 6)
    #expect(try amperes(["--export-price", "-2p"]) == 7)
    let unplugged = try ProgramRun(["--explain", "12:00", "--unplugged", name], in: folder.url)
    #expect(unplugged.output.contains("soc unknown, unplugged: idle"))
    let text = try ProgramRun(["--explain", "12:00", "--soc", "50", "--home", "600W", name], in: folder.url)
      .output
    #expect(text.contains(", soc 50%, home 600W: charge at 8A"))
    #expect(text.contains("Not given and taken to be unknown: solar, exporting"))
  }

  @Test(
    "a reading without its unit, or that contradicts another, is refused",
    arguments: [
      ["--home", "600"], ["--import-price", "0.12"], ["--solar", "-5W"],
      ["--grid", "1kW", "--importing", "1kW"],
      ["--unplugged", "--soc", "50"],
    ])
  func refused(arguments: [String]) throws {
    let run = try ProgramRun(["--explain", "12:00"] + arguments + ["schedules/flux.evs"])
    #expect(run.exitCode == 2, "\(run.output)")
  }

  @Test("says what it takes to be remembered")
  func memory() throws {
    let folder = TemporaryFolder()
    let name = try folder.write(
      homeText + """
        schedule "x" {
            hysteresis 2%
            when soc > 50% for 5min: V2H
            charge to 80% by 07:00
            otherwise: idle
        }

        """)
    let run = try ProgramRun(["--explain", "12:00", "--soc", "55", name], in: folder.url)
    #expect(run.output.contains("no condition has held for a while yet"))
    #expect(run.output.contains("hysteresis") && run.output.contains("none was missed"))
    let json = try ProgramRun(["--explain", "12:00", "--soc", "55", "--json", name], in: folder.url).json
    #expect((json["assumed"] as? [String])?.count == 3)
    #expect((try explain(["12:00", "--soc", "55"])["assumed"] as? [String])?.isEmpty == true)
  }
}
