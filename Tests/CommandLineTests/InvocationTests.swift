import ScheduleLang
import Testing

@testable import evse_run

@Suite("Arguments")
struct InvocationTests {
  private func parse(_ arguments: String...) throws -> Invocation { try Invocation(arguments: arguments) }

  private func message(_ arguments: String...) -> String? {
    do {
      _ = try Invocation(arguments: arguments)
      return nil
    } catch { return error.message }
  }

  @Test("a file alone is run")
  func run() throws {
    #expect(try parse("flux.evs") == .run(file: "flux.evs", RunOptions()))
    #expect(try parse("-") == .run(file: "-", RunOptions()))
    #expect(try parse("--", "-odd.evs") == .run(file: "-odd.evs", RunOptions()))
  }

  @Test("a pause is ten minutes unless it is followed by a duration")
  func pause() throws {
    func paused(_ seconds: Int) -> Invocation { .run(file: "f", RunOptions(pause: .seconds(seconds))) }
    #expect(try parse("-p", "f") == paused(600))
    #expect(try parse("f", "--pause") == paused(600))
    #expect(try parse("-p", "5min", "f") == paused(300))
    #expect(try parse("--pause=2h", "f") == paused(7200))
    #expect(try parse("--pause", "30s", "f") == paused(30))
    #expect(message("--pause=5", "f")?.contains("duration") == true)
    #expect(message("--pause=", "f")?.contains("DURATION") == true)
    #expect(message("--pause=169h", "f")?.contains("week") == true)
  }

  @Test("a duration is one of a schedule, and a wrong one is no file but told with the one that was meant")
  func durations() throws {
    #expect(try ArgumentText.duration("1.5h") == 5400)
    #expect(try ArgumentText.duration("168h") == 604_800)
    #expect(message("--pause", "90m", "f")?.hasSuffix("did you mean 90min?") == true)
    #expect(message("--pause", "1h30min")?.hasSuffix("did you mean 90min?") == true)
    #expect(message("-p", "1h 30 min", "f")?.hasSuffix("did you mean 90min?") == true)
    #expect(message("--pause", "10")?.hasSuffix("did you mean 10min?") == true)
    #expect(message("--pause=90secs", "f")?.hasSuffix("did you mean 90s?") == true)
    #expect(message("--pause", "0", "f")?.hasSuffix("up to a week") == true)
    for text in ["0", "3d", "169h", "0.5s", "99999999999999h", "5A", "5min2A"] {
      #expect(message("--pause=\(text)", "f")?.hasSuffix("up to a week") == true, "\(text)")
    }
    #expect(try parse("--pause", "5.evs") == .run(file: "5.evs", RunOptions(pause: .usual)))
    #expect(try parse("--pause", "./5") == .run(file: "./5", RunOptions(pause: .usual)))
  }

  @Test("a day that the calendar does not have is told apart from what is no date")
  func calendar() {
    let february = "--explain: “2026-02-30 17:00” is not in the calendar: Feb 2026 has 28 days"
    #expect(message("--explain", "2026-02-30 17:00", "f") == february)
    #expect(
      message("--dry-run", "--from", "2028-02-30T17:00Z", "f")?.hasSuffix("Feb 2028 has 29 days") == true)
    #expect(message("--map", "--on", "2026-13-01", "f")?.hasSuffix("months run from 01 to 12") == true)
    #expect(message("--map", "--on", "30.2.2026", "f")?.hasSuffix("is not a date such as 2026-12-25") == true)
  }

  @Test("the number of a code names the codes that have it")
  func codes() {
    #expect(message("--explain-code", "305")?.hasSuffix("did you mean E0305 or W0305?") == true)
    #expect(message("--explain-code", "0401")?.hasSuffix("did you mean E0401 or W0401?") == true)
    #expect(message("--explain-code", "999")?.hasSuffix("is not the code of a diagnostic") == true)
  }

  @Test("without a file a pause is for the running instance")
  func requests() throws {
    func asked(_ request: ControlRequest, _ charger: String? = nil, json: Bool = false) -> Invocation {
      .ask(request, charger: charger, json: json)
    }
    #expect(try parse("--status", "--json") == asked(ControlRequest(.status), json: true))
    #expect(try parse("--stop", "--charger", "10.0.0.5") == asked(ControlRequest(.stop), "10.0.0.5"))
    #expect(try parse("--resume") == asked(ControlRequest(.resume)))
    #expect(try parse("--pause") == asked(ControlRequest(.pause, seconds: 600)))
    #expect(try parse("--pause", "2h", "--json") == asked(ControlRequest(.pause, seconds: 7200), json: true))
    #expect(try parse("--pause", "until-unplugged") == asked(ControlRequest(.pauseUntilUnplugged)))
    #expect(
      try parse("--pause", "until-unplugged", "f") == .run(file: "f", RunOptions(pause: .untilUnplugged)))
    #expect(try parse("--charge-to", "80%") == asked(ControlRequest(.chargeTo, soc: 80)))
    #expect(try parse("--discharge-to=40") == asked(ControlRequest(.dischargeTo, soc: 40)))
    #expect(message("--stop", "f")?.hasPrefix("no FILE is expected") == true)
    #expect(message("--charge-to", "101%")?.contains("SoC") == true)
    #expect(message("--status", "--stop") == "--status and --stop exclude each other")
    #expect(message("--charger", "x", "f")?.hasPrefix("--charger goes with --status") == true)
  }

  @Test("reports take their files and options in any order, values attached or apart")
  func reports() throws {
    #expect(try parse("--check", "a", "b", "--json") == .check(files: ["a", "b"], json: true, fix: false))
    #expect(try parse("a", "--test") == .test(files: ["a"], TestOptions()))
    #expect(
      try parse("--test", "--coverage", "80%", "--junit=x.xml", "a")
        == .test(files: ["a"], TestOptions(coverage: 80, junit: "x.xml")))
    #expect(try parse("--map", "a") == .map(file: "a", on: nil, json: false))
    let christmas = try #require(CivilDate(year: 2026, month: 12, day: 25))
    #expect(try parse("--map", "--on=2026-12-25", "a") == .map(file: "a", on: christmas, json: false))
    #expect(
      try parse("--dry-run", "--days", "3", "--soc", "40%", "a")
        == .dryRun(file: "a", DryRunOptions(days: 3, soc: 40), json: false))
    #expect(
      try parse("--explain", "17:00", "--soc", "55", "a")
        == .explain(
          file: "a", when: .local(day: .today, minute: 1020), GivenReadings(values: [.soc: 55]), json: false))
    #expect(
      try parse("--explain=17:00", "--soc=unknown", "a")
        == .explain(
          file: "a", when: .local(day: .today, minute: 1020), GivenReadings(values: [.soc: nil]), json: false)
    )
  }

  @Test(
    "times are those of a test row, or ISO instants",
    arguments: [
      ("02:30", PointInTime.local(day: .today, minute: 150)),
      ("Mon 02:30", .local(day: .weekday(.monday), minute: 150)),
      ("sun 23:59", .local(day: .weekday(.sunday), minute: 1439)),
      ("2026-12-25 18:00", .local(day: .date(CivilDate(dayNumber: 20_812)), minute: 1080)),
      ("2026-12-25T18:00", .local(day: .date(CivilDate(dayNumber: 20_812)), minute: 1080)),
      ("2026-12-25T18:00Z", .instant(Instant(seconds: 1_798_221_600))),
      ("2026-12-25T18:00:30Z", .instant(Instant(seconds: 1_798_221_630))),
      ("2026-12-25T18:00:00+01:00", .instant(Instant(seconds: 1_798_218_000))),
      ("2026-12-25T18:00:30", .local(day: .date(CivilDate(dayNumber: 20_812)), minute: 1080)),
      ("2026-12-25T18:00+01", .instant(Instant(seconds: 1_798_218_000))),
      ("2026-12-25T18:00-05:30", .instant(Instant(seconds: 1_798_241_400))),
    ])
  func times(text: String, expected: PointInTime) throws {
    #expect(try ArgumentText.pointInTime(text) == expected)
  }

  @Test(
    "what is no time is refused",
    arguments: [
      "", " ", "25:00", "24:00", "2:30", "12:60", "Foo 12:00", "2026-13-01 12:00", "2026-02-29 12:00", "12",
      "2026-12-25", "2026-12-25T", "2026-12-25T18:00:61Z", "2026-12-25T18:00+1", "Mon Tue 12:00", "１２:00",
      "T",
      "2026-12-25T18:00:00:00Z", "99999999999-01-01 12:00", "-1:00",
    ])
  func noTimes(text: String) {
    #expect(throws: UsageError.self) { try ArgumentText.pointInTime(text) }
  }

  @Test("numbers have bounds", arguments: ["-1", "101", "1e9", "", "%", "99999999999999999999", "٣"])
  func numbers(text: String) {
    #expect(throws: UsageError.self) { try ArgumentText.percent(text) }
    #expect(throws: UsageError.self) { try ArgumentText.days(text + "999") }
    #expect(throws: UsageError.self) { try ArgumentText.speed("0") }
  }

  @Test("an unknown option is refused, with the one that was probably meant")
  func unknownOption() {
    #expect(message("--chek", "f") == "there is no option --chek; did you mean --check?")
    #expect(message("--mpa", "f") == "there is no option --mpa; did you mean --map?")
    #expect(message("--xyzzy", "f") == "there is no option --xyzzy")
    #expect(message("-x", "f")?.hasPrefix("there is no option -x") == true)
    #expect(message("--xyzzy=3", "f") == "there is no option --xyzzy")
  }

  @Test("two modes at once are refused")
  func twoModes() {
    #expect(message("--check", "--map", "f") == "--check and --map exclude each other")
    #expect(message("--check", "--check", "f") == nil)
  }

  @Test("an option that does not go with the mode is refused")
  func companions() {
    #expect(message("--days", "3", "f") == "--days goes with --dry-run")
    #expect(message("--check", "--soc", "5", "f") == "--soc goes with --dry-run or --simulate or --explain")
    #expect(message("--check", "-p", "f") == "--pause goes without a report")
    #expect(message("--json", "f")?.hasPrefix("--json goes with") == true)
  }

  @Test("a missing value, a value too many and a wrong number of files are refused")
  func values() {
    #expect(message("--explain") == "--explain needs WHEN")
    #expect(message("--explain", "--soc", "5", "f") == "--explain needs WHEN")
    #expect(message("--check=yes", "f") == "--check takes no value")
    #expect(message() == "no FILE is given")
    #expect(message("--map") == "no FILE is given")
    #expect(message("--map", "a", "b") == "one FILE is expected, not 2")
    #expect(message("a", "b") == "one FILE is expected, not 2")
    #expect(message("") == "the name of a FILE is empty")
    #expect(message("--check", "-", "-") == "standard input can be read only once")
    #expect(message("--dry-run", "--soc", "x", "f") == "--soc: “x” is not a SoC of 0% to 100%")
  }

  @Test("help and version win over the rest")
  func help() throws {
    for name in ["-?", "-h", "--help"] { #expect(try parse("--check", name) == .help) }
    #expect(try parse("--version", "f") == .version)
  }

  @Test("the help names every option")
  func helpText() {
    for option in CommandOption.allCases {
      for name in option.names { #expect(HelpText.full.contains(name) != option.isHidden) }
    }
    #expect(HelpText.full.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }
}
